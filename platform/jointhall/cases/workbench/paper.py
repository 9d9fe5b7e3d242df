"""A whole list on paper or as a spreadsheet (打印、导出): the rows asked for, no buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import get
from litestar.response import Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.days import day_words, moment_words
from jointhall.kernel.files.disposition import attachment
from jointhall.kernel.refusals import NotAllowed
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import officer
from jointhall.web.given import InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..desk.asked import COLUMNS, Asked, ListName, asked_in, columns_of
from ..desk.found import Days as LightDays
from ..desk.found import Found, cases_found
from ..desk.sheet_out import MOST, written
from ..desk.waiting import waiting_for
from ..standing_in import desk_of
from ..whereabouts import office_names
from .days import days_at
from .lists import cells_of
from .rail import wanted_of
from .waiting import row_of

ON_PAPER = 500
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Table = tuple[list[str], list[list[str]]]


@get("/workbench/print", guards=[officer])
async def on_paper(
    visit: Visit, session: Session, viewer: Viewer, list: InQuery[str | None] = None
) -> Template:
    """The list as it is asked for, to be printed; the first five hundred rows."""
    name, asked = _which(visit, viewer, list)
    columns, rows = await _table(visit, session, viewer, name, asked, most=ON_PAPER + 1)
    visit.afterwards(_note(viewer, "list.printed", _("打印了清单"), len(rows)))
    return page(
        visit, "cases/workbench/paper.html", heading=_heading(name, asked), columns=columns,
        rows=rows[:ON_PAPER], has_more=len(rows) > ON_PAPER, on_paper=ON_PAPER,
        sheet=visit.at("/workbench/export") + asked.query(list=name), tab=_tab(name),
        back_to=visit.at("/workbench" if name == "waiting" else "/workbench/cases")
        + asked.query(),
    )  # fmt: skip


@get("/workbench/export", guards=[officer])
async def as_sheet(
    visit: Visit, session: Session, viewer: Viewer, list: InQuery[str | None] = None
) -> Response[bytes]:
    """The same as a spreadsheet; that it was taken out is put on record."""
    name, asked = _which(visit, viewer, list)
    columns, rows = await _table(visit, session, viewer, name, asked, most=MOST)
    heading = _heading(name, asked)
    visit.afterwards(_note(viewer, "list.exported", _("导出了清单"), len(rows)))
    made = await asyncio.to_thread(written, heading, columns, rows)
    filename = f"{visit.place.name}{heading}{visit.now():%Y%m%d}.xlsx"
    return Response(
        made, media_type=SHEET,
        headers={"Content-Disposition": attachment(filename), "Cache-Control": "private, no-store"},
    )  # fmt: skip


def _which(visit: TheVisit, viewer: Who, said: str | None) -> tuple[ListName, Asked]:
    name: ListName = "cases" if said == "cases" else "waiting"
    if name == "cases" and not viewer.may("case:read"):
        raise NotAllowed(_("您的岗位不能看本单位的办件。"))
    return name, replace(asked_in(visit.full_path, name), after="", before="")


def _tab(name: ListName) -> str:
    return "cases" if name == "cases" else "tasks"


def _heading(name: ListName, asked: Asked) -> str:
    if name == "waiting":
        return _("待办")
    return {"hand": _("在办"), "watched": _("关注")}.get(asked.mine, _("办件"))


async def _table(
    visit: TheVisit, session: AsyncSession, viewer: Who, name: ListName, asked: Asked, *, most: int
) -> Table:
    days = days_at(visit.now(), await calendar_here(session))
    columns = columns_of(asked, name)
    offices = await office_names(session)
    said = [_(COLUMNS[name][column]) for column in columns]
    if name == "waiting":
        desk = await desk_of(session, viewer)
        found = await waiting_for(
            session, desk, today=days.today, calendar=days.calendar,
            wanted=wanted_of(days, asked), most=most,
        )  # fmt: skip
        cells = [row_of(visit, days, row, offices) for row in found.rows]
        return said, [[_said_of(cell, column) for column in columns] for cell in cells]
    assert viewer.id is not None, "an officer has an id"
    lights = LightDays(days.today, days.near)
    found = await cases_found(session, asked, lights, viewer.id, most=most)
    return said, await rows_of_cases(visit, session, found.rows, asked)


async def rows_of_cases(
    visit: TheVisit, session: AsyncSession, found: Sequence[Found], asked: Asked
) -> list[list[str]]:
    """The cells of these cases in words, in the columns asked for."""
    days = days_at(visit.now(), await calendar_here(session))
    columns = columns_of(asked, "cases")
    cells = await cells_of(visit, session, days, [*found], columns, await office_names(session))
    return [[_said(row.title, cells[row.id], column) for column in columns] for row in found]


def _said_of(cell: Mapping[str, Any], column: str) -> str:
    """A cell of what waits, in words."""
    if column == "light":
        return str(cell["word"])
    if column == "used":
        return f"{cell['used']}/{cell['promised']}" if cell["promised"] else ""
    return str(cell[column])


def _said(title: str, cell: Mapping[str, Any], column: str) -> str:
    """A cell of a case, in words."""
    if column == "title":
        return title
    value = cell[column]
    if column == "due":
        light = cell["light"]
        return f"{day_words(value)} {light[1]}" if light and value else ""
    if column == "statutory":
        return day_words(value) if value else ""
    return moment_words(value) if column == "filed" else str(value)


def _note(viewer: Who, act: str, words: str, count: int) -> Any:
    async def note(session: AsyncSession) -> None:
        record(session, act, who=viewer.actor(), subject="cases", words=words, rows=count)

    return note


ROUTES: Sequence[Any] = [on_paper, as_sheet]
