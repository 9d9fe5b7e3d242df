"""Saved views at the desk (存的视图): kept under a name, renamed, shared, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import _
from jointhall.offices.queries import office_coded, offices_here
from jointhall.web.access import officer
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..desk.asked import ListName, asked_of
from ..desk.views import asked_by, change_view, drop_view, own_view, save_view, views_for
from .rail import PATHS, SAVED


@get("/workbench/views", guards=[officer])
async def mine(visit: Visit, session: Session, viewer: Viewer) -> Template:
    """The viewer's own views, each to be renamed, shared or taken away; and their offices' ones."""
    return await _page(visit, session, viewer)


@post("/workbench/views", guards=[officer], status_code=200)
async def keep(visit: Visit, session: Session, viewer: Viewer, form: Form) -> Redirect | Template:
    """Keeps what is asked of a list now, and shows it again as that view."""
    of_list: ListName = "cases" if form.get("list") == "cases" else "waiting"
    said = str(form.get("asked", ""))[:2000].lstrip("?")
    try:
        view = await save_view(
            session, viewer, of_list=of_list, name=str(form.get("name", "")),
            asked=asked_of(_pairs(said), of_list),
            office_id=await _office(session, str(form.get("office", ""))), now=visit.now(),
        )  # fmt: skip
    except BadForm as bad:
        session = await visit.start_over()
        typed = {"list": of_list, "asked": said, "name": str(form.get("name", ""))}
        return await _page(visit, session, viewer, errors=bad.troubles, typed=typed)
    address = f"{PATHS[of_list]}{asked_by(view).query()}&{SAVED}"
    return Redirect(visit.at(address), status_code=303)


@post("/workbench/views/{id:uuid}", guards=[officer], status_code=200)
async def change(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Renames, shares or takes away one of the viewer's own."""
    view = await own_view(session, viewer, id)
    try:
        if form.get("do") == "drop":
            await drop_view(session, viewer, view)
        else:
            await change_view(
                session, viewer, view, name=str(form.get("name", "")),
                office_id=await _office(session, str(form.get("office", ""))), now=visit.now(),
            )  # fmt: skip
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, viewer, errors={f"name-{id}": bad.troubles["name"]})
    return Redirect(visit.at("/workbench/views"), status_code=303)


def _pairs(said: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(said, max_num_fields=60)
    except ValueError:
        return []


async def _office(session: AsyncSession, code: str) -> UUID | None:
    if not code:
        return None
    office = await office_coded(session, code)
    if office is None:
        raise Refusal(_("没有这个站所。"), status=422)
    return office.id


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Template:
    offices = await offices_here(session)
    views = await views_for(session, viewer)
    return page(
        visit,
        "cases/workbench/views.html",
        mine=[view for view in views if view.officer_id == viewer.id],
        shared=[view for view in views if view.officer_id != viewer.id],
        share_with=[(one.code, one.name) for one in offices if one.id in viewer.office_ids],
        codes={one.id: one.code for one in offices},
        names={one.id: one.name for one in offices},
        link=lambda view: visit.at(PATHS[view.of_list] + asked_by(view).query()),
        errors=errors or {},
        typed=typed or {},
        status=422 if errors else 200,
    )


ROUTES = [mine, keep, change]
