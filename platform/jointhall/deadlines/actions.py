"""Opening limits, and reckoning them again when the calendar changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar, national_calendar
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.notices import DayNotice
from jointhall.kernel.clock.reckoning import Unit
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record

from .models import CalendarDay, Deadline
from .queries import calendar_here, last_deadline_of, reckoned_otherwise


@dataclass(frozen=True, slots=True)
class Moved:
    """An open limit whose last day changed with the calendar."""

    deadline: Deadline
    before: date
    after: date


WhenMoved = Callable[[AsyncSession, Moved], Awaitable[None]]
_when_moved: dict[str, WhenMoved] = {}


def when_moved(subject_kind: str) -> Callable[[WhenMoved], WhenMoved]:
    """Registers what a kind of subject does when one of its limits moves with the calendar."""

    def register(act: WhenMoved) -> WhenMoved:
        _when_moved[subject_kind] = act
        return act

    return register


WhenRecomputed = Callable[[AsyncSession, Tools, Sequence[Moved]], Awaitable[None]]
_when_recomputed: list[WhenRecomputed] = []


def when_recomputed(act: WhenRecomputed) -> WhenRecomputed:
    """Registers who tells people, once for all that moved, when limits were reckoned again."""
    _when_recomputed.append(act)
    return act


async def tell_touched(session: AsyncSession, tools: Tools, moved: Sequence[Moved]) -> None:
    """Everybody whose day has moved is told, in the transaction that moved it."""
    if moved:
        for act in _when_recomputed:
            await act(session, tools, moved)


async def open_deadline(
    session: AsyncSession,
    *,
    subject_kind: str,
    subject_id: UUID,
    key: str,
    start: datetime,
    length: int,
    unit: Unit | str = Unit.WORKING_DAY,
    basis: str = "",
    rule: str = "",
    owner: str = "",
    calendar: Calendar | None = None,
) -> Deadline:
    """Opens a limit on a subject, reckoned with the calendar in force; `start` is the event."""
    calendar = calendar or await calendar_here(session)
    told = reckon(start, length, unit, calendar, basis)
    made = Deadline(
        tenant_id=tenant_of(session), id=new_id(), subject_kind=subject_kind,
        subject_id=subject_id, key=key, owner=owner, start_at=start, rule=rule, length=length,
        unit=Unit(unit).value, basis=basis, pauses=[], calendar_edition=told.edition,
        due_on=told.due_on, due_at=told.due_at, is_provisional=told.provisional, opened_at=start,
    )  # fmt: skip
    await put(session, made)
    return made


async def run_on(
    session: AsyncSession, subject_kind: str, subject_id: UUID, *, as_of: date
) -> None:
    """The limit met last on a subject runs again, with the calendar of today."""
    deadline = await last_deadline_of(session, subject_kind, subject_id)
    if deadline is None:
        return
    before = deadline.due_on
    if deadline.run_on(await calendar_here(session), as_of=as_of):
        await _tell(session, Moved(deadline, before, deadline.due_on))


async def recompute_open(session: AsyncSession, *, as_of: date) -> list[Moved]:
    """Reckons every open limit of this tenant again that another calendar edition had made.

    Each one that moves is journalled, and its subject told.
    """
    calendar = await calendar_here(session)
    moved: list[Moved] = []
    last: UUID | None = None
    while page := await reckoned_otherwise(session, calendar.edition, after=last):
        for deadline in page:
            before = deadline.due_on
            if deadline.reckon_again(calendar, as_of=as_of):
                moved.append(Moved(deadline, before, deadline.due_on))
        last = page[-1].id
        await session.flush()
    for change in moved:
        await _tell(session, change)
    return moved


async def _tell(session: AsyncSession, moved: Moved) -> None:
    deadline = moved.deadline
    record(
        session, "deadline.moved", who=SYSTEM,
        subject=f"{deadline.subject_kind}:{deadline.subject_id}",
        words=_(
            "工作日历变了，到期日由%(before)s改为%(after)s",
            before=day_words(moved.before, with_year=True),
            after=day_words(moved.after, with_year=True),
        ),
        key=deadline.key, edition=deadline.calendar_edition,
    )  # fmt: skip
    if (act := _when_moved.get(deadline.subject_kind)) is not None:
        await act(session, moved)


async def set_day(
    session: AsyncSession, day: date, *, is_off: bool | None, name: str, by: Actor, at: datetime
) -> None:
    """Sets a day of the county off or worked; None takes the county's own word back."""
    said = None if is_off is None else DayNotice(day, is_off, name)
    if said is None or says_the_same(said):
        await session.execute(
            delete(CalendarDay).where(
                CalendarDay.tenant_id == tenant_of(session), CalendarDay.day == day
            )
        )
    else:
        await write_days(session, [said], by=by, at=at)
    record(
        session, "calendar.changed", who=by, subject=f"calendar:{day.year}",
        words=_day_set(day, is_off, name),
    )  # fmt: skip


async def write_days(
    session: AsyncSession, days: Iterable[DayNotice], *, by: Actor, at: datetime
) -> None:
    """These days as the county's own word, over what stood there."""
    rows = [
        {
            "tenant_id": tenant_of(session), "day": day.day, "is_off": day.off, "name": day.name,
            "changed_by": by.in_full, "changed_at": at,
        }
        for day in days
    ]  # fmt: skip
    if not rows:
        return
    insertion = insert(CalendarDay).values(rows)
    changed = ("is_off", "name", "changed_by", "changed_at")
    await session.execute(
        insertion.on_conflict_do_update(
            index_elements=["tenant_id", "day"],
            set_={name: insertion.excluded[name] for name in changed},
        )
    )


def says_the_same(said: DayNotice) -> bool:
    """Whether the nation's notices say this of the day already."""
    nation = national_calendar()
    return (
        nation.is_working_day(said.day) is not said.off
        and nation.name_of(said.day) == said.name
        and said.day <= nation.known_until
    )


def _day_set(day: date, is_off: bool | None, name: str) -> str:
    words = day_words(day, with_year=True)
    if is_off is None:
        return _("%(day)s恢复为国家的安排", day=words)
    if is_off:
        return _("%(day)s改为放假（%(name)s）", day=words, name=name)
    return _("%(day)s改为上班（%(name)s）", day=words, name=name)
