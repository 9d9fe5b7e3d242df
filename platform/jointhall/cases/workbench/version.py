"""Moving a case to the version offered now (换到新版办): looked at first, never silently."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import BadForm
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ..moving import move, move_of, newer_version
from ..queries import case_numbered
from ..standing_in import must_not_be_the_filer


@get("/workbench/cases/{number:str}/version", guards=[may("case:move")])
async def look(visit: Visit, session: Session, number: InPath[str]) -> Template | Redirect:
    """What would change for this case, or why it cannot be moved; back when nothing is new."""
    if await newer_version(session, visit.place, await case_numbered(session, number)) is None:
        return Redirect(visit.at(f"/workbench/cases/{number}"), status_code=303)
    return await _page(visit, session, number, "", {})


@post("/workbench/cases/{number:str}/version", guards=[may("case:move")])
async def change(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Moves it, with the reason; history, journal and applicant are told."""
    why = str(form.get("why", ""))
    try:
        case = await case_numbered(session, number, hold=True)
        await must_not_be_the_filer(session, case, viewer)
        await move(
            session, visit.tools, visit.place, case,
            edition=str(form.get("edition", "")), why=why, by=viewer.actor(),
        )  # fmt: skip
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, number, why, bad.troubles)
    return Redirect(visit.at(f"/workbench/cases/{number}?done=moved"), status_code=303)


async def _page(
    visit: TheVisit, session: Session, number: str, why: str, errors: dict[str, str]
) -> Template:
    case = await case_numbered(session, number)
    found = await move_of(session, visit.tools, visit.place, case)
    return page(
        visit, "cases/workbench/version.html", tab="cases", case=case, found=found, why=why,
        errors=errors, status=422 if errors else 200,
        path=visit.at(f"/workbench/cases/{number}/version"),
        back_to=visit.at(f"/workbench/cases/{number}"),
    )  # fmt: skip


ROUTES = [look, change]
