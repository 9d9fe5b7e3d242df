"""Before sending (核对): every answer once more, what happens next, and the one sending."""

from __future__ import annotations

from collections.abc import Mapping
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
from jointhall.service_items.bundles.form import BundleForm, forms_of
from jointhall.service_items.flow import receiving_office
from jointhall.service_items.questions import kind_of
from jointhall.web.access import resident
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query

from ..after.wishes import choices, read_wish
from ..bundled import find_bundle
from ..bundled_filing import missing_papers, submit_bundle
from ..correction import asked_for, send_again
from ..filing import submit
from ..materials import materials_besides, missing_materials
from ..models import Case
from ..once import must_fit, print_of
from ..queries import find_case
from ..status import ACCEPTANCE_WITHIN
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
    if isinstance(filling.form, BundleForm) and filling.draft.sent_at is not None:
        return await _to_bundle(visit, session, draft_id)
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
        back_href=visit.at(filling.path(code)), filling=filling, without=_without(filling),
    )  # fmt: skip


@post("/drafts/{draft_id:uuid}/submission", guards=[resident], status_code=200)
async def send(
    visit: Visit, session: Session, viewer: Viewer, form: Form, draft_id: InPath[UUID]
) -> Redirect | Template:
    """Sends once: the second tap, the retry and the reload find the same case."""
    case = await find_case(session, draft_id, resident_id=viewer.id)
    try:
        filling = await filling_of(visit, session, draft_id, hold=True)
    except NotHere:
        # Drafts that were sent are swept after a day; their case is still found.
        if case is None:
            return await _to_bundle(visit, session, draft_id)
        return Redirect(visit.at(f"/cases/{case.number}/receipt"), status_code=303)
    await must_fit(
        session, visit.tools, filling.draft, number=_one_time(form), seen=str(form.get("seen", ""))
    )
    try:
        if case is not None and filling.draft.sent_at is None:
            await send_again(
                session, visit.tools, filling.form, case, filling.draft, by=viewer.actor()
            )
            return Redirect(visit.at(f"/cases/{case.number}"), status_code=303)
        if case is None:
            must_be_open(filling.offer)
        served = read_wish(form)
        if isinstance(filling.form, BundleForm):
            bundle = await submit_bundle(
                session, visit.tools, visit.place, filling.form, filling.draft,
                submission_id=_one_time(form), by=viewer.actor(), served=served,
            )  # fmt: skip
            return Redirect(visit.at(f"/bundles/{bundle.number}"), status_code=303)
        case = await submit(
            session, visit.tools, visit.place, filling.sheet, filling.counter, filling.draft,
            submission_id=_one_time(form), by=viewer.actor(), served=served,
        )  # fmt: skip
    except BadForm as bad:
        if "serve_to" in bad.troubles:
            session = await visit.start_over()
            filling = await filling_of(visit, session, draft_id)
            return await _page(visit, session, filling, None, form, bad.troubles)
        if filling.form.first(filling.answers) is None:
            # Only papers this circumstance needs are missing: the page of the check names them.
            return Redirect(visit.at(filling.path("check")), status_code=303)
        onward = filling.path(next(iter(bad.troubles))) + query({"back_to": "check"})
        return Redirect(visit.at(onward), status_code=303)
    return Redirect(visit.at(f"/cases/{case.number}/receipt"), status_code=303)


async def _to_bundle(visit: Visit, session: Session, draft_id: UUID) -> Redirect:
    """To the receipt of what was sent from this draft."""
    assert visit.viewer.id is not None
    bundle = await find_bundle(session, draft_id, resident_id=visit.viewer.id)
    if bundle is None:
        raise NotHere(_("没有这份草稿。"), what_next=_("到“我的办件”里看看。"))
    return Redirect(visit.at(f"/bundles/{bundle.number}"), status_code=303)


def _without(filling: Filling) -> tuple[str, str] | None:
    """The item that stands in the way and what it is called, when the others can go on."""
    if not isinstance(filling.form, BundleForm):
        return None
    refused = filling.form.refused(filling.answers)
    if not refused or len(filling.form.chosen(filling.answers)) < 2:
        return None
    part, _why = refused[0]
    return part.code, part.member.name


def _one_time(form: Form) -> UUID:
    try:
        return UUID(str(form.get("submission_id", "")))
    except ValueError:
        return UUID(int=0)


async def _page(
    visit: Visit,
    session: Session,
    filling: Filling,
    case: Case | None,
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Template:
    calendar = await calendar_here(session)
    due = reckon(visit.now(), ACCEPTANCE_WITHIN, calendar=calendar).due_on
    offices = await office_names(session)
    items = forms_of(filling.form, filling.answers)
    asked = dict.fromkeys(
        name
        for own, said in items
        for names in expected_parties(own.sheet, said, own.counter, offices).values()
        for name in names
    )
    receiving = dict.fromkeys(
        offices.get(receiving_office(own.sheet, said, own.counter), visit.place.name)
        for own, said in items
    )
    materials = {one.material.name: one for own, said in items
                 for one in materials_besides(own, said)}  # fmt: skip
    return page(
        visit,
        "cases/portal/check.html",
        sheet=filling.sheet,
        filling=filling,
        seen=print_of(visit.tools, filling.draft),
        sections=sections(visit, filling),
        answer_by=due,
        office=_("、").join(receiving),
        members=[own.sheet for own, _said in items],
        materials=tuple(materials.values()),
        missing={
            code: (words, visit.at(filling.path(code) + query({"back_to": "check"})))
            for code, words in _missing(filling).items()
        },
        asked=tuple(asked),
        correction=await asked_for(session, case) if case is not None else "",
        case=case,
        status=422 if errors else 200,
        errors=errors or {},
        ways=choices(),
        way=str((typed or {}).get("serve_by", "online")),
        serve_to=str((typed or {}).get("serve_to", "")),
    )


def _missing(filling: Filling) -> dict[str, str]:
    if isinstance(filling.form, BundleForm):
        return missing_papers(filling.form, filling.answers)
    return missing_materials(filling.form, filling.answers)


def sections(visit: Visit, filling: Filling) -> tuple[Section, ...]:
    """The answers in parts: who applies, what for (of a bundle by item), which papers."""
    who: list[dict[str, Any]] = []
    what: dict[str, list[dict[str, Any]]] = {_("要办的事"): []}
    papers: list[dict[str, Any]] = []
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
            items = filling.about(question)
            what.setdefault(items[0] if len(items) == 1 else _("要办的事"), []).append(row)
    parts = ((_("谁来办"), who), *what.items(), (_("材料"), papers))
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
