"""Before sending (核对): every answer once more, what happens next, and the one sending."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.flow import receiving_office
from jointhall.service_items.questions import kind_of
from jointhall.web.access import resident
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query

from ..correction import asked_for, send_again
from ..filing import submit
from ..materials import materials_besides, missing_materials
from ..models import Case
from ..progress import ACCEPTANCE_WITHIN
from ..queries import find_case
from ..whereabouts import expected_parties, office_names
from .begin import must_be_open
from .filling import Filling, filling_of


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the answers under its own heading; rows as `parts/answers.html` takes them."""

    title: str
    rows: tuple[dict[str, Any], ...]


@get("/drafts/{draft_id:uuid}/check", guards=[resident])
async def check(visit: Visit, session: Session, draft_id: InPath[UUID]) -> Template | Redirect:
    """Every answer with its way to change it; what is missing is asked first."""
    filling = await filling_of(visit, session, draft_id)
    case = await find_case(session, draft_id)
    if case is not None and filling.draft.sent_at is not None:
        return Redirect(visit.at(f"/cases/{case.number}"), status_code=303)
    if filling.form.ineligible(filling.answers):
        return Redirect(visit.at(filling.path("stop")), status_code=303)
    missing = filling.form.first(filling.answers)
    if missing is not None:
        onward = filling.path(missing.code) + query({"back_to": "check"})
        return Redirect(visit.at(onward), status_code=303)
    return await _page(visit, session, filling, case)


@get("/drafts/{draft_id:uuid}/stop", guards=[resident])
async def stop(
    visit: Visit, session: Session, draft_id: InPath[UUID], after: InQuery[str | None] = None
) -> Template | Redirect:
    """Says why this cannot be granted, and what to do instead."""
    filling = await filling_of(visit, session, draft_id)
    why = filling.form.ineligible(filling.answers)
    if why is None:
        return Redirect(visit.at(filling.path("check")), status_code=303)
    asked = [q.code for q in filling.form.asked(filling.answers) if q.code in filling.answers]
    code = after if after in asked else asked[-1]
    return page(
        visit, "cases/portal/stop.html", why=why, sheet=filling.sheet,
        back_href=visit.at(filling.path(code)),
    )  # fmt: skip


@post("/drafts/{draft_id:uuid}/submission", guards=[resident])
async def send(
    visit: Visit, session: Session, viewer: Viewer, form: Form, draft_id: InPath[UUID]
) -> Redirect:
    """Sends once: the second tap, the retry and the reload find the same case."""
    case = await find_case(session, draft_id, resident_id=viewer.id)
    try:
        filling = await filling_of(visit, session, draft_id, hold=True)
    except NotHere:
        # Drafts that were sent are swept after a day; their case is still found.
        if case is None:
            raise
        return Redirect(visit.at(f"/cases/{case.number}/receipt"), status_code=303)
    try:
        if case is not None and filling.draft.sent_at is None:
            await send_again(
                session, visit.tools, filling.form, case, filling.draft, by=viewer.actor()
            )
            return Redirect(visit.at(f"/cases/{case.number}"), status_code=303)
        if case is None:
            must_be_open(filling.offer)
        case = await submit(
            session, visit.tools, visit.place, filling.sheet, filling.counter, filling.draft,
            submission_id=_one_time(form), by=viewer.actor(),
        )  # fmt: skip
    except BadForm as bad:
        if filling.form.first(filling.answers) is None:
            # Only papers this circumstance needs are missing: the page of the check names them.
            return Redirect(visit.at(filling.path("check")), status_code=303)
        onward = filling.path(next(iter(bad.troubles))) + query({"back_to": "check"})
        return Redirect(visit.at(onward), status_code=303)
    return Redirect(visit.at(f"/cases/{case.number}/receipt"), status_code=303)


def _one_time(form: Form) -> UUID:
    try:
        return UUID(str(form.get("submission_id", "")))
    except ValueError:
        return UUID(int=0)


async def _page(visit: Visit, session: Session, filling: Filling, case: Case | None) -> Template:
    calendar = await calendar_here(session)
    due = reckon(visit.now(), ACCEPTANCE_WITHIN, calendar=calendar).due_on
    offices = await office_names(session)
    expected = expected_parties(filling.sheet, filling.answers, filling.counter, offices)
    asked = dict.fromkeys(name for names in expected.values() for name in names)
    return page(
        visit,
        "cases/portal/check.html",
        sheet=filling.sheet,
        filling=filling,
        sections=sections(visit, filling),
        answer_by=due,
        office=offices.get(
            receiving_office(filling.sheet, filling.answers, filling.counter), visit.place.name
        ),
        materials=materials_besides(filling.form, filling.answers),
        missing={
            code: (words, visit.at(filling.path(code) + query({"back_to": "check"})))
            for code, words in missing_materials(filling.form, filling.answers).items()
        },
        asked=tuple(asked),
        correction=await asked_for(session, case) if case is not None else "",
        case=case,
    )


def sections(visit: Visit, filling: Filling) -> tuple[Section, ...]:
    """The answers in three parts: who applies, what for, which papers."""
    who, what, papers = [], [], []
    applicant = filling.sheet.applicant
    about = {
        applicant.name, applicant.id_number, applicant.phone, applicant.org_name,
        applicant.credit_code,
    }  # fmt: skip
    for question in filling.form.asked(filling.answers):
        if not kind_of(question).is_kept:
            continue
        row = _row(visit, filling, question)
        if kind_of(question).is_file:
            papers.append(row)
        elif question.code in about or question.is_personal or kind_of(question).is_personal:
            who.append(row)
        else:
            what.append(row)
    parts = ((_("谁来办"), who), (_("要办的事"), what), (_("材料"), papers))
    return tuple(Section(title, tuple(rows)) for title, rows in parts if rows)


def _row(visit: Visit, filling: Filling, question: Question) -> dict[str, Any]:
    kind = kind_of(question)
    value = filling.form.applying(filling.answers).get(question.code)
    shown = kind.show(question, value, filling.counter) if value is not None else ""
    href = visit.at(filling.path(question.code) + query({"back_to": "check"}))
    material = filling.sheet.material(question.material or "")
    label = material.name if material else question.label
    return {
        "label": label,
        "value": shown,
        "note": filling.came_from(question),
        "href": href if kind.is_typed else "",
        "grid": kind.grid(question, value, filling.counter) if value is not None else None,
        "outline": kind.outline(question, value) if value is not None else "",
    }


ROUTES = [check, stop, send]
