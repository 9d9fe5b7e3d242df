"""What I mended (我补正了什么), for the applicant."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from jointhall.web.access import resident
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..queries import resident_case
from ..sight import Scope
from .differing import turns_of


@get("/cases/{number:str}/versions", guards=[resident])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """Each correction of mine: what was asked, what I sent before and after."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id)
    turns = await turns_of(session, visit.tools, visit.place, case, Scope(), masked=True)
    return page(
        visit, "cases/portal/versions.html", case=case, turns=list(reversed(turns)),
    )  # fmt: skip


ROUTES = [look]
