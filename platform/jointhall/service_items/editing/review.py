"""From draft to edition (送审、审批): checked, everything local confirmed, and two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.actions import publish_sheet
from jointhall.service_items.checks import check
from jointhall.service_items.editing.confirming import Fact, as_kept, facts_of
from jointhall.service_items.editing.models import ItemDraft
from jointhall.service_items.editing.queries import confirmed_in, text_of
from jointhall.service_items.hooks.rulebook import with_todays_rules
from jointhall.service_items.reading import Reading, read_source
from jointhall.service_items.troubles import Trouble
from jointhall.web.place import Place

LONGEST_REASON = 500
TOLD_BY_FACTS = "C17"
"""What the county has to confirm is listed by itself, with who did."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft looked over: what it says, what is wrong with it, what is still to be checked."""

    source: dict[str, Any]
    reading: Reading
    troubles: tuple[Trouble, ...]
    facts: list[Fact]

    @property
    def errors(self) -> tuple[Trouble, ...]:
        return tuple(one for one in self.troubles if one.is_error)

    @property
    def unconfirmed(self) -> list[Fact]:
        return [fact for fact in self.facts if not fact.is_confirmed]

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.unconfirmed


async def look_over(session: AsyncSession, draft: ItemDraft) -> Looked:
    """What the draft says now, checked."""
    source = await text_of(session, draft)
    return looked(source, draft, facts_of(source, await confirmed_in(session, draft.code)))


def looked(source: dict[str, Any], draft: ItemDraft, facts: list[Fact]) -> Looked:
    """A text of this draft, checked, with the rules that lie beside the sheet today."""
    source = with_todays_rules(source, module=draft.module, code=draft.code)
    reading = read_source(source, module=draft.module, code=draft.code)
    troubles = tuple(one for one in check(reading) if one.number != TOLD_BY_FACTS)
    return Looked(source, reading, troubles, facts)


async def send(session: AsyncSession, draft: ItemDraft, *, by: Actor, now: datetime) -> None:
    """To a second person; refused while anything is wrong or unchecked."""
    _check_ready(await look_over(session, draft))
    draft.send(by=by, now=now)
    words = _("把事项“%(title)s”送审", title=draft.title)
    record(session, "item.draft_sent", who=by, subject=f"item:{draft.code}", words=words)


async def take_back(session: AsyncSession, draft: ItemDraft, *, by: Actor) -> None:
    """Open to changes again, before anybody decided."""
    draft.take_back()
    words = _("收回送审的事项“%(title)s”", title=draft.title)
    record(session, "item.draft_taken_back", who=by, subject=f"item:{draft.code}", words=words)


async def give_back(
    session: AsyncSession, draft: ItemDraft, *, reason: str, by: Actor, now: datetime
) -> None:
    """Back for changes, with the reason."""
    if not reason:
        raise BadForm({"reason": _("写一句为什么退回，改的人才知道改哪里。")})
    if len(reason) > LONGEST_REASON:
        raise BadForm({"reason": _("理由最多写%(most)s个字。", most=LONGEST_REASON)})
    draft.give_back(by=by, reason=reason, now=now)
    words = _("退回事项“%(title)s”，要求修改", title=draft.title)
    record(session, "item.draft_given_back", who=by, subject=f"item:{draft.code}", words=words)


async def approve(
    session: AsyncSession, county: Place, draft: ItemDraft, *, seen: int, by: Actor, now: datetime
) -> None:
    """Publishes the draft as the county's edition; never by the one who sent it."""
    if seen != draft.version:
        raise Refusal(
            _("这份草稿在您打开以后又改过了。"), what_next=_("刷新这一页，看过现在的样子再同意。")
        )
    seen_over = await look_over(session, draft)
    _check_ready(seen_over)
    sheet = seen_over.reading.sheet
    assert sheet is not None, "a sheet without errors can be read"
    draft.approve(
        by=by, edition=sheet.edition, now=now,
        record={"sent_by": draft.sent_by, "approved_by": by.name,
                "confirmed": as_kept(seen_over.facts)},
    )  # fmt: skip
    record(
        session, "item.draft_approved", who=by, subject=f"item:{draft.code}",
        words=_("同意发布事项“%(title)s”，送审的是%(who)s", title=draft.title, who=draft.sent_by),
        edition=sheet.edition,
    )  # fmt: skip
    await publish_sheet(session, county, sheet, who=by)


def _check_ready(seen: Looked) -> None:
    if seen.errors:
        raise Refusal(
            _("还有%(n)s处错，改好了才能送审。", n=len(seen.errors)),
            what_next=_("第一处：%(first)s", first=seen.errors[0].words),
        )
    if seen.unconfirmed:
        raise Refusal(
            _("还有%(n)s条县里没有核对。", n=len(seen.unconfirmed)),
            what_next=_("第一条：%(first)s", first=seen.unconfirmed[0].what),
        )
