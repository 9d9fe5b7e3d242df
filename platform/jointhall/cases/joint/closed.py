"""Closed (停办以后): what nobody is left to see to here is let go of, answered or sent on."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from ..circulation import count_votes
from ..clocks import stop_clocks
from ..queries import hold_case
from ..signers.turns import let_the_asker_go_on
from ..status import Status
from ..steps import Task
from .asking_back import explain
from .county_desk import to_the_desk
from .successors import heir_of
from .threads import Thread, thread_of

MOST_AT_ONCE = 100


async def let_go_of_added(session: AsyncSession, tools: Tools, place: Place) -> int:
    """Whom an officer of the house had added need not speak: the seat is asked of who comes after.

    A word that only waited for a second signature counts as it was given.
    """
    added = await session.scalars(
        select(Task)
        .where(
            Task.tenant_id == place.tenant_id, Task.status.in_(("open", "waiting")),
            Task.added_to.is_not(None),
        )
        .order_by(Task.case_id, Task.id)
        .limit(MOST_AT_ONCE)
    )  # fmt: skip
    count = 0
    for task in list(added):
        case = await hold_case(session, task.case_id)
        await session.refresh(task, with_for_update=True)
        if task.status not in ("open", "waiting"):
            continue
        now = tools.clock.now()
        task.call_off()
        await stop_clocks(session, "task", task.id, at=now)
        words = _("%(here)s停办了，加签的不用看了", here=place.name)
        case.note("signer.removed", by=SYSTEM, at=now, words=words, task=task.key)
        await let_the_asker_go_on(session, tools, case, task)
        if case.status == Status.UNDER_REVIEW and task.step_id is not None:
            sheet = await edition_of(session, case.item_code, case.edition)
            await count_votes(session, tools, place, sheet, case, task.step_id)
        count += 1
    return count


async def answer_for_the_closed(session: AsyncSession, tools: Tools, place: Place) -> int:
    """Questions of ours that wait for a word of this house.

    Who asked back is told to answer by what it has; what came back goes to the county's desk.
    """
    heir = await heir_of(tools, place.tenant_id, place.county_id)
    waiting = await session.execute(
        select(Thread.id, Thread.case_id)
        .where(
            Thread.tenant_id == place.tenant_id,
            or_(Thread.asked_back_at.is_not(None), Thread.back_since.is_not(None)),
        )
        .order_by(Thread.case_id, Thread.id)
        .limit(MOST_AT_ONCE)
    )
    count = 0
    for id, case_id in waiting.all():
        case = await hold_case(session, case_id)
        task = await session.get_one(Task, (place.tenant_id, id), with_for_update=True)
        thread = await thread_of(session, task)
        if task.status == "open" and thread.waits_for_our_words:
            words = _(
                "%(here)s停办了，没有人能再补充说明。请照送来的材料答，要问的打电话给接着办的"
                "%(who)s（%(phone)s）；还是答不了的，写明原因退回。",
                here=place.name, who=heir.name, phone=heir.phone,
            )  # fmt: skip
            await explain(session, tools, place, case, task, words=words, by=SYSTEM)
        elif task.status == "bounced" and thread.waits_for_us:
            await stop_clocks(session, "thread", task.id, at=tools.clock.now())
            thread.settle()
            await to_the_desk(session, tools, place, case, task, thread, proposed=("", ""))
        else:
            continue
        count += 1
    return count
