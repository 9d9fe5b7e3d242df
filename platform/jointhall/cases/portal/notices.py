"""Notices at the portal (公示, 送达公告): what is up now; nothing personal once it is down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from litestar import get
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.web.access import public
from jointhall.web.codes import qr_svg
from jointhall.web.given import InPath, InQuery, Session, Visit
from jointhall.web.pages import page, query
from jointhall.web.place import Place
from jointhall.web.visit import Afterwards

from ..after.delivery_notices import (
    count_opening,
    delivery_notice_numbered,
    delivery_notices_up,
)
from ..notice_queries import PAGE, notice_numbered, notices_up
from ..notice_record import count_view


@get("/notices", guards=[public])
async def listed(visit: Visit, session: Session, at: InQuery[int | None] = None) -> Template:
    """Every notice that is up at this township, what ends first on top."""
    number, now = max(at or 1, 1), visit.now()
    townships: Sequence[Place] = ()
    if visit.place.is_county:
        # A notice hangs in the township it is about; the county's own wall has none of them.
        townships = await visit.house.directory.townships_of(visit.place.county_id)
    found = await notices_up(session, now, page=number)
    secrets = visit.tools.secrets
    return page(
        visit,
        "cases/portal/notices.html",
        rows=[(notice, notice.shown(secrets)) for notice in found[:PAGE]],
        deliveries=[
            (notice, notice.shown(secrets)) for notice in await delivery_notices_up(session, now)
        ]
        if number == 1
        else [],
        townships=townships,
        today_on=on_which_day(now),
        newer=_turn(visit, number - 1) if number > 1 else None,
        older=_turn(visit, number + 1) if len(found) > PAGE else None,
        page_number=number,
    )


@get("/notices/{number:str}", guards=[public])
async def show(visit: Visit, session: Session, number: InPath[str]) -> Template:
    """One notice while it is up; afterwards that it has ended, and whom it was about no more."""
    notice = await notice_numbered(session, number)
    now = visit.now()
    is_up = notice.is_up(now)
    if is_up:
        visit.afterwards(_opened(notice.id, on_which_day(now)))
    return page(
        visit,
        "cases/portal/notice.html",
        notice=notice,
        is_up=is_up,
        shown=notice.shown(visit.tools.secrets) if is_up else None,
        posted_on=on_which_day(notice.posted_at),
        today_on=on_which_day(now),
        qr=qr_svg(visit.url(f"/notices/{notice.number}")),
    )


@get("/delivery-notices/{number:str}", guards=[public])
async def show_delivery(visit: Visit, session: Session, number: InPath[str]) -> Template:
    """Which letter waits for whom, while its notice is up; afterwards only that it has ended."""
    notice = await delivery_notice_numbered(session, number)
    now = visit.now()
    is_up, id = notice.is_up(now), notice.id

    async def count(writing: AsyncSession) -> None:
        await count_opening(writing, id)

    if is_up:
        visit.afterwards(count)
    return page(
        visit,
        "cases/portal/delivery_notice.html",
        notice=notice,
        is_up=is_up,
        shown=notice.shown(visit.tools.secrets) if is_up else None,
        posted_on=on_which_day(notice.posted_at),
        today_on=on_which_day(now),
        qr=qr_svg(visit.url(f"/delivery-notices/{notice.number}")),
    )


def _opened(notice_id: UUID, today: date) -> Afterwards:
    async def count(session: AsyncSession) -> None:
        await count_view(session, notice_id, today=today)

    return count


def _turn(visit: Visit, number: int) -> str:
    return visit.at("/notices") + query({"at": number if number > 1 else None})


ROUTES = [listed, show, show_delivery]
