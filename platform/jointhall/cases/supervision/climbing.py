"""Going up the line (逐级上报): each level told once for a day due, each put on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.exchange import Received
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _, in_chinese
from jointhall.offices.reporting import Standing
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..counters import place_of
from ..queries import hold_case
from .holding import Found, found_at
from .ladder import LADDER, Rung, due_words, reached, rung_of
from .lying import LIST, path_of
from .models import Urging, WatchedClock
from .queries import next_nth
from .reminding import officers_who_may, remind


@dataclass(frozen=True, slots=True)
class Climb:
    """One level a clock was told at: to whom, with so many working days left."""

    clock: WatchedClock
    level: str
    people: tuple[Standing, ...]
    left: int


def left_of(clock: WatchedClock, calendar: Calendar, now: datetime) -> int:
    """Working days left, negative when the day has gone by."""
    today = on_which_day(now)
    if today > clock.due_on:
        # Past the day, even when only days off have gone by since: late is late.
        return min(calendar.working_days_between(today, clock.due_on), -1)
    if clock.unit == "hour" and now > clock.due_at:
        return -1
    return calendar.working_days_between(today, clock.due_on)


async def climb(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    clock: WatchedClock,
    calendar: Calendar,
    done: Mapping[str, bool],
    *,
    now: datetime,
) -> list[Climb]:
    """Tells every level this clock has come to and that was not told yet; `done` see `told_before`.

    A level where there is nobody is put on record as empty, and the next is gone to at once.
    """
    left = left_of(clock, calendar, now)
    if clock.peer_id is not None:
        return await _press(session, tools, clock, left, done, now=now)
    due = {rung.level for rung in reached(left)}
    climbed: list[Climb] = []
    was_empty = False
    for rung in LADDER:
        if rung.level in done:
            was_empty = done[rung.level]
            continue
        if rung.level not in due and not was_empty:
            break
        found = await _tell(session, tools, place, clock, rung, left, now=now)
        climbed.append(Climb(clock, rung.level, found.people, left))
        was_empty = found.is_nobody and not found.people
    return climbed


async def tell_all(session: AsyncSession, tools: Tools, climbs: Sequence[Climb]) -> None:
    """One reminder for each officer, however many clocks it is about."""
    by_officer: dict[UUID, dict[UUID, Climb]] = {}
    for one in climbs:
        for person in one.people:
            by_officer.setdefault(person.id, {})[one.clock.id] = one
    for officer, told in by_officer.items():
        mine = list(told.values())
        words = _one_words(mine[0]) if len(mine) == 1 else _many_words(mine)
        link = path_of(mine[0].clock) if len(mine) == 1 else LIST
        await remind(session, [officer], "clock", words, link, at=tools.clock.now())


async def told_before(
    session: AsyncSession, clocks: Sequence[WatchedClock]
) -> dict[UUID, dict[str, bool]]:
    """For each clock the levels told for its day, and whether nobody at all was there."""
    rows = await session.execute(
        select(
            WatchedClock.id, Urging.level, and_(Urging.is_nobody, Urging.told == "").label("empty")
        )
        .join(
            Urging,
            and_(
                Urging.tenant_id == WatchedClock.tenant_id,
                Urging.subject_kind == WatchedClock.subject_kind,
                Urging.subject_id == WatchedClock.subject_id,
                Urging.key == WatchedClock.key,
                Urging.due_on == WatchedClock.due_on,
                Urging.is_by_clock,
            ),
        )
        .where(
            WatchedClock.tenant_id == tenant_of(session),
            WatchedClock.id.in_([one.id for one in clocks]),
        )
    )
    told: dict[UUID, dict[str, bool]] = {one.id: {} for one in clocks}
    for row in rows:
        told[row.id][row.level] = row.empty
    return told


async def _tell(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    clock: WatchedClock,
    rung: Rung,
    left: int,
    *,
    now: datetime,
) -> Found:
    if rung.level == "county":
        found = await _to_county(session, tools, place, clock, left)
        told = place.county_name
    else:
        found = await found_at(
            session, rung.level, clock.office, of=(clock.subject_kind, clock.subject_id),
            today=on_which_day(now),
        )  # fmt: skip
        told = _("、").join(one.name for one in found.people)
    await put(
        session,
        Urging(
            tenant_id=clock.tenant_id, id=new_id(), subject_kind=clock.subject_kind,
            subject_id=clock.subject_id, key=clock.key, case_id=clock.case_id, level=rung.level,
            direction="sent" if rung.level == "county" and not place.is_county else "here",
            is_by_clock=True, is_nobody=found.is_nobody, office=clock.office, told=told,
            reason=due_words(left), nth=1 + LADDER.index(rung), due_on=clock.due_on,
            urged_at=now, urged_by=SYSTEM.name, urged_by_id="",
        ),
    )  # fmt: skip
    words = _history_words(clock, rung, found, left)
    record(
        session, "clock.reported", who=SYSTEM, subject=f"{clock.subject_kind}:{clock.subject_id}",
        words=words, level=rung.level, due_on=clock.due_on.isoformat(), number=clock.case_number,
    )  # fmt: skip
    if clock.case_id is not None and rung.level != "holder":
        case = await hold_case(session, clock.case_id)
        case.note("clock.reported", by=SYSTEM, at=now, words=words, level=rung.level)
    return found


async def _to_county(
    session: AsyncSession, tools: Tools, place: Place, clock: WatchedClock, left: int
) -> Found:
    """The county is told by envelope; in the county itself, whoever supervises."""
    if place.is_county:
        people = await officers_who_may(session, "supervision:order")
        return Found(people, is_nobody=not people)
    exchange.send(
        session, tools, to=place.county_id, kind="supervision.reported", thread=clock.id,
        body={
            "from_name": place.name, "office": clock.office_name,
            "matter": in_chinese(clock.matter),
            "subject_kind": clock.subject_kind, "key": clock.key,
            "case_number": clock.case_number, "item_title": clock.item_title,
            "due_on": clock.due_on.isoformat(), "left": left,
        },
    )  # fmt: skip
    return Found(())


@exchange.answers("supervision.reported")
async def reported(session: AsyncSession, tools: Tools, received: Received) -> None:
    """A township's clock has come to the county: whoever supervises is told, and it is kept."""
    body = received.body
    people = await officers_who_may(session, "supervision:order")
    place = await place_of(tools, session.info["standing"].tenant_id)
    words = _(
        "%(town)s%(office)s：%(item)s %(number)s“%(matter)s”%(late)s",
        town=body["from_name"], office=body["office"], item=body["item_title"],
        number=body["case_number"], matter=body["matter"], late=due_words(int(body["left"])),
    )  # fmt: skip
    now = tools.clock.now()
    await remind(session, (one.id for one in people), "clock", words, "/console/supervision",
                 at=now)  # fmt: skip
    await put(
        session,
        Urging(
            tenant_id=place.tenant_id, id=new_id(), subject_kind="reported",
            subject_id=received.thread, key=body["key"], level="county", direction="received",
            is_by_clock=True, is_nobody=not people, office=body["office"],
            told=_("、").join(one.name for one in people), reason=words, nth=1,
            due_on=date.fromisoformat(body["due_on"]), urged_at=now, urged_by=body["from_name"],
            urged_by_id="",
        ),
    )  # fmt: skip
    record(session, "clock.reported", who=SYSTEM, subject=f"clock:{received.thread}", words=words)


