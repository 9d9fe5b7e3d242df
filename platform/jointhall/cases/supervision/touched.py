"""Those whose day moved with the calendar (日历变了), each told once, however many things it is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import Moved, when_recomputed
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.messages.actions import tell

from ..models import Case
from .holding import found_at
from .lying import Lying, lying_here, path_of
from .models import BY_THEMSELVES
from .reminding import remind

KEYS = ("promised", "acceptance", "statutory")
"""Which of a case's days an applicant is told of: the nearest to what they were promised."""

NOBODYS = (("case", "statutory"), *BY_THEMSELVES)
"""Days on which nobody at a desk has anything else to do than on the others."""


@when_recomputed
async def tell_everybody(session: AsyncSession, tools: Tools, moved: Sequence[Moved]) -> None:
    """Residents by a message, officers by a reminder: one for each person."""
    cases = await _cases(session, moved)
    await _tell_residents(session, tools, moved, cases)
    await _tell_officers(session, tools, moved, cases)


async def _tell_residents(
    session: AsyncSession, tools: Tools, moved: Sequence[Moved], cases: dict[UUID, Case]
) -> None:
    by_resident: dict[UUID, dict[UUID, Moved]] = {}
    for one in sorted(moved, key=_nearness):
        case = cases.get(one.deadline.subject_id)
        if one.deadline.subject_kind == "case" and case is not None:
            by_resident.setdefault(case.resident_id, {}).setdefault(case.id, one)
    now = tools.clock.now()
    for resident_id, mine in by_resident.items():
        if len(mine) == 1:
            ((case_id, one),) = mine.items()
            case = cases[case_id]
            words = _resident_words(case, one)
            link = f"/cases/{case.number}"
        else:
            words = _("放假安排变了，您有 %(n)s 件事的日子跟着改了，点开看看。", n=len(mine))
            link = "/cases"
        await tell(session, tools.secrets, resident_id, "calendar.moved", words, link, now=now)


def _nearness(one: Moved) -> int:
    key = one.deadline.key
    return KEYS.index(key) if key in KEYS else len(KEYS)


def _resident_words(case: Case, one: Moved) -> str:
    day = day_words(one.after)
    if one.deadline.key == "acceptance":
        return _("放假安排变了，您的“%(item)s”最迟%(day)s告诉您收不收。",
                 item=case.item_title, day=day)  # fmt: skip
    return _("放假安排变了，您的“%(item)s”改为最迟%(day)s给您结果。",
             item=case.item_title, day=day)  # fmt: skip


async def _tell_officers(
    session: AsyncSession, tools: Tools, moved: Sequence[Moved], cases: dict[UUID, Case]
) -> None:
    today = on_which_day(tools.clock.now())
    lying = await lying_here(session, [one.deadline.id for one in moved])
    by_officer: dict[UUID, list[tuple[Moved, Lying]]] = {}
    for one in moved:
        where = lying[one.deadline.id]
        if where.peer_id is not None or (where.subject_kind, where.key) in NOBODYS:
            continue
        # Of a whole case, who keeps it; whoever has to act on it now has a day of their own.
        case = cases.get(where.subject_id)
        found = await found_at(
            session, "holder", case.office if case else where.office,
            of=(where.subject_kind, where.subject_id), today=today,
        )  # fmt: skip
        for person in found.people:
            by_officer.setdefault(person.id, []).append((one, where))
    for officer, mine in by_officer.items():
        if len(mine) == 1:
            one, where = mine[0]
            link = path_of(where)
            words = _("日历变了，%(number)s的到期日由%(before)s改为%(after)s",
                      number=where.case_number, before=day_words(one.before),
                      after=day_words(one.after))  # fmt: skip
        else:
            words = _("日历变了，您手里有 %(n)s 个到期日跟着改了", n=len(mine))
            link = "/workbench"
        await remind(session, [officer], "calendar", words, link, at=tools.clock.now())


async def _cases(session: AsyncSession, moved: Sequence[Moved]) -> dict[UUID, Case]:
    ids = {one.deadline.subject_id for one in moved if one.deadline.subject_kind == "case"}
    found = await session.scalars(
        select(Case).where(Case.tenant_id == tenant_of(session), Case.id.in_(ids))
    )
    return {case.id: case for case in found}
