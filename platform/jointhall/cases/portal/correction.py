"""Mending what was asked for (补正): the answers opened once more, sent again after a check."""

from __future__ import annotations

from litestar import post
from litestar.response import Redirect

from jointhall.web.access import resident
from jointhall.web.given import InPath, Session, Viewer, Visit

from ..correction import reopen
from ..queries import resident_case


@post("/cases/{number:str}/correction", guards=[resident])
async def begin_mending(
    visit: Visit, session: Session, viewer: Viewer, number: InPath[str]
) -> Redirect:
    """Opens the answers for mending, or goes on with what was mended before."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id, hold=True)
    draft = await reopen(session, visit.tools, case)
    return Redirect(visit.at(f"/drafts/{draft.id}/check"), status_code=303)


ROUTES = [begin_mending]
