"""Handing over (移交): what lies open in a merged or suspended township goes to who comes after.

Others' questions go back to those who asked, with the name of the successor; they ask it at once,
because what may be seen is theirs to send. Our own cases ask the successor as they ask a neighbour.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.exchange import Received
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.tenancy.changes import when_life_changes
from jointhall.tenancy.models import Tenant
from jointhall.web.place import Place

from ..after.passing import pass_on
from ..after.passings import Passing
from ..clocks import stop_clocks
from ..counters import directory_of, place_of
from ..course.models import Procedure
from ..models import Case
from ..queries import hold_case
from ..status import Status
from ..steps import Referral, Task
from ..telling import tell_applicant
from .asking_in_turn import let_go_of_own
from .closed import answer_for_the_closed, let_go_of_added
from .finding import asked_on
from .left_over import hand_over_left_over
from .renewing import ask_anew
from .successors import closed_here, heir_of, is_open, office_there, standing_for
from .threads import thread_of

MOST_AT_ONCE = 100
AGAIN_AFTER = timedelta(minutes=1)


@when_life_changes
async def closing(session: AsyncSession, tenant: Tenant) -> None:
    """A township stops answering: a job of its own hands over what lies there."""
    if tenant.status in ("read_only", "closed") and tenant.kind == "township":
        await later(session, hand_over)
        # What other processes let in while they still took it for open.
        await later(session, hand_over, after=AGAIN_AFTER)


@job("cases.hand_over")
async def hand_over(work: Work) -> None:
    """Hands over a hundred matters at a time until nothing is left."""
    session, tools = work.session, work.tools
    place = await closed_here(work)
    if place is None:
        return
    referrals = await session.scalars(
        select(Referral)
        .where(Referral.tenant_id == place.tenant_id, Referral.status.in_(("open", "waiting")))
        .order_by(Referral.id)
        .limit(MOST_AT_ONCE)
        .with_for_update()
    )
    count = 0
    for referral in referrals:
        await hand_over_if_closed(session, tools, place, referral)
        count += 1
    count += await let_go_of_added(session, tools, place)
    count += await _own_tasks(session, tools, place)
    count += await answer_for_the_closed(session, tools, place)
    count += await hand_over_left_over(session, tools, place)
    count += await _not_taken_on(session, tools, place)
    if count:
        record(
            session, "tenant.handed_over", who=SYSTEM, subject=f"tenant:{place.tenant_id}",
            words=_("停办以后移交了 %(n)s 件没办完的", n=count), count=count,
        )  # fmt: skip
        await later(session, hand_over)


async def hand_over_if_closed(
    session: AsyncSession, tools: Tools, place: Place, referral: Referral
) -> None:
    """A question that lies where nobody answers any more goes to who does, by way of its asker."""
    if is_open(place) or referral.status not in ("open", "waiting"):
        return
    heir = await heir_of(tools, place.tenant_id, place.county_id)
    now = tools.clock.now()
    referral.status, referral.asked_back_at = "handed_over", None
    referral.ended_at = now
    referral.ended_words = _("%(here)s停办了，转给%(who)s答。", here=place.name, who=heir.name)
    await stop_clocks(session, "referral", referral.id, at=now)
    await let_go_of_own(session, tools, referral)
    exchange.send(
        session, tools, to=referral.peer_id, kind="approval.handed_over", thread=referral.id,
        body={
            "to_id": str(heir.tenant_id), "to_name": heir.name, "from_name": place.name,
            "round": referral.round,
        },
    )  # fmt: skip
    record(
        session, "referral.handed_over", who=SYSTEM, subject=f"referral:{referral.id}",
        words=_("转给%(who)s答", who=heir.name), case_number=referral.case_number,
    )  # fmt: skip


@exchange.answers("approval.handed_over")
async def handed_over(session: AsyncSession, tools: Tools, received: Received) -> None:
    """Whom we asked answers no more: we ask who comes after, with the days from the start."""
    case, task = await asked_on(session, received)
    if case is None or task is None or task.status != "open" or task.peer_id != received.from_id:
        return
    body = received.body
    if body["round"] != (await thread_of(session, task)).round:
        return
    place = await place_of(tools, case.tenant_id)
    to = await standing_for(tools, UUID(body["to_id"]), place.county_id)
    words = _("%(from)s停办了，改由%(to)s答", **{"from": body["from_name"], "to": to.name})
    office = office_there(to, task.office)
    by = Actor("system", None, body["from_name"])
    await ask_anew(
        session, tools, place, case, task, to=to, office=office, words=words, by=by, ruled=words
    )  # fmt: skip
    await tell_applicant(
        session, tools, case, "case.handed_over",
        _("您的“%(item)s”：%(words)s，您不用做什么。", item=case.item_title, words=words),
    )  # fmt: skip


async def _own_tasks(session: AsyncSession, tools: Tools, place: Place) -> int:
    """What our own cases still ask of our own offices is asked of the successor."""
    heir = await heir_of(tools, place.tenant_id, place.county_id)
    # Nobody decides before a procedure has come to its end; see `left_over`.
    stands = select(Procedure.id).where(
        Procedure.tenant_id == Task.tenant_id, Procedure.case_id == Task.case_id,
        Procedure.status == "open",
    )  # fmt: skip
    tasks = await session.scalars(
        select(Task)
        .join(Case, (Case.tenant_id == Task.tenant_id) & (Case.id == Task.case_id))
        .where(
            Task.tenant_id == place.tenant_id, Task.status == "open", Task.peer_id.is_(None),
            Task.added_to.is_(None), Case.status == Status.UNDER_REVIEW,
            (Task.kind != "decide") | ~stands.exists(),
        )
        .order_by(Task.case_id, Task.id)
        .limit(MOST_AT_ONCE)
    )  # fmt: skip
    count = 0
    for found in list(tasks):
        case = await hold_case(session, found.case_id)
        await session.refresh(found, with_for_update=True)
        if case.status != Status.UNDER_REVIEW or found.status != "open":
            continue
        words = _("%(here)s停办了，改由%(who)s答", here=place.name, who=heir.name)
        office = office_there(heir, found.office)
        await ask_anew(
            session, tools, place, case, found, to=heir, office=office, words=words, by=SYSTEM,
            ruled=words,
        )  # fmt: skip
        count += 1
    return count


async def _not_taken_on(session: AsyncSession, tools: Tools, place: Place) -> int:
    """What waits to be accepted goes to the successor whole, with its number and its days."""
    heir = await heir_of(tools, place.tenant_id, place.county_id)
    # Where the successor did not take it, our own counter says what becomes of it, or silence does.
    gone = select(Passing.id).where(
        Passing.tenant_id == Case.tenant_id, Passing.case_id == Case.id,
        Passing.direction == "out", Passing.peer_id == heir.tenant_id,
    )  # fmt: skip
    ids = await session.scalars(
        select(Case.id)
        .where(Case.tenant_id == place.tenant_id, Case.status == Status.SUBMITTED, ~gone.exists())
        .order_by(Case.id)
        .limit(MOST_AT_ONCE)
    )
    count = 0
    for id in list(ids):
        case = await hold_case(session, id)
        if case.status != Status.SUBMITTED:
            continue
        why = _("%(here)s停办了，由%(who)s接着办", here=place.name, who=heir.name)
        await pass_on(session, tools, place, case, to=heir.division_code, why=why, by=SYSTEM)
        count += 1
    return count


@each("cases.closed_townships", seconds=3600)
async def look_after_the_closed(tools: Tools) -> None:
    """What came to lie in a township after it was closed is handed over as well."""
    for place in await directory_of(tools).everyone():
        if not is_open(place):
            async with tools.database.transaction(place.standing()) as session:
                await later(session, hand_over)
