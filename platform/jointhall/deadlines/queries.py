"""Questions about deadlines and about the calendar of a county."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.calendar import Calendar, merged, national_calendar
from jointhall.kernel.clock.notices import DayNotice
from jointhall.kernel.db import standing_of, tenant_of
from jointhall.kernel.plain import run

from .models import CalendarDay, CalendarImport, CalendarYear, Deadline


async def calendar_here(session: AsyncSession) -> Calendar:
    """The working calendar in force here: the nation's, with the county's own days over it."""
    found = await run(session, _COUNTYS_OWN, _county_of(session))
    days = tuple(DayNotice(*row[1:]) for row in found if row["year"] is None)
    years = tuple(row["year"] for row in found if row["year"] is not None)
    return _calendar(days, years)


@lru_cache(maxsize=64)
def _calendar(changes: tuple[DayNotice, ...], years: tuple[int, ...]) -> Calendar:
    if not changes and not years:
        return national_calendar()
    return merged(national_calendar(), changes, years=years)


_COUNTYS_OWN = """
    select null::int as year, day, is_off, name from calendar_days where tenant_id = $1
    union all
    select year, null, null, null from calendar_years where tenant_id = $1
    order by year, day
    """


async def days_changed(session: AsyncSession) -> Sequence[CalendarDay]:
    """The days the county has set itself, in order."""
    rows = await session.scalars(
        select(CalendarDay)
        .where(CalendarDay.tenant_id == _county_of(session))
        .order_by(CalendarDay.day)
    )
    return rows.all()


async def years_read_in(session: AsyncSession) -> Sequence[CalendarYear]:
    """The notices the county has read in itself."""
    rows = await session.scalars(
        select(CalendarYear)
        .where(CalendarYear.tenant_id == _county_of(session))
        .order_by(CalendarYear.year)
    )
    return rows.all()


async def days_of_our_own(session: AsyncSession) -> list[CalendarDay]:
    """The days the county set by hand, without those a notice brought that was read in."""
    read_in = {(one.year, one.changed_at) for one in await years_read_in(session)}
    return [
        one
        for one in await days_changed(session)
        # A notice may name the last days of the December before its year.
        if not {(one.day.year, one.changed_at), (one.day.year + 1, one.changed_at)} & read_in
    ]


async def imports_here(session: AsyncSession) -> Sequence[CalendarImport]:
    """The notices read in here, the newest first, undone ones too."""
    rows = await session.scalars(
        select(CalendarImport)
        .where(CalendarImport.tenant_id == tenant_of(session))
        .order_by(CalendarImport.read_in_at.desc(), CalendarImport.id.desc())
        .limit(20)
    )
    return rows.all()


async def deadlines_of(
    session: AsyncSession, subject_kind: str, subject_id: UUID
) -> Sequence[Deadline]:
    """All limits of a subject, the nearest first, those ended last."""
    rows = await session.scalars(
        select(Deadline)
        .where(
            Deadline.tenant_id == tenant_of(session),
            Deadline.subject_kind == subject_kind,
            Deadline.subject_id == subject_id,
        )
        .order_by(Deadline.met_at.is_not(None), Deadline.cancelled_at.is_not(None), Deadline.due_at)
    )
    return rows.all()


async def open_deadline_of(
    session: AsyncSession, subject_kind: str, subject_id: UUID, key: str
) -> Deadline | None:
    """The open limit of this name on a subject."""
    found: Deadline | None = await session.scalar(
        _open_here(session).where(
            Deadline.subject_kind == subject_kind,
            Deadline.subject_id == subject_id,
            Deadline.key == key,
        )
    )
    return found


async def last_deadline_of(
    session: AsyncSession, subject_kind: str, subject_id: UUID
) -> Deadline | None:
    """The limit opened last on a subject that was not cancelled, held."""
    found: Deadline | None = await session.scalar(
        select(Deadline)
        .where(
            Deadline.tenant_id == tenant_of(session),
            Deadline.subject_kind == subject_kind,
            Deadline.subject_id == subject_id,
            Deadline.cancelled_at.is_(None),
        )
        .order_by(Deadline.opened_at.desc())
        .limit(1)
        .with_for_update()
        # Clocks are stopped in SQL, past what this session has read.
        .execution_options(populate_existing=True)
    )
    return found


async def reckoned_otherwise(
    session: AsyncSession, edition: str, *, after: UUID | None = None, most: int = 500
) -> Sequence[Deadline]:
    """Open limits reckoned with another edition of the calendar than this, page by page."""
    wanted = _open_here(session).where(Deadline.calendar_edition != edition)
    if after is not None:
        wanted = wanted.where(Deadline.id > after)
    rows = await session.scalars(wanted.order_by(Deadline.id).limit(most).with_for_update())
    return rows.all()


async def how_many_open(session: AsyncSession) -> int:
    """Open limits of this tenant."""
    counted: int | None = await session.scalar(
        select(func.count())
        .select_from(Deadline)
        .where(
            Deadline.tenant_id == tenant_of(session),
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
    )
    return counted or 0


def _open_here(session: AsyncSession) -> Select[Deadline]:
    return select(Deadline).where(
        Deadline.tenant_id == tenant_of(session),
        Deadline.met_at.is_(None),
        Deadline.cancelled_at.is_(None),
    )


def _county_of(session: AsyncSession) -> UUID:
    return standing_of(session).county_id or tenant_of(session)
