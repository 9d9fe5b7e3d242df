"""Notices, objections and visits of a walled township, each text carrying its owner's mark."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases.answers import answers_of
from jointhall.cases.counters import counter_at
from jointhall.cases.enclosed import Photo
from jointhall.cases.notices import PublicNotice
from jointhall.cases.objecting import file_objection, keep_proof
from jointhall.cases.posting import post_notice
from jointhall.cases.queries import hold_case, tasks_of
from jointhall.cases.steps import Referral, Step
from jointhall.cases.visiting import keep_photos, keep_words, photos_of
from jointhall.cases.visits import Told, visit_asked
from jointhall.cases.visits import Visit as Going
from jointhall.documents.models import Document
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.coded import Coded
from jointhall.service_items.limits import Limit
from jointhall.service_items.queries import edition_of
from jointhall.service_items.stations import Notice, Visit
from jointhall.web.place import Place
from tests.builders import hostile


async def notices_and_visits(
    tools: Tools, place: Place, case_id: UUID, *, by: Actor, objector: UUID, mark: str, shown: str
) -> dict[str, str]:
    """A running notice of this case, an objection to it and a visit; their ids by kind."""
    photo = Photo(hostile.encoded("JPEG", hostile.photo((320, 240))), f"现场{mark}.jpg")
    notice = Notice(
        period=Limit(5, Coded("workday", "工作日")), places=(f"村务公开栏{shown}",),
        answers=("for_whom",), objections_to="minzheng", words=f"现予公示{shown}",
    )  # fmt: skip
    async with tools.database.transaction(place.standing()) as session:
        case = await hold_case(session, case_id)
        sheet = await edition_of(session, case.item_code, case.edition)
        step = Step(
            tenant_id=place.tenant_id, id=new_id(), case_id=case.id, seq=90, code="notice",
            name="公示", status="open", opened_at=tools.clock.now(),
        )  # fmt: skip
        await put(session, step)
        posted = await post_notice(
            session, tools, place, sheet, case, step, notice,
            answers_of(tools.secrets, case), await counter_at(tools, place), by=by,
        )  # fmt: skip
        found = await session.scalar(select(PublicNotice).where(PublicNotice.id == posted.id))
        assert found is not None
        await keep_proof(session, tools, case, found, photo, by=by)
        task = next(task for task in await tasks_of(session, case) if task.peer_id is None)
        going = visit_asked(
            place.tenant_id, Visit(Coded("home", "入户"), 1), task_id=task.id
        )  # fmt: skip
        session.add(going)
        await session.flush()
        (seen,) = await _made(session, tools, going, photo, by=by, mark=mark)
        ids = {"visit": str(going.id), "visit photo": str(seen.id)}
        asked = await session.scalar(select(Referral.id).where(Referral.status == "open"))
        if asked is not None:
            there = visit_asked(
                place.tenant_id, Visit(Coded("site", "踏勘"), 1), referral_id=asked
            )  # fmt: skip
            session.add(there)
            await session.flush()
            (seen,) = await _made(session, tools, there, photo, by=by, mark=mark)
            ids["referral photo"] = str(seen.id)
    async with tools.database.transaction(place.standing(resident_id=objector)) as session:
        objection = await file_objection(
            session, tools, posted.number, resident_id=objector, name=f"肖{mark}",
            phone="13812345678", words=f"不属实{mark}", file=photo, submission_id=new_id(),
        )  # fmt: skip
    return ids | {"notice": posted.number, "objection": objection.number}


async def _made(
    session: AsyncSession, tools: Tools, going: Going, photo: Photo, *, by: Actor, mark: str
) -> Sequence[Document]:
    told = Told((f"陈{mark}",), f"情况属实{mark}")
    keep_words(tools, going, told, went_on=date(2026, 11, 16), by=by)
    await keep_photos(session, tools, going, [photo], by=by)
    await session.flush()
    return await photos_of(session, going)
