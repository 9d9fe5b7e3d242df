"""Clocks that come near: on the list, up the line level by level, nobody left out, told once."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, text

from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of
from jointhall.cases.supervision.models import Reminder, Urging, WatchedClock
from jointhall.cases.supervision.watching import look
from jointhall.deadlines.models import Deadline
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.tools import Tools
from jointhall.offices.models import Post
from jointhall.web.place import Place
from tests.builders.cases import tasks_here
from tests.builders.halls import Hall, a_hall
from tests.builders.people import an_officer


def on(hall: Hall, day: date) -> None:
    """It is half past nine on that day."""
    now = hall.tools.clock.now()
    hall.tools.clock.move_on(timedelta(days=(day - now.date()).days))  # type: ignore[attr-defined]


async def of(hall: Hall, place: Place, kind: type) -> list:  # type: ignore[type-arg]
    async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
        return list(await session.scalars(select(kind).where(kind.tenant_id == place.tenant_id)))


async def told(hall: Hall, place: Place, officer_id: object) -> list[str]:
    made: list[Reminder] = await of(hall, place, Reminder)
    return [one.words for one in made if one.officer_id == officer_id]


async def levels(hall: Hall, place: Place, kind: str = "referral") -> list[tuple[str, str, bool]]:
    made: list[Urging] = await of(hall, place, Urging)
    return [
        (one.level, one.told, one.is_nobody)
        for one in sorted(made, key=lambda one: (one.urged_at, one.nth))
        if one.subject_kind == kind and one.is_by_clock
    ]


async def due(hall: Hall, case: Case) -> date:
    tasks = await tasks_here(hall.tools, hall.here, case)
    return next(task.due_on for task in tasks if task.peer_id == hall.there.tenant_id)


async def make_head(hall: Hall, place: Place, officer_id: object) -> None:
    async with hall.tools.database.transaction(place.standing()) as session:
        post = await session.scalar(select(Post).where(Post.officer_id == officer_id))
        assert post is not None
        post.title = "负责人"


async def test_a_referral_climbs_from_the_holder_to_the_county(hall: Hall) -> None:
    case = await hall.asked()
    day = await due(hall, case)
    await make_head(hall, hall.there, hall.neighbour.id)
    on(hall, day - timedelta(days=1))
    await look(hall.tools, hall.there)
    assert await levels(hall, hall.there) == [("holder", "陈建", False)]
    await look(hall.tools, hall.there)
    assert len(await told(hall, hall.there, hall.neighbour.id)) == 1, "looked at twice, told once"
    on(hall, day)
    await look(hall.tools, hall.there)
    assert await levels(hall, hall.there) == [
        ("holder", "陈建", False), ("head", "陈建", False)
    ]  # fmt: skip
    on(hall, day + timedelta(days=1))
    await look(hall.tools, hall.there)
    climbed = await levels(hall, hall.there)
    # There is no leader in that township: it is put on record, and the county is told at once.
    assert climbed[2:] == [("leader", "", True), ("county", hall.county.name, False)]
    await hall.work_off()
    (kept,) = [one for one in await of(hall, hall.county, Urging) if one.direction == "received"]
    assert kept.is_nobody, "nobody supervises in this county yet, and that is on record"
    assert "超期 1 个工作日" in kept.reason


async def test_late_is_pressed_by_envelope_and_told_to_our_own_desk(hall: Hall) -> None:
    case = await hall.asked()
    on(hall, await due(hall, case) + timedelta(days=1))
    await look(hall.tools, hall.here)
    await hall.work_off()
    (pressed,) = [one for one in await of(hall, hall.there, Urging) if one.direction == "received"]
    assert (pressed.level, pressed.told, pressed.nth) == ("person", "陈建", 1)
    assert any("没有答复，已经催了" in words or "要留意" in words
               for words in await told(hall, hall.here, hall.clerk.id))  # fmt: skip
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        lines = await history_of(session, await case_numbered(session, case.number))
    said = [line.words for line in lines if line.act == "task.urged"]
    assert any(hall.there.name in words and "系统催了一次" in words for words in said)
    await look(hall.tools, hall.here)
    await hall.work_off()
    assert len([one for one in await of(hall, hall.there, Urging)
                if one.direction == "received"]) == 1  # fmt: skip


async def test_what_is_answered_leaves_the_list_in_the_same_moment(hall: Hall) -> None:
    case = await hall.asked()
    on(hall, await due(hall, case))
    await look(hall.tools, hall.there)
    (watched,) = await of(hall, hall.there, WatchedClock)
    assert (watched.case_number, watched.ended_at) == (case.number, None)
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        await session.execute(
            text("update deadlines set met_at = :at where subject_kind = 'referral'"),
            {"at": hall.tools.clock.now()},
        )
    (watched,) = await of(hall, hall.there, WatchedClock)
    assert watched.ended_at == hall.tools.clock.now()


async def test_the_county_reads_its_townships_clocks_and_another_county_does_not(
    hall: Hall, tools: Tools
) -> None:
    case = await hall.asked()
    on(hall, await due(hall, case))
    await look(hall.tools, hall.there)
    other = await a_hall(tools)
    counted = "select count(*) from watched_clocks where tenant_id = :there"
    for place, seen in ((hall.county, 1), (hall.here, 0), (other.county, 0)):
        async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
            found = await session.scalar(text(counted), {"there": hall.there.tenant_id})
            assert found == seen, place.name


async def test_without_a_head_the_whole_office_is_told_instead(hall: Hall) -> None:
    case = await hall.asked()
    on(hall, await due(hall, case))
    await look(hall.tools, hall.there)
    assert await levels(hall, hall.there) == [("holder", "陈建", False), ("head", "陈建", True)]
    words = await told(hall, hall.there, hall.neighbour.id)
    assert len(words) == 1, "one person, one reminder, whatever levels they stand for"


async def test_a_head_who_is_away_with_nobody_in_their_stead_is_none(hall: Hall) -> None:
    case = await hall.asked()
    head = await an_officer(
        hall.tools, hall.there, name="曾国强", roles=["reviewer"], offices=["ziran"]
    )
    await make_head(hall, hall.there, head.id)
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        await session.execute(
            text(
                "insert into absences (tenant_id, id, officer_id, from_on, until_on, told_by,"
                " told_at) values (:tenant, gen_random_uuid(), :head, '2026-11-01', '2026-12-31',"
                " '', now())"
            ),
            {"tenant": hall.there.tenant_id, "head": head.id},
        )
    on(hall, await due(hall, case))
    await look(hall.tools, hall.there)
    (_holder, (level, names, is_nobody)) = await levels(hall, hall.there)
    assert (level, is_nobody) == ("head", True)
    assert set(names.split("、")) == {"陈建", "曾国强"}, "the whole office instead"


async def test_where_there_is_nobody_at_all_the_county_is_told_the_day_before(hall: Hall) -> None:
    case = await hall.asked()
    day = await due(hall, case)
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        await session.execute(text("update posts set until_on = '2020-01-01'"))
    on(hall, day - timedelta(days=1))
    await look(hall.tools, hall.there)
    assert await levels(hall, hall.there) == [
        ("holder", "", True), ("head", "", True), ("leader", "", True),
        ("county", hall.county.name, False),
    ]  # fmt: skip
    await look(hall.tools, hall.there)
    assert len(await levels(hall, hall.there)) == 4, "each level once"


async def test_who_holds_a_task_is_told_and_who_stands_in_for_them(hall: Hall) -> None:
    case = await hall.asked()
    own = next(t for t in await tasks_here(hall.tools, hall.here, case) if t.peer_id is None)
    ids = {"id": own.id, "holder": hall.clerk.id, "away": hall.clerk.id, "sub": hall.leader.id}
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(
            text("update case_tasks set holder_id = :holder, holder_name = 'x' where id = :id"), ids
        )
        await session.execute(
            text(
                "insert into absences (tenant_id, id, officer_id, substitute_id, from_on, until_on,"
                " told_by, told_at) values (:tenant, gen_random_uuid(), :away, :sub,"
                " '2026-11-01', '2026-12-31', '', now())"
            ),
            {**ids, "tenant": hall.here.tenant_id},
        )
    on(hall, own.due_on - timedelta(days=1))
    await look(hall.tools, hall.here)
    (climbed,) = [
        one for one in await levels(hall, hall.here, "task") if one[0] == "holder"
    ]  # fmt: skip
    assert set(climbed[1].split("、")) == {"谭建辉", "何卫东"}
    assert await told(hall, hall.here, hall.surveyor.id) == []


async def test_what_stands_still_is_no_longer_near_and_comes_back_with_its_new_day(
    hall: Hall,
) -> None:
    case = await hall.asked()
    day = await due(hall, case)
    on(hall, day)
    await look(hall.tools, hall.there)
    calendar = national_calendar()
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        limit = await session.scalar(select(Deadline).where(Deadline.subject_kind == "referral"))
        assert limit is not None
        limit.pause(day, "检验", calendar)
    (watched,) = await of(hall, hall.there, WatchedClock)
    assert watched.is_paused
    on(hall, day + timedelta(days=7))
    await look(hall.tools, hall.there)
    assert len(await levels(hall, hall.there)) == 2, "nobody is told while it stands still"
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        limit = await session.scalar(select(Deadline).where(Deadline.subject_kind == "referral"))
        assert limit is not None
        limit.resume(day + timedelta(days=7), calendar)
        again = limit.due_on
    (watched,) = await of(hall, hall.there, WatchedClock)
    assert (watched.is_paused, watched.due_on) == (False, again)
    await look(hall.tools, hall.there)
    assert len(await levels(hall, hall.there)) == 3, "the day before it is due once more"
