"""One question a page (一页一题): asked, read back, kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.offices.queries import offices_here
from jointhall.service_items.asking import Question
from jointhall.service_items.questions import Raw, Unclear, kind_of
from jointhall.web.access import resident
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query

from ..filing import keep_answers
from .filling import Filling, filling_of
from .papers import add_papers, papers_shown

MOST_SO_FAR = 6
LOCATING = "geolocation=(self), microphone=(), payment=()"
"""Only a page with a map may ask the telephone where it is, and only by its own script."""


@get("/drafts/{draft_id:uuid}/{code:str}", guards=[resident])
async def ask(
    visit: Visit,
    session: Session,
    draft_id: InPath[UUID],
    code: InPath[str],
    back_to: InQuery[str | None] = None,
) -> Template | Redirect:
    """Asks one question, with the answer given before."""
    filling = await filling_of(visit, session, draft_id)
    if filling.was_carried and filling.form.question(code, filling.answers) is None:
        return Redirect(visit.at(filling.onward), status_code=303)
    question = _question(filling, code)
    given = filling.answers.get(code)
    offered = filling.offered(question)
    shown = offered.value if offered is not None else given
    raw = kind_of(question).typed(question, shown) if shown is not None else Raw()
    ruled = filling.form.ruled(filling.answers).troubles.get(code, "")
    made = await _page(
        visit, session, filling, question, raw, from_check=back_to == "check",
        errors={code: ruled} if ruled and back_to == "check" else None,
        came_from=offered.words if offered is not None else filling.came_from(question),
    )  # fmt: skip
    made.status_code = 200
    return made


@post("/drafts/{draft_id:uuid}/{code:str}", guards=[resident])
async def answer(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    form: Form,
    draft_id: InPath[UUID],
    code: InPath[str],
) -> Template | Redirect:
    """Keeps the answer and goes on; what cannot be understood is shown again with a sentence."""
    filling = await filling_of(visit, session, draft_id, hold=True)
    if filling.was_carried and filling.form.question(code, filling.answers) is None:
        # The page was of the version before: this question is not asked any more.
        return Redirect(visit.at(filling.onward), status_code=303)
    question = _question(filling, code)
    from_check = form.get("back_to") == "check"
    submitted = {name: [str(v) for v in form.getall(name)] for name in form}
    kind = kind_of(question)
    raw = kind.raw(question, submitted)
    if (changed := kind.pressed(question, raw, str(form.get("go", "")))) is not None:
        # A row more or less: what is whole already is kept, so that leaving loses nothing.
        with suppress(Unclear):
            value = kind.answer(question, changed, filling.counter)
            whole = filling.form.with_answer(filling.answers, question, value)
            keep_answers(visit.tools, filling.draft, whole)
        return await _page(visit, session, filling, question, changed, from_check=from_check)
    try:
        if kind.is_file:
            uploads = [v for v in form.getall(code, []) if isinstance(v, UploadFile)]
            value = await add_papers(visit, session, filling, question, uploads, by=viewer.actor())
        else:
            value = filling.form.read(question, submitted)
    except Unclear as unclear:
        return await _page(
            visit, session, filling, question, raw, from_check=from_check,
            errors={kind.field(question, part): said for part, said in unclear.troubles.items()},
        )  # fmt: skip
    answers = filling.form.with_answer(filling.answers, question, value)
    keep_answers(visit.tools, filling.draft, answers)
    if not filling.was_carried:
        filling.draft.carried_words = ""
    if ruled := filling.form.ruled(answers).troubles.get(code):
        # The item's own rules object: told beside the answer, which is kept as it was given.
        return await _page(
            visit, session, replace(filling, answers=dict(answers)), question, raw,
            from_check=from_check, errors={code: ruled},
        )  # fmt: skip
    if form.get("go") == "add":
        onward = filling.path(code) + query({"back_to": "check" if from_check else ""})
    else:
        onward = _onward(filling, question, answers, from_check=from_check)
    return Redirect(visit.at(onward), status_code=303)


def _onward(filling: Filling, question: Question, answers: Any, *, from_check: bool) -> str:
    form = filling.form
    if form.ineligible(answers):
        return filling.path("stop") + query({"after": question.code})
    if from_check:
        # A changed answer may bring questions that were not asked before.
        missing = form.first(answers)
        if missing is None:
            return filling.path("check")
        return filling.path(missing.code) + query({"back_to": "check"})
    following = form.next(question.code, answers)
    return filling.path(following.code if following else "check")


def _question(filling: Filling, code: str) -> Question:
    question = filling.form.question(code, filling.answers)
    if question is None:
        raise NotHere(_("这一题现在不用答。"), what_next=_("回“我的办件”，从草稿接着填。"))
    return question


async def _page(
    visit: Visit,
    session: Session,
    filling: Filling,
    question: Question,
    raw: Raw,
    *,
    from_check: bool,
    errors: dict[str, str] | None = None,
    came_from: str = "",
) -> Template:
    form, errors = filling.form, errors or {}
    before = form.previous(question.code, filling.answers)
    if from_check:
        back_href = filling.path("check")
    else:
        back_href = filling.path(before.code) if before else f"/apply/{filling.sheet.code}"
    made = page(
        visit,
        "cases/portal/question.html",
        status=422 if errors else 200,
        errors=errors,
        error=next(iter(errors.values()), ""),
        filling=filling,
        sheet=filling.sheet,
        question=question,
        kind=kind_of(question),
        raw=raw,
        counter=filling.counter,
        position=form.position(question.code, filling.answers),
        from_check=from_check,
        back_href=back_href,
        papers=await papers_shown(session, filling, question),
        came_from=came_from,
        about=filling.about(question),
        so_far=_so_far(filling, question),
        villages=await _villages(session) if kind_of(question).names_villages else (),
        auto="name" if question.code == filling.sheet.applicant.name else "off",
    )
    if kind_of(question).asks_where:
        made.headers["permissions-policy"] = LOCATING
    return made


async def _villages(session: Session) -> tuple[str, ...]:
    """The villages of this township, as its register of offices names them."""
    return tuple(office.name for office in await offices_here(session) if office.kind == "village")


def _so_far(filling: Filling, question: Question) -> list[tuple[str, str]]:
    """The last few answers before this question, for the empty side of a wide page."""
    told: list[tuple[str, str]] = []
    counted = filling.form.applying(filling.answers)
    for before in filling.form.asked(filling.answers):
        if before.code == question.code:
            break
        value, kind = counted.get(before.code), kind_of(before)
        if value is not None:
            told.append((before.label, kind.masked(before, value, filling.counter)))
    return told[-MOST_SO_FAR:]


ROUTES = [ask, answer]
