"""What a ticked row of a list stands for (选中的一件): `review.<id>`, `case.<id>` and the like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.web.viewer import Viewer

from ..answering import referral_of
from ..course.models import Extension, Procedure
from ..models import Case
from ..notices import Objection
from ..queries import task_of, tasks_of
from ..signers.hands import Hand, hands_open, readers
from ..standing_in import Desk, desk_of
from .batch_kinds import BatchKind, Target

TASKS = ("review", "decide")
CASES = ("case", "accept", "correction")
CHANGES: dict[str, type[Extension] | type[Procedure]] = {
    "extension": Extension,
    "procedure": Procedure,
}
"""What waits on a page of its own; together only what concerns the case may be done with it."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """One ticked row: what kind of thing it is, and which."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Named:
    """A ticked row by the title and page people know it by; `item` is what it is a matter of."""

    ticked: Ticked
    title: str
    path: str
    item: str


def ticked_in(said: Iterable[str], most: int) -> list[Ticked]:
    """What was ticked, each once; what is no row of ours is left out."""
    found: dict[Ticked, None] = {}
    for one in said:
        kind, _dot, id = one.partition(".")
        try:
            found[Ticked(kind[:20], UUID(id))] = None
        except ValueError:
            continue
        if len(found) == most:
            break
    return list(found)


async def named(session: AsyncSession, one: Ticked) -> Named:
    """What a row is called; something that is not there is called that."""
    try:
        if one.kind == "referral":
            referral = await referral_of(session, one.id)
            return Named(
                one, referral.title, f"/workbench/referrals/{referral.id}", referral.item_title
            )
        if one.kind == "objection":
            objection = await session.get(Objection, (tenant_of(session), one.id))
            if objection is not None:
                title = _("异议 %(number)s", number=objection.number)
                return Named(one, title, f"/workbench/objections/{objection.number}", "")
        case = await _case_of(session, one)
        path = f"/workbench/cases/{case.number}"
        if one.kind in CHANGES:
            path = f"{path}/{one.kind}"
        return Named(one, case.title, path, case.item_title)
    except Refusal:
        pass
    return Named(one, _("已经不在了的一件"), "/workbench", "")


async def target_of(session: AsyncSession, desk: Desk, one: Ticked) -> Target:
    """What the row stands for, with the open task that lies with this desk; raises Refusal."""
    if one.kind == "referral":
        return Target(referral=await referral_of(session, one.id))
    if one.kind == "objection":
        raise Refusal(_("异议要逐份核实，不能一起办。"))
    if one.kind in TASKS:
        task = await task_of(session, one.id)
        case = await _case_of(session, one)
        return Target(case, task)
    case = await _case_of(session, one)
    if one.kind in CHANGES:
        return Target(case, None)
    tasks = [task for task in await tasks_of(session, case) if task.status == "open"]
    mine = [task for task in tasks if task.peer_id is None and desk.holds(task)]
    return Target(case, mine[0] if mine else None)


async def case_ids(session: AsyncSession, chosen: Iterable[Ticked]) -> list[UUID]:
    """The cases these rows belong to, each once, in their order."""
    found: dict[UUID, None] = {}
    for one in chosen:
        found[(await _case_of(session, one)).id] = None
    return list(found)


async def somebody(
    session: AsyncSession, viewer: Viewer, kind: BatchKind, first: Named
) -> Sequence[Hand]:
    """To whom the chosen may be given; each row is asked again when its turn comes."""
    if kind.field == "reader":
        return await readers(session, viewer.id)
    desk = await desk_of(session, viewer)
    try:
        target = await target_of(session, desk, first.ticked)
    except Refusal:
        return ()
    if target.case is None or target.task is None:
        return ()
    offices = kind.field == "hand"
    return await hands_open(session, desk, target.case, target.task.kind, offices=offices)


async def must_have_looked(
    session: AsyncSession, viewer: Viewer, kind: BatchKind, target: Target
) -> None:
    """What is decided on papers is decided by who has seen them: raises Refusal otherwise.

    What was put on record when the page of the case was opened says so; a case that came back
    changed has to be opened again.
    """
    if not kind.is_looked_at or target.case is None:
        return
    looked = await session.scalar(
        _LOOKED,
        {
            "tenant_id": tenant_of(session),
            "subject": f"case:{target.case.id}",
            "who": str(viewer.id or ""),
        },
    )
    if not looked:
        raise Refusal(_("您还没有打开看过这一件现在的材料，不能一起办。"))


async def _case_of(session: AsyncSession, one: Ticked) -> Case:
    id = one.id
    if one.kind in TASKS:
        id = (await task_of(session, one.id)).case_id
    elif one.kind in CHANGES:
        asked = (tenant_of(session), one.id)
        change: Extension | Procedure | None = await session.get(CHANGES[one.kind], asked)
        if change is None:
            raise NotHere(_("没有这件办件。"))
        id = change.case_id
    elif one.kind not in CASES:
        raise NotHere(_("没有这件办件。"))
    case: Case | None = await session.scalar(
        select(Case).where(Case.tenant_id == tenant_of(session), Case.id == id)
    )
    if case is None:
        raise NotHere(_("没有这件办件。"))
    return case


# By the order of the journal, not by clocks: after the papers came, or came again.
_LOOKED = text(
    """
    select 1 from journal
    where tenant_id = :tenant_id and subject = :subject and act = 'case.viewed'
      and actor_kind = 'officer' and actor_id = :who
      and seq > coalesce((select max(seq) from journal where tenant_id = :tenant_id
                          and subject = :subject and act = 'case.submitted'), 0)
    limit 1
    """
)
