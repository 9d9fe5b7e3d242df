"""What a ticked row of a list stands for (选中的一件): `review.<id>`, `case.<id>` and the like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.web.viewer import Viewer

from ..after.deliveries import Delivery
from ..after.revocation import Revocation
from ..answering import referral_of
from ..course.models import Extension, Procedure
from ..joint.desk_matters import DeskMatter
from ..joint.threads import Thread
from ..models import Case
from ..notices import Objection
from ..queries import task_of, tasks_of
from ..signers.hands import Hand, hands_open, readers
from ..standing_in import Desk, desk_of
from ..supervision.models import Order
from .batch_kinds import BatchKind, Target
from .waits import BY_KIND, CASE_PATH

CASES = ("case", "accept", "correction")
TASKS = ("review", "decide")
Aside = Objection | Extension | Procedure | Thread | Delivery | Revocation
ASIDE: dict[str, type[Aside]] = {
    "objection": Objection,
    "extension": Extension,
    "procedure": Procedure,
    "asked_back": Thread,
    "came_back": Thread,
    "outdated": Thread,
    "deliver": Delivery,
    "revoke": Revocation,
}
"""What waits on a page of its own; together only what concerns the case may be done with it."""
OF_NO_CASE: dict[str, type[Order | DeskMatter]] = {"order": Order, "desk": DeskMatter}


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
            title = f"{referral.title} {referral.case_number}"
            return Named(one, title, _path(one), referral.item_title)
        if one.kind in OF_NO_CASE:
            asked = (tenant_of(session), one.id)
            matter: Order | DeskMatter | None = await session.get(OF_NO_CASE[one.kind], asked)
            if matter is not None:
                return Named(one, _matter(matter), _path(one), matter.item_title)
        case = await _case_of(session, one)
        if one.kind == "objection":
            objection = await session.get_one(Objection, (case.tenant_id, one.id))
            title = _("异议 %(number)s", number=objection.number)
            return Named(one, title, _path(one, objection.number), case.item_title)
        title = f"{case.title} {case.number}"
        return Named(one, title, _path(one, case.number), case.item_title)
    except Refusal:
        return Named(one, _("已经不在了的一件"), "/workbench", "")


def _path(one: Ticked, number: str = "") -> str:
    path = BY_KIND[one.kind].path if one.kind in BY_KIND else CASE_PATH
    return path.format(id=one.id, number=number)


def _matter(one: Order | DeskMatter) -> str:
    return one.matter if isinstance(one, Order) else one.title


async def target_of(session: AsyncSession, desk: Desk, one: Ticked) -> Target:
    """What the row stands for, with the open task that lies with this desk; raises Refusal."""
    if one.kind == "referral":
        return Target(referral=await referral_of(session, one.id))
    if one.kind in OF_NO_CASE:
        return Target()
    case = await _case_of(session, one)
    if one.kind in TASKS:
        return Target(case, await task_of(session, one.id))
    if one.kind not in CASES:
        return Target(case)
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
    id: UUID | None = one.id if one.kind in CASES else None
    if one.kind in TASKS:
        id = (await task_of(session, one.id)).case_id
    elif one.kind in ASIDE:
        row: Aside | None = await session.get(ASIDE[one.kind], (tenant_of(session), one.id))
        id = row.case_id if row is not None else None
    case = await session.get(Case, (tenant_of(session), id)) if id else None
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
