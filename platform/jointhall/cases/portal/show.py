"""A case as its applicant sees it (办件页): what is going on, what to do, by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import deadlines_of
from jointhall.documents.queries import letters_of_case
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.reckoning import Reckoning
from jointhall.kernel.words import _
from jointhall.service_items.form import Form
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.access import resident
from jointhall.web.given import InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page

from ..after.deliveries import Wish, deliveries_of
from ..after.passing import came_from, where_it_went
from ..after.passings import passings_of
from ..after.told import next_for
from ..after.wishes import CHOICES
from ..after.wishing_otherwise import may_wish_otherwise
from ..answers import answers_of
from ..bundled import siblings_of
from ..correction import asked_for
from ..counters import counter_at
from ..dates import calendar_of
from ..models import Case
from ..progress import progress_of
from ..queries import history_of, officers_acts_on, resident_case
from ..status import MAY_BECOME, Status
from ..versions.models import how_many
from ..whereabouts import seen_case
from .papers import Paper, listed


@get("/cases/{number:str}", guards=[resident])
async def show(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    told: InQuery[str | None] = None,
    stay: InQuery[str | None] = None,
) -> Template | Redirect:
    """One case of mine, whole; one that was passed on leads to where it is, unless `?stay=1`."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id)
    passings = await passings_of(session, case)
    there = await where_it_went(session, visit.tools, case)
    if stay is None and there is not None:
        return Redirect(f"{there.prefix}/cases/{number}", status_code=303)
    seen = await seen_case(session, visit.tools, visit.place, case)
    filled = await _filled(visit, session, seen.sheet, case)
    letters = await letters_of_case(session, case.id)
    deliveries = await deliveries_of(session, case.id, case.tenant_id)
    by_letter = {one.letter_id: one for one in deliveries}
    return page(
        visit,
        "cases/portal/show.html",
        case=case,
        sheet=seen.sheet,
        progress=progress_of(seen),
        correction=await asked_for(session, case) if case.status == Status.CORRECTION_ASKED else "",
        letters=letters,
        deliveries=by_letter,
        nexts={one.id: next_for(one, by_letter.get(one.id)) for one in letters},
        served_by=_(CHOICES[Wish(case.serve_by)][0]),
        may_wish=may_wish_otherwise(case, deliveries),
        history=await history_of(session, case),
        acts=await officers_acts_on(session, case),
        answers=filled.answers,
        papers=filled.papers,
        reckoning=await _reckoning(visit, session, case),
        notices=seen.notices,
        there=there,
        came_from=await came_from(visit.tools, passings),
        versions=await how_many(session, case),
        may_withdraw=Status.WITHDRAWN in MAY_BECOME[Status(case.status)],
        told=told or "",
        together=await siblings_of(session, case),
    )


@dataclass(frozen=True, slots=True)
class _Filled:
    answers: tuple[dict[str, Any], ...]
    papers: tuple[tuple[str, tuple[Paper, ...]], ...]


async def _filled(visit: Visit, session: AsyncSession, sheet: Sheet, case: Case) -> _Filled:
    """What was filled in and handed in; personal numbers with their middle hidden."""
    form = Form(sheet, await counter_at(visit.tools, visit.place))
    answers = answers_of(visit.tools.secrets, case)
    rows: list[dict[str, Any]] = []
    papers: list[tuple[str, tuple[Paper, ...]]] = []
    for question in form.asked(answers):
        value = answers.get(question.code)
        if value is None:
            continue
        kind = kind_of(question)
        if kind.is_file:
            papers.append((question.label, await listed(session, [UUID(f["id"]) for f in value])))
        else:
            shown = kind.masked(question, value, form.counter)
            grid = kind.grid(question, value, form.counter, hides=True)
            outline = kind.outline(question, value)
            row = {"label": question.label, "value": shown, "grid": grid, "outline": outline}
            rows.append(row)
    return _Filled(tuple(rows), tuple(papers))


async def _reckoning(visit: Visit, session: AsyncSession, case: Case) -> Reckoning | None:
    """How the promised day was reckoned, once the case is accepted."""
    for deadline in await deadlines_of(session, "case", case.id):
        if deadline.key == "promised":
            return deadline.reckoning(await calendar_of(session), as_of=on_which_day(visit.now()))
    return None


ROUTES = [show]
