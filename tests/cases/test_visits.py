"""Going there: nobody agrees before; the record says who and what, and goes with the answer."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from jointhall.cases.answering import answer_referral, answer_task
from jointhall.cases.queries import case_numbered, tasks_of
from jointhall.cases.steps import Referral
from jointhall.cases.visiting import (
    MOST_PHOTOS,
    Photo,
    keep_photos,
    keep_words,
    photos_of,
    read_visit,
)
from jointhall.cases.visits import Told, visit_of_referral, visit_of_task, visits_of
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.refusals import BadForm
from tests.builders import hostile
from tests.builders.crossing import OFFICER, Scene
from tests.builders.sheets_noticed import filed, taken_on

TODAY = date(2026, 11, 16)
WHOLE = {"who": "陈建、谭军", "went_on": "2026-11-16", "found": "与申请一致"}


def a_photo() -> Photo:
    return Photo(hostile.encoded("JPEG", hostile.photo((320, 240))), "现场.jpg")


async def test_nobody_agrees_to_what_they_have_not_looked_at_but_may_refuse(
    noticed: Scene,
) -> None:
    number, tools = await filed(noticed), noticed.tools
    await taken_on(noticed, number, by=OFFICER)
    async with tools.database.transaction(noticed.here.standing()) as session:
        case = await case_numbered(session, number)
        (task,) = await tasks_of(session, case)
        visit = await visit_of_task(session, task.id)
        assert visit is not None
        assert (visit.kind_words, visit.people, visit.is_recorded) == ("入户", 2, False)
        with pytest.raises(BadForm, match="先到场看过"):
            await answer_task(
                session, tools, noticed.here, task, vote="agree", opinion="", by=OFFICER
            )
        await answer_task(
            session,
            tools,
            noticed.here,
            task,
            vote="refuse",
            opinion="门锁着，人在外地",
            by=OFFICER,
        )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"who": "陈建"}, "who"),
        ({"who": "陈建、陈建"}, "who"),
        ({"who": "、".join(["长" * 41, "谭军"])}, "who"),
        ({"went_on": ""}, "went_on"),
        ({"went_on": "昨天"}, "went_on"),
        ({"went_on": "2026-11-17"}, "went_on"),
        ({"went_on": "2020-01-01"}, "went_on"),
        ({"found": "  "}, "found"),
        ({"found": "长" * 2001}, "found"),
    ],
)
def test_what_is_missing_in_a_record_is_said_by_its_field(
    changed: dict[str, str], field: str
) -> None:
    with pytest.raises(BadForm) as bad:
        read_visit(WHOLE | changed, people=2, today=TODAY)
    assert set(bad.value.troubles) == {field}


@pytest.mark.parametrize(
    ("lat", "lng", "place"),
    [("27.75", "112.5", (27.75, 112.5)), ("", "", None), ("nan", "1", None), ("91", "1", None),
     ("<b>", "1", None), ("1", "1e999", None)],
)  # fmt: skip
def test_a_place_is_kept_when_it_is_one(
    lat: str, lng: str, place: tuple[float, float] | None
) -> None:
    told, day = read_visit(WHOLE | {"lat": lat, "lng": lng}, people=2, today=TODAY)
    assert (told.who, day, told.place) == (("陈建", "谭军"), TODAY, place)


async def test_too_many_photos_and_what_is_none_are_refused_in_words(noticed: Scene) -> None:
    number, tools = await filed(noticed), noticed.tools
    await taken_on(noticed, number, by=OFFICER)
    async with tools.database.transaction(noticed.here.standing()) as session:
        (task,) = await tasks_of(session, await case_numbered(session, number))
        visit = await visit_of_task(session, task.id)
        assert visit is not None
        with pytest.raises(BadForm, match="最多"):
            await keep_photos(session, tools, visit, [a_photo()] * (MOST_PHOTOS + 1), by=OFFICER)
        with pytest.raises(BadForm) as bad:
            await keep_photos(session, tools, visit, [Photo(b"MZ\x90", "a.jpg")], by=OFFICER)
        assert set(bad.value.troubles) == {"photos"}
        assert await photos_of(session, visit) == []


async def test_a_visit_made_elsewhere_comes_back_with_its_photos(noticed: Scene) -> None:
    number, tools = await filed(noticed, large=True), noticed.tools
    await taken_on(noticed, number, by=OFFICER)
    async with tools.database.transaction(noticed.here.standing()) as session:
        for task in await tasks_of(session, await case_numbered(session, number)):
            visit = await visit_of_task(session, task.id)
            if visit is not None:
                keep_words(tools, visit, Told(("甲", "乙"), "属实"), went_on=TODAY, by=OFFICER)
                await session.flush()
            await answer_task(
                session, tools, noticed.here, task, vote="agree", opinion="", by=OFFICER
            )
    await drain(tools, noticed.county.tenant_id, queues=ALL - {"messages"})
    async with tools.database.transaction(noticed.county.standing()) as session:
        referral = await session.scalar(select(Referral).where(Referral.status == "open"))
        assert referral is not None
        visit = await visit_of_referral(session, referral.id)
        assert visit is not None
        assert (visit.kind_words, visit.people) == ("踏勘", 1)
        told = Told(("罗局",), "与申请一致", (27.75, 112.5))
        keep_words(tools, visit, told, went_on=TODAY, by=OFFICER)
        await keep_photos(session, tools, visit, [a_photo()], by=OFFICER)
        await session.flush()
        await answer_referral(
            session, tools, noticed.county, referral, vote="agree", opinion="", by=OFFICER
        )
    for _twice in range(2):
        await drain(tools, noticed.county.tenant_id, queues=ALL - {"messages"})
    async with tools.database.transaction(noticed.here.standing(), read_only=True) as session:
        case = await case_numbered(session, number)
        came = [visit for visit, task in await visits_of(session, case) if task.peer_id]
        assert [(one.told(tools.secrets), one.went_on) for one in came] == [(told, TODAY)]
        (photo,) = await photos_of(session, came[0])
    assert photo.tenant_id == noticed.here.tenant_id
    assert (await tools.files.get(photo.tenant_id, photo.store_key))[:2] == b"\xff\xd8"
