"""The county pauses or withdraws an item for all (全县暂停、取消), or opens it again."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.db import after_commit
from jointhall.kernel.refusals import BadForm
from jointhall.service_items.queries import edition_of, items_open_in
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from ..closing import Why, close_for_all, listed, open_for_all
from ..workbench.closing import said_in
from .standing import DOWN


@get(f"{DOWN}/{{code:str}}/opening", guards=[may("item:publish")])
async def look(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """Asks why, and what residents are to do instead; or offers to open again."""
    item = await listed(session, visit.place, code)
    said = Why(item.closed_why, item.instead, item.instead_code)
    return await _page(visit, session, code, said, item.status == "withdrawn", {})


@post(f"{DOWN}/{{code:str}}/opening", guards=[may("item:publish")])
async def turn(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """Closes for all with a reason, or opens again; cases on their way go on."""
    who, county = visit.viewer.actor(), visit.place
    for_good = form.get("for_good") == "yes"
    said = said_in(form)
    try:
        if form.get("open") == "yes":
            await open_for_all(session, county, code, who=who)
        else:
            await close_for_all(session, county, code, said, for_good=for_good, who=who)
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, code, said, for_good, bad.troubles)
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at(f"{DOWN}/{code}?told=1"), status_code=303)


async def _page(
    visit: Visit, session: Session, code: str, said: Why, for_good: bool, errors: dict[str, str]
) -> Template:
    item = await listed(session, visit.place, code)
    sheet = await edition_of(session, code, item.edition)
    open_now = await items_open_in(session, visit.place)
    return page(
        visit, "service_items/console/handing_down_opening.html", tab="items", item=item,
        sheet=sheet, said=said, for_good=for_good, errors=errors,
        others=[(one.code, one.title) for one in open_now if one.code != code],
        to=visit.at(f"{DOWN}/{code}/opening"), back_to=visit.at(f"{DOWN}/{code}"),
        status=422 if errors else 200,
    )  # fmt: skip


ROUTES = [look, turn]
