"""Reading a year's notice into the county's calendar (读入放假通知), and taking it out again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.notices import DayNotice, Notice
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record

from .actions import says_the_same, write_days
from .models import CalendarDay, CalendarImport, CalendarYear


async def read_in(session: AsyncSession, notice: Notice, *, by: Actor, at: datetime) -> int:
    """Takes a year's notice into the county's calendar; how many days differ from before.

    What stood there is kept with it, so that reading in the wrong notice can be undone.
    """
    tenant_id = tenant_of(session)
    before = await _own_days(session, [day.day for day in notice.days])
    year_before = await session.get(CalendarYear, (tenant_id, notice.year))
    kept = CalendarImport(
        tenant_id=tenant_id, id=new_id(), year=notice.year, source="\n".join(notice.sources),
        brought=[_as_row(day.day, is_off=day.off, name=day.name) for day in notice.days],
        replaced={
            "days": [_as_row(one.day, is_off=one.is_off, name=one.name) for one in before],
            "year": None if year_before is None else year_before.source,
        },
        read_in_at=at, read_in_by=by.in_full, undone_at=None,
    )  # fmt: skip
    await put(session, kept)
    # Where the notice says what the nation says, no word of the county's own is left over it.
    same = [day.day for day in notice.days if says_the_same(day)]
    await _forget(session, same)
    days = [day for day in notice.days if not says_the_same(day)]
    await write_days(session, days, by=by, at=at)
    await _write_year(session, notice.year, kept.source, by=by, at=at)
    record(
        session, "calendar.read_in", who=by, subject=f"calendar:{notice.year}",
        words=_("导入了 %(year)s 年的放假通知，%(n)s 天", year=notice.year, n=len(notice.days)),
    )  # fmt: skip
    return len(days)


async def undo_import(session: AsyncSession, id: UUID, *, by: Actor, at: datetime) -> int:
    """Takes a notice out again: what stood before it stands there once more; its year.

    A day that was changed by hand since keeps the hand's word. Only the last one read in for a
    year can be undone, so that nothing is put back over what came later.
    """
    kept = await session.scalar(
        select(CalendarImport)
        .where(CalendarImport.tenant_id == tenant_of(session), CalendarImport.id == id)
        .with_for_update()
    )
    if kept is None:
        raise NotHere(_("没有这次导入。"))
    if kept.undone_at is not None:
        raise Refusal(_("这次导入已经撤销过了。"))
    if await _newer(session, kept):
        raise Refusal(_("后来又导入过 %(year)s 年的通知，要先撤销后来那次。", year=kept.year))
    brought = {date.fromisoformat(one["day"]): one for one in kept.brought}
    before = {date.fromisoformat(one["day"]): one for one in kept.replaced["days"]}
    now_there = {one.day: one for one in await _own_days(session, list(brought))}
    mine = [
        day
        for day, one in brought.items()
        if (there := now_there.get(day)) is None
        or ((there.is_off, there.name) == (one["off"], one["name"])
        and there.changed_at == kept.read_in_at)
    ]  # fmt: skip
    await _forget(session, [day for day in mine if day not in before])
    put_back = [DayNotice(day, before[day]["off"], before[day]["name"])
                for day in mine if day in before]  # fmt: skip
    await write_days(session, put_back, by=by, at=at)
    if kept.replaced["year"] is None:
        await session.execute(
            delete(CalendarYear).where(
                CalendarYear.tenant_id == kept.tenant_id, CalendarYear.year == kept.year
            )
        )
    else:
        await _write_year(session, kept.year, kept.replaced["year"], by=by, at=at)
    kept.undone_at, kept.undone_by = at, by.in_full
    record(
        session, "calendar.undone", who=by, subject=f"calendar:{kept.year}",
        words=_("撤销了 %(year)s 年放假通知的导入，%(n)s 天恢复原样", year=kept.year, n=len(mine)),
    )  # fmt: skip
    return kept.year


async def _own_days(session: AsyncSession, days: list[date]) -> list[CalendarDay]:
    found = await session.scalars(
        select(CalendarDay)
        .where(CalendarDay.tenant_id == tenant_of(session), CalendarDay.day.in_(days))
        .order_by(CalendarDay.day)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def _forget(session: AsyncSession, days: list[date]) -> None:
    await session.execute(
        delete(CalendarDay).where(
            CalendarDay.tenant_id == tenant_of(session), CalendarDay.day.in_(days)
        )
    )


async def _write_year(
    session: AsyncSession, year: int, source: str, *, by: Actor, at: datetime
) -> None:
    insertion = insert(CalendarYear).values(
        {
            "tenant_id": tenant_of(session), "year": year, "source": source,
            "changed_by": by.in_full, "changed_at": at,
        }
    )  # fmt: skip
    changed = ("source", "changed_by", "changed_at")
    await session.execute(
        insertion.on_conflict_do_update(
            index_elements=["tenant_id", "year"],
            set_={name: insertion.excluded[name] for name in changed},
        )
    )


async def _newer(session: AsyncSession, kept: CalendarImport) -> bool:
    found = await session.scalar(
        select(CalendarImport.id)
        .where(
            CalendarImport.tenant_id == kept.tenant_id,
            CalendarImport.year == kept.year,
            CalendarImport.undone_at.is_(None),
            (CalendarImport.read_in_at > kept.read_in_at)
            | ((CalendarImport.read_in_at == kept.read_in_at) & (CalendarImport.id > kept.id)),
        )
        .limit(1)
    )
    return found is not None


def _as_row(day: date, *, is_off: bool, name: str) -> dict[str, Any]:
    return {"day": day.isoformat(), "off": is_off, "name": name}