async def _press(
    session: AsyncSession,
    tools: Tools,
    clock: WatchedClock,
    left: int,
    done: Mapping[str, bool],
    *,
    now: datetime,
) -> list[Climb]:
    """Another tenant is late: it is urged by envelope once, and our own desk knows it is theirs."""
    if left >= 0 or "peer" in done:
        return []
    assert clock.peer_id is not None
    nth = await next_nth(session, clock.subject_kind, clock.subject_id)
    day = day_words(clock.due_on)
    exchange.send(
        session, tools, to=clock.peer_id, kind="approval.urged", thread=clock.subject_id,
        body={
            "reason": _("答复的日子%(day)s已经过了，请尽快答复。", day=day), "nth": nth,
            "due_on": clock.due_on.isoformat(), "by": SYSTEM.name,
        },
    )  # fmt: skip
    await put(
        session,
        Urging(
            tenant_id=clock.tenant_id, id=new_id(), subject_kind=clock.subject_kind,
            subject_id=clock.subject_id, key=clock.key, case_id=clock.case_id, level="peer",
            direction="sent", is_by_clock=True, office=clock.office, told=clock.party_name,
            reason=due_words(left), nth=nth, due_on=clock.due_on, urged_at=now,
            urged_by=SYSTEM.name, urged_by_id="",
        ),
    )  # fmt: skip
    words = _("%(who)s没有在%(day)s前答复，系统催了一次；晚的日子记在%(who)s",
              who=clock.party_name, day=day)  # fmt: skip
    subject = (clock.subject_kind, clock.subject_id)
    if clock.case_id is not None:
        case = await hold_case(session, clock.case_id)
        case.note("task.urged", by=SYSTEM, at=now, words=words)
        office, subject = case.office, ("case", case.id)
    else:
        # What we asked ourselves, to answer somebody else's case: the office that waits is ours.
        office = clock.office
        record(session, "referral.urged", who=SYSTEM, subject=":".join(map(str, subject)),
               words=words)  # fmt: skip
    found = await found_at(session, "holder", office, of=subject, today=on_which_day(now))
    return [Climb(clock, "peer", found.people, left)]


