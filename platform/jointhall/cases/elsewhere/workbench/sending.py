"""Sending what was taken in (交出去): checked once more with the applicant, papers listed, once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.documents.queries import letters_of_case
from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import N_, _
from jointhall.service_items.questions import kind_of
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ...after.wishes import choices, read_wish
from ...materials import materials_wanted
from ...receiving import ways_received
from ..forwarding import send_there
from ..queries import intake_of
from ..records import CAME
from ..taking_in import file_here, mandate_of
from .table import Table, on_the_table

HOW = {
    "none": N_("没有带纸质的"),
    "seen": N_("看过原件，还给他了"),
    "left": N_("纸质的留下了"),
}
ON_THIS_PAGE = ("agreed", "how", "day", "serve_by", "serve_to")


@get("/workbench/intakes/{id:uuid}/check", guards=[may("case:accept")])
async def check(visit: Visit, session: Session, id: InPath[UUID]) -> Template | Redirect:
    """Every answer once more, to be read to the applicant; which papers were seen or left."""
    table = await on_the_table(visit, session, id)
    if table.intake.status != "draft":
        return Redirect(visit.at(f"/workbench/intakes/{id}"), status_code=303)
    return _page(visit, table, {}, {})


@post("/workbench/intakes/{id:uuid}/submission", guards=[may("case:accept")], status_code=200)
async def send(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Template | Redirect:
    """Files it here or sends it to the township it belongs to; the second tap finds it sent."""
    by = viewer.actor()
    table = await on_the_table(visit, session, id, hold=True)
    if table.intake.status != "draft":
        return Redirect(visit.at(f"/workbench/intakes/{id}"), status_code=303)
    said = {name: str(form.get(name, "")) for name in form}
    try:
        if not table.is_open:
            raise Refusal(
                _("%(there)s的这个事项现在不收件。", there=table.there.name), status=409,
                what_next=_("先存着，打%(phone)s问问。", phone=table.there.phone),
            )  # fmt: skip
        if not said.get("agreed"):
            raise BadForm({"agreed": _("念给申请人听，他说没错，再打勾。")})
        originals = _originals(table, said)
        served, session = read_wish(form), await visit.session()
        if table.intake.is_elsewhere:
            await send_there(
                session, visit.tools, visit.place, table.there, table.form, table.intake,
                originals, served=served, by=by,
            )  # fmt: skip
        else:
            await file_here(
                session, visit.tools, visit.place, table.form, table.intake, originals,
                how=said.get("how", ""), day=day_typed(said.get("day")), served=served, by=by,
            )  # fmt: skip
    except Refusal as refusal:
        session = await visit.start_over()
        table = await on_the_table(visit, session, id)
        troubles = refusal.troubles if isinstance(refusal, BadForm) else {}
        # What is missing in the form itself stands on the page anyway, with the way to mend it.
        errors = {name: words for name, words in troubles.items() if name in ON_THIS_PAGE}
        return _page(
            visit, table, said, errors, refused=None if troubles else refusal, status=refusal.status
        )
    return Redirect(visit.at(f"/workbench/intakes/{id}?done=sent"), status_code=303)


@get("/workbench/intakes/{id:uuid}", guards=[may("case:accept")])
async def stands(
    visit: Visit, session: Session, id: InPath[UUID], done: InQuery[str | None] = None
) -> Template | Redirect:
    """How it stands: with us its case, elsewhere what that township says, and no file."""
    intake = await intake_of(session, id)
    if intake.status == "draft":
        return Redirect(visit.at(f"/workbench/intakes/{id}/form"), status_code=303)
    secrets = visit.tools.secrets
    return page(
        visit, "cases/workbench/intake.html", intake=intake, done=bool(done),
        mandate=mandate_of(secrets, intake.tenant_id, intake.mandate_sealed),
        came=_(CAME[intake.came]), letters=await letters_of_case(session, intake.id),
        hows={code: _(words) for code, words in HOW.items()},
    )  # fmt: skip


def _originals(table: Table, said: Mapping[str, str]) -> list[dict[str, str]]:
    """Which papers were looked at and which were left, by the sheet's own list."""
    wanted = materials_wanted(table.form, table.answers)
    return [
        {"material": one.material.name, "how": how}
        for one in wanted
        if (how := said.get(f"m-{one.material.code}", "none")) in ("seen", "left")
    ]


def _page(
    visit: TheVisit,
    table: Table,
    said: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    refused: Refusal | None = None,
    status: int = 200,
) -> Template:
    form, answers = table.form, table.form.applying(table.answers)
    secrets, intake = visit.tools.secrets, table.intake
    missing = form.troubles(answers)
    labels = {question.code: question.label.rstrip("？?：") for question in form.asked(answers)}
    pages = {
        question.code: number
        for number, some in enumerate(table.pages(), start=1)
        for question in some
    }
    base = visit.at(f"/workbench/intakes/{intake.id}")
    made: Template = page(
        visit, "cases/workbench/intake_check.html",
        status=status,
        intake=intake, sheet=form.sheet, there=table.there, said=said, errors=errors,
        refused=refused, why_not=form.ineligible(answers), path=base,
        mandate=mandate_of(secrets, intake.tenant_id, intake.mandate_sealed),
        came=_(CAME[intake.came]),
        rows=[
            {
                "label": question.label, "value": kind.show(question, answers[question.code],
                form.counter), "grid": kind.grid(question, answers[question.code], form.counter),
                "outline": kind.outline(question, answers[question.code]),
                "href": f"{base}/form?at={pages[question.code]}",
            }
            for question in form.asked(answers)
            if question.code in answers and (kind := kind_of(question))
        ],
        missing=[
            (
                _("%(label)s：%(words)s", label=labels[code], words=words),
                f"{base}/form?at={pages[code]}#f-{code}",
            )
            for code, words in missing.items() if code in pages and code in labels
        ],
        materials=materials_wanted(form, answers),
        hows=[(code, _(words)) for code, words in HOW.items()],
        ways=choices(), received=ways_received(), today=on_which_day(visit.now()),
    )  # fmt: skip
    return made


ROUTES: list[Any] = [check, send, stands]
