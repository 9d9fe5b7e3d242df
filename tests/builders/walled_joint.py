"""Questions that came back, in two townships and on their county's desk, each with its mark."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from jointhall.cases.joint.asking_in_turn import ask_in_turn
from jointhall.cases.joint.declining import bounce
from jointhall.cases.joint.desk_matters import DeskMatter
from jointhall.cases.joint.threads import thread_of
from jointhall.cases.queries import hold_case, tasks_of
from jointhall.cases.steps import Referral
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.web.place import Place


async def a_question_back(
    tools: Tools, place: Place, case_id: UUID, *, other: Place, by: Actor, mark: str
) -> dict[str, str]:
    """A question of this township's case lies on the desk, and it asks something in turn."""
    async with tools.database.transaction(place.standing()) as session:
        case = await hold_case(session, case_id)
        found = [one for one in await tasks_of(session, case) if one.peer_id is not None]
        task = next(one for one in found if one.status == "open")
        await bounce(
            session, tools, case, task, await thread_of(session, task), reason="not_ours",
            words=f"不归我们{mark}", by=by, at=tools.clock.now(),
        )  # fmt: skip
        referral = await session.scalar(
            select(Referral).where(Referral.status == "open").order_by(Referral.id).limit(1)
        )
        if referral is not None:
            await ask_in_turn(
                session, tools, place, referral, to=other, office="ziran", words=f"路归谁{mark}",
                by=by,
            )  # fmt: skip
        # Townships keep a desk of their own for nobody: here so that its pages are asked at both.
        session.add(
            DeskMatter(
                tenant_id=place.tenant_id, id=task.id, from_id=other.tenant_id, from_name=mark,
                from_phone="", case_number=case.number, item_title=case.item_title, title=mark,
                words=mark, asked_id=other.tenant_id, asked_name=mark, asked_office="ziran",
                reason="not_ours", reason_words=mark, reason_by=mark, proposed_name="", bounces=1,
                came_at=tools.clock.now(), due_on=task.due_on, status="open",
            )
        )  # fmt: skip
        return {"thread": str(task.id), "matter": str(task.id)}
