"""What the county has to check for itself (县里要确认), and that somebody did (已核对)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.editing.models import Confirmation
from jointhall.service_items.editing.queries import confirmed_everywhere, confirmed_in
from jointhall.service_items.queries import editions_in, published_in

_FACTS, _SETTINGS = "县里要确认", "县里设定"
_WHAT, _WHY, _NAME = "事", "原因", "名称"
_VALUE = ("值", "单位")
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to be checked: what the sheet says of it, and who checked it."""

    number: int
    what: str
    why: str
    about: Any
    confirmed: Confirmation | None
    has_changed: bool
    """It was checked, and has been changed since then."""

    @property
    def said(self) -> str:
        """What the sheet says of it, in a line; empty when it is more than a line."""
        if isinstance(self.about, Mapping):
            return "".join(str(self.about.get(word, "")) for word in _VALUE)
        return self.about if isinstance(self.about, str) else ""

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed is not None and not self.has_changed


def facts_of(
    source: Mapping[str, Any], confirmed: Mapping[tuple[str, str], Confirmation]
) -> list[Fact]:
    """Everything the county has to check in a sheet, in its order."""
    rows = source.get(_FACTS)
    found = []
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, Mapping):
            continue
        what, why = str(row.get(_WHAT, "")), str(row.get(_WHY, ""))
        about, one = about_in(source, what), confirmed.get((what, why))
        found.append(Fact(number, what, why, about, one, one is not None and one.about != about))
    return found


def about_in(source: Mapping[str, Any], what: str) -> Any:
    """What the sheet says of it: the setting or the heading of that name, if there is one."""
    rows = source.get(_SETTINGS)
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and row.get(_NAME) == what:
            return dict(row)
    return source.get(what)


async def confirm(
    session: AsyncSession, code: str, source: Mapping[str, Any], number: int, *,
    note: str = "", by: Actor, now: datetime,
) -> None:  # fmt: skip
    """Somebody has checked it; done twice it changes nothing."""
    if len(note) > _LONGEST:
        raise BadForm({"note": _("备注最多写%(most)s个字。", most=_LONGEST)})
    confirmed = await confirmed_in(session, code)
    fact = _numbered(facts_of(source, confirmed), number)
    if fact.is_confirmed:
        return
    if fact.confirmed is not None:
        fact.confirmed.taken_back_at = now
        await session.flush()
    _add(session, code, fact, note=note, by=by, now=now)
    await session.flush()
    words = _("核对了“%(what)s”", what=fact.what)
    record(session, "item.fact_confirmed", who=by, subject=f"item:{code}", words=words)


async def take_back(
    session: AsyncSession, code: str, source: Mapping[str, Any], number: int, *,
    by: Actor, now: datetime,
) -> None:  # fmt: skip
    """It has to be checked again."""
    fact = _numbered(facts_of(source, await confirmed_in(session, code)), number)
    if fact.confirmed is None:
        return
    fact.confirmed.taken_back_at = now
    words = _("收回了对“%(what)s”的核对", what=fact.what)
    record(session, "item.fact_taken_back", who=by, subject=f"item:{code}", words=words)


async def confirm_published(session: AsyncSession, *, note: str, by: Actor, now: datetime) -> None:
    """Counts everything that came with us as checked (for a demo county), and says so."""
    confirmed, editions = await confirmed_everywhere(session), await editions_in(session)
    added = 0
    for item in await published_in(session):
        if item.origin != "library":
            continue
        source = editions[item.code, item.edition].sheet
        told: set[tuple[str, str]] = set()
        for fact in facts_of(source, confirmed.get(item.code, {})):
            if fact.confirmed is not None or (fact.what, fact.why) in told:
                continue
            told.add((fact.what, fact.why))
            _add(session, item.code, fact, note=note, by=by, now=now)
            added += 1
    await session.flush()
    if added:
        words = _("把%(n)s条本地情况当作核对过：%(note)s", n=added, note=note)
        record(session, "item.fact_confirmed", who=by, subject="items", words=words)


def as_kept(facts: list[Fact]) -> list[dict[str, str]]:
    """Who checked what and when, as the published edition keeps it."""
    return [
        {
            "what": fact.what, "why": fact.why, "by": fact.confirmed.confirmed_by,
            "at": fact.confirmed.confirmed_at.isoformat(), "note": fact.confirmed.note,
        }
        for fact in facts
        if fact.confirmed is not None
    ]  # fmt: skip


def _add(
    session: AsyncSession, code: str, fact: Fact, *, note: str, by: Actor, now: datetime
) -> None:
    session.add(
        Confirmation(
            tenant_id=tenant_of(session), code=code, what=fact.what, why=fact.why,
            about=fact.about, note=note, confirmed_by_id=by.id, confirmed_by=by.name,
            confirmed_at=now,
        )
    )  # fmt: skip


def _numbered(facts: list[Fact], number: int) -> Fact:
    for fact in facts:
        if fact.number == number:
            return fact
    raise NotHere(_("没有这一条要核对的。"))
