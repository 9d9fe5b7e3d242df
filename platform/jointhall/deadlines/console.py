"""The county's working calendar: seen as a year, changed day by day or by a notice read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import on_which_day
from jointhall.kernel.clock.days import day_typed, day_words
from jointhall.kernel.clock.notice_text import LARGEST_NOTICE, read_any, read_text
from jointhall.kernel.clock.notices import BadNotice, Notice, read_notice
from jointhall.kernel.jobs import later
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import N_, _
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.filled import typed_in
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page, query
from jointhall.web.visit import Visit

from .actions import set_day
from .jobs import calendar_changed
from .queries import calendar_here, days_of_our_own, how_many_open, imports_here, years_read_in
from .reading_in import read_in, undo_import
from .year import months_of

EARLIEST, LATEST = 2024, 2100
LONGEST_NAME = 40
KINDS = {"off": True, "working": False, "national": None}
TOLD = {
    "day": N_("改好了，还没办结的时限正在按新日历重新算。"),
    "notice": N_("通知读进来了，还没办结的时限正在按新日历重新算。"),
    "undone": N_("撤销了，日历恢复原样，还没办结的时限正在重新算。"),
}


@get("/console/calendar", guards=[may("calendar:read")])
async def calendar_page(
    visit: given.Visit,
    session: Session,
    year: InQuery[int | None] = None,
    day: InQuery[str | None] = None,
    told: InQuery[str | None] = None,
) -> Template:
    """The working calendar of a year, and what the county has set itself."""
    return await _show(visit, session, year=year, values={"day": day or ""}, told=told or "")


@post("/console/calendar/days", guards=[may("calendar:change")])
async def change_day(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """Sets one day off or worked, or takes the county's own word back."""
    _only_the_county(visit)
    values = typed_in(form, "day", "kind", "name")
    day, errors = _day_in(values)
    if errors or day is None:
        year = day.year if day else None
        return await _show(visit, session, year=year, values=values, errors=errors)
    at = visit.now()
    await set_day(
        session, day, is_off=KINDS[values["kind"]], name=values["name"],
        by=visit.viewer.actor(), at=at,
    )  # fmt: skip
    await later(session, calendar_changed)
    return _back(visit, day.year, "day")


@post("/console/calendar/texts", guards=[may("calendar:change")], status_code=200)
async def read_words(visit: given.Visit, session: Session, form: Form) -> Template:
    """Reads a year's holiday notice and shows the days; nothing is changed before they hold."""
    _only_the_county(visit)
    values = typed_in(form, "text", "source")
    try:
        notice = await _notice_in(form, values)
    except BadForm as bad:
        return await _show(visit, session, year=None, values=values, errors=bad.troubles)
    return await _show(visit, session, year=notice.year, values=values, found=notice)


@post("/console/calendar/notices", guards=[may("calendar:change")])
async def take_notice(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """Takes the days that were shown into the county's calendar."""
    _only_the_county(visit)
    try:
        notice = read_notice(str(form.get("days") or "")[:LARGEST_NOTICE])
    except BadNotice as bad:
        errors = {"text": in_one(bad)}
        return await _show(visit, session, year=None, values={}, errors=errors)
    await read_in(session, notice, by=visit.viewer.actor(), at=visit.now())
    await later(session, calendar_changed)
    return _back(visit, notice.year, "notice")


@post("/console/calendar/imports/{id:uuid}/undoing", guards=[may("calendar:change")])
async def take_out(visit: given.Visit, session: Session, id: InPath[UUID]) -> Redirect:
    """Undoes reading a notice in."""
    _only_the_county(visit)
    year = await undo_import(session, id, by=visit.viewer.actor(), at=visit.now())
    await later(session, calendar_changed)
    return _back(visit, year, "undone")


async def _show(
    visit: Visit,
    session: AsyncSession,
    *,
    year: int | None,
    values: dict[str, str],
    errors: Mapping[str, str] | None = None,
    told: str = "",
    found: Notice | None = None,
) -> Template:
    today = on_which_day(visit.now())
    year = min(max(year or today.year, EARLIEST), LATEST)
    calendar = await calendar_here(session)
    own = await days_of_our_own(session)
    return page(
        visit,
        "deadlines/console/calendar.html",
        status=422 if errors else 200,
        tab="calendar",
        year=year,
        earliest=EARLIEST,
        months=months_of(year, calendar, own={one.day for one in own}, today=today),
        calendar=calendar,
        is_known=date(year, 12, 31) <= calendar.known_until,
        own_days=[one for one in own if one.day.year == year],
        read_in=await years_read_in(session),
        imports=await imports_here(session) if visit.place.is_county else (),
        found=found,
        found_json=found.as_json() if found else "",
        differing=sum(calendar.is_working_day(one.day) is one.off for one in found.days)
        if found
        else 0,
        how_many_open=await how_many_open(session),
        may_change=visit.place.is_county and visit.viewer.may("calendar:change"),
        values=_offered(values),
        errors=errors or {},
        told=_(TOLD[told]) if told in TOLD else "",
    )


def _offered(values: dict[str, str]) -> dict[str, str]:
    offered = {"day": "", "kind": "", "name": "", "text": "", "source": ""} | values
    chosen = day_typed(offered["day"])
    return offered | {"day_words": day_words(chosen, with_year=True) if chosen else ""}


def _day_in(values: dict[str, str]) -> tuple[date | None, dict[str, str]]:
    errors: dict[str, str] = {}
    day = day_typed(values["day"])
    if day is None:
        errors["day"] = _("请选日期，例如 2026-10-10。")
    elif not EARLIEST <= day.year <= LATEST:
        errors["day"] = _("日期要在 %(first)s 年到 %(last)s 年之间。", first=EARLIEST, last=LATEST)
    if values["kind"] not in KINDS:
        errors["kind"] = _("请选这一天放假、上班，还是照国家的安排。")
    elif values["kind"] != "national" and not values["name"]:
        errors["name"] = _("请写明原因，例如“县庆”；居民会在时限的算法里看到。")
    if len(values["name"]) > LONGEST_NAME:
        errors["name"] = _("原因不超过 %(most)s 个字。", most=LONGEST_NAME)
    return day, errors


async def _notice_in(form: FormMultiDict, values: Mapping[str, str]) -> Notice:
    """The notice as it was pasted or as its file says it; raises BadForm."""
    source = values["source"]
    if source and not source.startswith(("https://", "http://")):
        raise BadForm({"source": _("网址要从 https:// 开始，整行贴过来。")})
    sent: Any = form.get("notice")
    content = await sent.read(LARGEST_NOTICE + 1) if isinstance(sent, UploadFile) else b""
    try:
        said = read_any(content) if content.strip() else read_text(values["text"])
    except BadNotice as bad:
        raise BadForm({"notice" if content.strip() else "text": in_one(bad)}) from bad
    return replace(said, sources=(source,)) if source else said


def in_one(bad: BadNotice) -> str:
    """The first few faults in one sentence, to stand beside the field."""
    return "；".join(bad.faults[:5])


def _only_the_county(visit: Visit) -> None:
    if not visit.place.is_county:
        raise NotHere(_("没有这一页。"))


def _back(visit: Visit, year: int, told: str) -> Redirect:
    where = visit.at("/console/calendar") + query({"year": year, "told": told})
    return Redirect(where, status_code=303)


ROUTES = [calendar_page, change_day, read_words, take_notice, take_out]
