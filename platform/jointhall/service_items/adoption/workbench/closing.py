"""No new applications for a while (暂停收件), with why and what instead; and open again."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import BadForm
from jointhall.service_items.queries import items_open_in
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from ..closing import Why, close_here, open_here
from ..varying import taken_over
from .items import ITEMS, done, only_a_township


@get(f"{ITEMS}/{{code:str}}/opening", guards=[may("item:adopt")])
async def look(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """Asks why, and what residents are to do meanwhile; or offers to open again."""
    only_a_township(visit)
    adoption, _sheet = await taken_over(session, visit.place, code)
    said = Why(adoption.closed_why, adoption.instead, adoption.instead_code)
    return await _page(visit, session, code, said, {})


@post(f"{ITEMS}/{{code:str}}/opening", guards=[may("item:adopt")])
async def turn(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """Closes with a reason, or opens again; cases on their way go on."""
    only_a_township(visit)
    if form.get("open") == "yes":
        await open_here(session, visit.place, code, who=visit.viewer.actor())
        return done(visit, session, "opened")
    said = said_in(form)
    try:
        await close_here(session, visit.place, code, said, who=visit.viewer.actor())
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, code, said, bad.troubles)
    return done(visit, session, "closed")


def said_in(form: Form) -> Why:
    """What a form says about closing."""
    return Why(*(str(form.get(name, "")) for name in ("why", "instead", "instead_code")))


async def _page(
    visit: Visit, session: Session, code: str, said: Why, errors: dict[str, str]
) -> Template:
    adoption, sheet = await taken_over(session, visit.place, code)
    open_here_now = await items_open_in(session, visit.place)
    others = [(one.code, one.title) for one in open_here_now if one.code != code]
    return page(
        visit, "service_items/workbench/items_opening.html", tab="items", sheet=sheet,
        is_paused=adoption.status == "paused", said=said, errors=errors, others=others,
        status=422 if errors else 200, to=visit.at(f"{ITEMS}/{code}/opening"),
        back_to=visit.at(ITEMS),
    )  # fmt: skip


ROUTES = [look, turn]
