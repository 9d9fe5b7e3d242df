"""A township's items (本单位事项): the county's newer edition taken over, one paused or opened."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.db import after_commit
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.actions import adopt, pause
from jointhall.service_items.queries import adoption_of, editions_in, published_in
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page


@get("/workbench/items", guards=[may("item:adopt")])
async def show(visit: given.Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """Every item of the county, how it stands here, and which edition is newer there."""
    editions = await editions_in(session)
    rows = []
    for item in await published_in(session):
        here = await adoption_of(session, visit.place, item.code)
        rows.append((item, here, editions[item.code, item.edition],
                     editions.get((item.code, here.edition)) if here else None))  # fmt: skip
    return page(
        visit, "service_items/workbench/items.html", told=told == "1", rows=rows,
        newer=sum(here is not None and here.edition != item.edition for item, here, *_rest in rows),
    )  # fmt: skip


@post("/workbench/items/{code:str}/edition", guards=[may("item:adopt")])
async def take_over(visit: given.Visit, session: Session, code: InPath[str]) -> Redirect:
    """Takes over what the county publishes now; cases on their way keep their edition."""
    if visit.place.is_county:
        raise NotHere(_("县里办的就是县里发布的这一版。"))
    await adopt(session, visit.place, code, who=visit.viewer.actor())
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at("/workbench/items?told=1"), status_code=303)


@post("/workbench/items/{code:str}/opening", guards=[may("item:adopt")])
async def turn(visit: given.Visit, session: Session, code: InPath[str], form: Form) -> Redirect:
    """Takes no new applications for a while, or takes them again."""
    await pause(
        session, visit.place, code, paused=form.get("open") != "yes", who=visit.viewer.actor()
    )
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at("/workbench/items?told=1"), status_code=303)


ROUTES = [show, take_over, turn]
