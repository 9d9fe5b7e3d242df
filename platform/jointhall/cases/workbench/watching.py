"""Watching a case from its page (关注)."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..desk.watching import is_watched, unwatch, watch
from ..queries import case_numbered
from .act_page import acted


@get("/workbench/cases/{number:str}/watching", guards=[may("case:read")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """What watching means, and whether this one is watched."""
    case = await case_numbered(session, number)
    return page(
        visit, "cases/workbench/watching.html", case=case,
        watched=await is_watched(session, case, viewer),
        path=visit.at(f"/workbench/cases/{case.number}/watching"),
        back_to=visit.at(f"/workbench/cases/{case.number}"),
    )  # fmt: skip


@post("/workbench/cases/{number:str}/watching", guards=[may("case:read")])
async def change(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect:
    """Takes it into the watched ones, or lets it go."""
    case = await case_numbered(session, number)
    if form.get("watch") == "no":
        await unwatch(session, case, viewer)
        done = "unwatched"
    else:
        await watch(session, case, viewer, now=visit.now())
        done = "watched"
    return acted(visit, case.number, done)


ROUTES = [look, change]