def _history_words(clock: WatchedClock, rung: Rung, found: Found, left: int) -> str:
    where = clock.office_name
    if rung.level == "county":
        return _("%(where)s“%(matter)s”%(due)s，报给了县里",
                 where=where, matter=clock.matter, due=due_words(left))  # fmt: skip
    level = _(rung_of(rung.level).name)
    if found.is_nobody and found.people:
        return _("%(where)s“%(matter)s”%(due)s；没有%(level)s，告诉了全所",
                 where=where, matter=clock.matter, due=due_words(left), level=level)  # fmt: skip
    if found.is_nobody:
        return _("%(where)s“%(matter)s”%(due)s；没有%(level)s，报给了上一级",
                 where=where, matter=clock.matter, due=due_words(left), level=level)  # fmt: skip
    return _("%(where)s“%(matter)s”%(due)s，报给了%(level)s",
             where=where, matter=clock.matter, due=due_words(left), level=level)  # fmt: skip


def _one_words(one: Climb) -> str:
    clock = one.clock
    if one.level == "peer":
        return _("%(who)s对%(item)s %(number)s%(due)s没有答复，已经催了",
                 who=clock.party_name, item=clock.item_title, number=clock.case_number,
                 due=due_words(one.left))  # fmt: skip
    return _("%(item)s %(number)s：%(where)s“%(matter)s”%(due)s",
             item=clock.item_title, number=clock.case_number, where=clock.office_name,
             matter=clock.matter, due=due_words(one.left))  # fmt: skip


def _many_words(mine: Sequence[Climb]) -> str:
    late = sum(one.left < 0 for one in mine)
    today = sum(one.left == 0 for one in mine)
    soon = len(mine) - late - today
    told = [
        words
        for count, words in (
            (late, _("超期 %(n)s 件", n=late)),
            (today, _("今天到期 %(n)s 件", n=today)),
            (soon, _("下一个工作日到期 %(n)s 件", n=soon)),
        )
        if count
    ]
    return _("有 %(n)s 件要留意：%(told)s", n=len(mine), told=_("，").join(told))
