"""A paper of a case, opened by an officer whom the sheet lets see it; who looked is on record."""

from __future__ import annotations

from uuid import UUID

from litestar import get
from litestar.response import Stream

from jointhall.documents.queries import documents_by_id
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.given import InPath, InQuery, Session, Viewer, Visit

from ..answers import answers_of
from ..counters import counter_at
from ..queries import case_numbered, steps_of, tasks_of
from ..sight import lent_to, papers_shown, scope_of
from ..standing_in import desk_of
from .opened import opened


@get("/workbench/cases/{number:str}/documents/{id:uuid}", guards=[may("case:read")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    look: InQuery[str | None] = None,
) -> Stream:
    """The paper itself; `?look=1` shows it in place."""
    case = await case_numbered(session, number)
    sheet = await edition_of(session, case.item_code, case.edition)
    counter = await counter_at(visit.tools, visit.place)
    answers = answers_of(visit.tools.secrets, case)
    desk = await desk_of(session, viewer)
    lent = lent_to(desk, sheet, await steps_of(session, case), await tasks_of(session, case))
    scope = scope_of(desk, case, sheet, answers, counter, lent=lent)
    found = await documents_by_id(session, [id])
    shown = papers_shown(scope, sheet, answers, counter, found)
    if not shown:
        raise NotHere(_("没有这份材料，或者您这一步不用看它。"))
    return await opened(visit, case, shown[0].document, _("看了一份材料"), in_place=look == "1")


ROUTES = [show]
