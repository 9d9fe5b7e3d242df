"""Papers on a page of their own (对着看材料): two side by side, turned and enlarged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from litestar import get
from litestar.response import Template

from jointhall.documents.queries import documents_by_id
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.given import InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query
from jointhall.web.visit import Visit as TheVisit

from ..answers import answers_of
from ..counters import counter_at
from ..models import Case
from ..queries import case_numbered, steps_of, tasks_of
from ..sight import Paper, answers_shown, files_in, lent_to, papers_shown, scope_of
from ..standing_in import desk_of


@dataclass(frozen=True, slots=True)
class Pane:
    """One side: the paper shown there, where it lies, and the ways to the ones around it."""

    side: str
    index: int
    name: str
    href: str
    is_picture: bool
    before: str | None
    after: str | None


@get("/workbench/cases/{number:str}/papers", guards=[may("case:read")])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    left: InQuery[str | None] = None,
    right: InQuery[str | None] = None,
) -> Template:
    """Two papers of the case, or one beside what was filled in."""
    case = await case_numbered(session, number)
    sheet = await edition_of(session, case.item_code, case.edition)
    counter = await counter_at(visit.tools, visit.place)
    answers = answers_of(visit.tools.secrets, case)
    found = await documents_by_id(session, files_in(sheet, answers, counter))
    desk = await desk_of(session, viewer)
    lent = lent_to(desk, sheet, await steps_of(session, case), await tasks_of(session, case))
    scope = scope_of(desk, case, sheet, answers, counter, lent=lent)
    papers = papers_shown(scope, sheet, answers, counter, found)
    at = {"left": _index(papers, left, 0), "right": _index(papers, right, None)}
    panes = [_pane(visit, case, papers, at, side) for side in ("left", "right")]
    return page(
        visit,
        "cases/workbench/papers.html",
        case=case,
        papers=papers,
        panes=panes,
        chosen=at,
        answers=answers_shown(scope, sheet, answers, counter),
    )


def _index(papers: Sequence[Paper], wanted: str | None, otherwise: int | None) -> int | None:
    try:
        id = UUID(wanted or "")
    except ValueError:
        return otherwise if papers else None
    ids = [one.document.id for one in papers]
    return ids.index(id) if id in ids else (otherwise if papers else None)


def _pane(
    visit: TheVisit, case: Case, papers: Sequence[Paper], at: dict[str, int | None], side: str
) -> Pane | None:
    index = at[side]
    if index is None:
        return None
    document = papers[index].document

    def to(other: int) -> str | None:
        if not 0 <= other < len(papers):
            return None
        chosen = {**at, side: other}
        ids = {
            key: str(papers[where].document.id)
            for key, where in chosen.items()
            if where is not None
        }
        return visit.at(f"/workbench/cases/{case.number}/papers") + query(ids)

    return Pane(
        side, index, f"{papers[index].material} · {document.name}",
        visit.at(f"/workbench/cases/{case.number}/documents/{document.id}?look=1"),
        document.is_picture, to(index - 1), to(index + 1),
    )  # fmt: skip


ROUTES = [show]
