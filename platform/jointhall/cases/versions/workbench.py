"""What a correction changed, at the desk (补正对照)."""

from __future__ import annotations

from uuid import UUID

from litestar import get
from litestar.response import Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..answers import answers_of
from ..counters import counter_at
from ..models import Case
from ..queries import case_numbered, steps_of, tasks_of
from ..sight import Scope, lent_to, scope_of
from ..standing_in import desk_of
from ..workbench.opened import opened
from .differing import paper_of_a_version, turns_of


@get("/workbench/cases/{number:str}/versions", guards=[may("case:read")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """Each correction beside what it took the place of; who looked is put on record."""
    case = await case_numbered(session, number)
    scope = await _scope(visit, session, viewer, case)
    turns = await turns_of(session, visit.tools, visit.place, case, scope, masked=False)
    by, resident_id, subject = viewer.actor(), case.resident_id, f"case:{case.id}"

    async def note(later: AsyncSession) -> None:
        record(
            later, "case.versions_viewed", who=by, subject=subject,
            words=_("看了补正前后的对照"), for_whom=resident_id,
        )  # fmt: skip

    visit.afterwards(note)
    return page(
        visit, "cases/workbench/versions.html", tab="cases", case=case, turns=list(reversed(turns)),
        is_partly_hidden=scope.answers is not None,
        base=visit.at(f"/workbench/cases/{number}"),
    )  # fmt: skip


@get("/workbench/cases/{number:str}/versions/{id:uuid}", guards=[may("case:read")])
async def paper(
    visit: Visit, session: Session, viewer: Viewer, number: InPath[str], id: InPath[UUID]
) -> Stream:
    """A paper that was replaced."""
    case = await case_numbered(session, number)
    scope = await _scope(visit, session, viewer, case)
    found = await paper_of_a_version(session, visit.tools, visit.place, case, scope, id)
    if found is None:
        raise NotHere(_("没有这份材料，或者您这一步不用看它。"))
    return await opened(visit, case, found, _("看了一份换下来的材料"))


async def _scope(visit: Visit, session: Session, viewer: Viewer, case: Case) -> Scope:
    sheet = await edition_of(session, case.item_code, case.edition)
    answers = answers_of(visit.tools.secrets, case)
    desk = await desk_of(session, viewer)
    counter = await counter_at(visit.tools, visit.place)
    lent = lent_to(desk, sheet, await steps_of(session, case), await tasks_of(session, case))
    return scope_of(desk, case, sheet, answers, counter, lent=lent)


ROUTES = [look, paper]
