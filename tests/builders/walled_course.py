"""What changed the course of a walled township's case, each text carrying its owner's mark."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from jointhall.cases.course.models import Extension, Procedure
from jointhall.cases.course.special_procedures import STARTED
from jointhall.cases.notice_record import count_view
from jointhall.cases.notices import PublicNotice
from jointhall.cases.queries import hold_case
from jointhall.documents.actions import keep_upload
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders import hostile


async def a_course(
    tools: Tools, place: Place, case_id: UUID, *, by: Actor, mark: str
) -> dict[str, str]:
    """An extension refused, a hearing over, a notice that was read; ids by kind."""
    now = tools.clock.now()
    async with tools.database.transaction(place.standing()) as session:
        case = await hold_case(session, case_id)
        await put(session, Extension(
            tenant_id=place.tenant_id, id=new_id(), case_id=case.id, office="lingdao",
            why=f"等回函{mark}", length=10, unit="working_day", basis="《办法》第三条",
            asked_at=now, asked_by=f"陈{mark}", asked_by_id="1", due_before=date(2026, 12, 1),
            status="refused", answered_at=now, answered_by=f"何{mark}", answered_by_id="2",
            answer=f"抓紧办{mark}",
        ))  # fmt: skip
        procedure = Procedure(
            tenant_id=place.tenant_id, id=new_id(), case_id=case.id, office="lingdao",
            name="听证", basis="《办法》第四条", why=f"邻居要求{mark}", started_at=now,
            started_by=f"陈{mark}", expected_on=now.date() + timedelta(days=9), status="ended",
            ended_at=now, ended_by=f"陈{mark}", conclusion=f"可以办{mark}",
        )  # fmt: skip
        await put(session, procedure)
        paper, _changed = await keep_upload(
            session, tools, hostile.encoded("JPEG", hostile.photo((90, 90))), owner_kind="other",
            owner_id=procedure.id, purpose=STARTED, filename=f"听证通知{mark}.jpg", by=by,
        )  # fmt: skip
        for notice_id in await session.scalars(select(PublicNotice.id)):
            await count_view(session, notice_id, today=now.date())
        return {"procedure paper": str(paper.id)}
