"""Adding and removing signers (加签、减签): somebody more speaks on a seat, before or after."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put_and_watch
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from ..circulation import count_votes
from ..clocks import stop_clocks
from ..models import Case
from ..standing_in import Desk
from ..steps import Task
from .hands import Hand
from .table import must_be_possible
from .turns import added_to, call_off_below, give_days, let_the_asker_go_on

How = Literal["before", "after"]


async def add_signer(
    session: AsyncSession, tools: Tools, case: Case, task: Task, to: Hand, how: How, *,
    desk: Desk, words: str,
) -> Task:  # fmt: skip
    """Asks somebody more on this seat; `before` stops it until they have spoken.

    They have the days the seat has left. What they may see is what the seat may see.
    """
    must_be_possible(desk, case, task, f"signer-{how}")
    if not words.strip() or len(words) > 500:
        raise BadForm({"why": _("请写一句要他看什么，500 个字以内。")})
    await _must_be_new(session, task, to)
    by, now = desk.actor(task.office, task), tools.clock.now()
    root = task.key.partition("+")[0]
    nth = await session.scalar(
        select(func.count())
        .select_from(Task)
        .where(
            Task.tenant_id == case.tenant_id, Task.case_id == case.id, Task.added_to.is_not(None)
        )
    )
    added = Task(
        tenant_id=case.tenant_id, id=new_id(), case_id=case.id, step_id=task.step_id,
        key=f"{root}+{(nth or 0) + 1}", kind="review", words=words.strip(), office=to.office,
        party_name=task.party_name, party_phone=task.party_phone, opened_at=now,
        due_on=task.due_on, status="open" if how == "before" else "waiting", opinion="",
        answered_by="", answered_by_id="", holder_id=to.officer_id, holder_name=to.officer_name,
        added_to=task.id, added_how=how,
    )  # fmt: skip
    if how == "before":
        task.become("waiting")
        await give_days(session, tools, added, task)
        told = _("%(office)s请%(other)s先看，看完再提意见", office=by.office, other=to.words)
    else:
        told = _("%(office)s看完以后，还要%(other)s签", office=by.office, other=to.words)
    await put_and_watch(session, added)
    case.note("signer.added", by=by, at=now, words=told, note=added.words, task=added.key, how=how)
    return added


async def remove_signer(
    session: AsyncSession, tools: Tools, place: Place, case: Case, task: Task, added: Task, *,
    desk: Desk,
) -> None:  # fmt: skip
    """Somebody who was added and has not spoken need not any more; the sheet's own stay."""
    must_be_possible(desk, case, task, "signer-removal")
    if added.added_to != task.id:
        raise NotHere(_("这一项没有加过这个人。"))
    if added.status == "done":
        raise BadForm({"which": _("他已经提过意见了，意见留着，不能减。")})
    if added.status not in ("open", "waiting"):
        raise BadForm({"which": _("他已经不用看了。")})
    now = tools.clock.now()
    added.call_off()
    await stop_clocks(session, "task", added.id, at=now)
    await call_off_below(session, tools, added)
    who = added.holder_name or desk.names.get(added.office, added.office)
    by = desk.actor(task.office, task)
    words = _("%(office)s不用%(other)s看了", office=by.office, other=who)
    case.note("signer.removed", by=by, at=now, words=words, task=added.key)
    await let_the_asker_go_on(session, tools, case, added)
    if task.step_id is not None:
        sheet = await edition_of(session, case.item_code, case.edition)
        await count_votes(session, tools, place, sheet, case, task.step_id)


async def _must_be_new(session: AsyncSession, task: Task, to: Hand) -> None:
    if to.officer_id is None and task.holder_id is None and to.office == task.office:
        raise BadForm({"to": _("您就是这个站所的，请选别的站所，或者选一位同事。")})
    there = [one for one in await added_to(session, task) if one.status in ("open", "waiting")]
    if any((one.office, one.holder_id) == (to.office, to.officer_id) for one in there):
        raise BadForm({"to": _("已经请过他了，等他看完。")})
