"""Filling in for the applicant at the window (代填): as many questions on a page as can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.response import Redirect, Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import throw_away
from jointhall.documents.models import Document
from jointhall.documents.queries import document_of, documents_by_id, documents_of
from jointhall.documents.serving import sent
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.questions import Raw, Unclear, kind_of
from jointhall.service_items.questions.file import File
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query
from jointhall.web.visit import Visit as TheVisit

from ...handing_in import Given, hand_in
from ...sight import files_in
from ..queries import intake_of
from ..taking_in import keep_filled, throw_intake_away
from .table import Table, on_the_table

DROP = "drop "


@dataclass(slots=True)
class Read:
    """What a page said: answers that are right, the rest as it was typed with what is wrong."""

    answers: dict[str, Any]
    raws: dict[str, Raw] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    is_to_be_shown: bool = False
    """A row more or less, a paper taken out: the page is shown again as it is."""


@get("/workbench/intakes/{id:uuid}/form", guards=[may("case:accept")])
async def show(
    visit: Visit, session: Session, id: InPath[UUID], at: InQuery[int | None] = None
) -> Template | Redirect:
    """A page of the form, with what is filled in so far."""
    table = await on_the_table(visit, session, id)
    if table.intake.status != "draft":
        return Redirect(visit.at(f"/workbench/intakes/{id}"), status_code=303)
    return await _page(visit, table, max(at or 1, 1), Read(table.answers))


@post("/workbench/intakes/{id:uuid}/form", guards=[may("case:accept")], status_code=200)
async def keep(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Template | Redirect:
    """Keeps what is right and goes on; what is wrong is said beside each field."""
    by = viewer.actor()
    table = await on_the_table(visit, session, id, hold=True)
    table.intake.must_be_a_draft()
    number, go = _whole(form.get("at")), str(form.get("go", ""))
    read = await _read(visit, table, form, go, by=by)
    table.intake.edition, table.intake.item_title = table.form.sheet.edition, table.form.sheet.title
    keep_filled(visit.tools, table.intake, read.answers)
    if go == "save" and not read.errors:
        return Redirect(visit.at("/workbench/intakes") + query({"which": "draft"}), status_code=303)
    after = Table(table.intake, table.there, table.form, read.answers, table.villages, True)
    if read.errors or read.is_to_be_shown:
        return await _page(visit, after, number, read)
    unsaid = {q.code for q in after.form.asked(read.answers)} - set(_shown(form))
    pages = after.pages()
    here = pages[min(number, len(pages)) - 1]
    if any(q.code in unsaid and q.code not in read.answers for q in here if kind_of(q).is_typed):
        # An answer on this page brought questions that were not on it.
        return Redirect(_path(visit, id, number), status_code=303)
    if number < len(pages):
        return Redirect(_path(visit, id, number + 1), status_code=303)
    return Redirect(visit.at(f"/workbench/intakes/{id}/check"), status_code=303)


@get("/workbench/intakes/{id:uuid}/papers/{paper:uuid}", guards=[may("case:accept")])
async def paper_shown(
    visit: Visit, session: Session, id: InPath[UUID], paper: InPath[UUID]
) -> Stream:
    """A paper scanned at the window, while it is still here."""
    intake = await intake_of(session, id)
    document = await document_of(session, paper)
    if document.owner_id != intake.id:
        raise NotHere(_("没有这份材料。"))
    return await sent(
        visit.tools, document.tenant_id, document.store_key, name=document.name,
        media_type=document.media_type, in_place=True,
    )  # fmt: skip


@post("/workbench/intakes/{id:uuid}/removal", guards=[may("case:accept")])
async def drop(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Redirect:
    """Throws away what was begun and not sent, with the papers scanned for it."""
    intake = await intake_of(session, id, hold=True)
    intake.must_be_a_draft()
    for document in await documents_of(session, "draft", intake.id):
        await throw_away(session, document, by=viewer.actor())
    await throw_intake_away(session, intake, by=viewer.actor())
    return Redirect(visit.at("/workbench/intakes"), status_code=303)


async def _read(visit: TheVisit, table: Table, form: Form, go: str, *, by: Actor) -> Read:
    """Question by question, in the order of the form: one may bring the next."""
    submitted = {name: [str(v) for v in form.getall(name)] for name in form}
    shown, counter = set(_shown(form)), table.form.counter
    read = Read(dict(table.answers))
    for question in table.form.sheet.form:
        kind = kind_of(question)
        if question.code not in shown or not kind.is_typed:
            continue
        if table.form.question(question.code, read.answers) is None:
            continue
        raw = kind.raw(question, submitted)
        if (changed := kind.pressed(question, raw, go)) is not None:
            read.raws[question.code], read.is_to_be_shown = changed, True
            with suppress(Unclear):
                _put(table, read, question, kind.answer(question, changed, counter))
            continue
        try:
            if isinstance(kind, File):
                value: Any = await _papers(visit, table, read, question, form, go, by=by)
            else:
                value = kind.answer(question, raw, counter)
        except Unclear as unclear:
            if go == "save" and kind.is_blank(question, raw):
                continue
            read.raws[question.code] = raw
            read.errors |= {
                kind.field(question, part): said for part, said in unclear.troubles.items()
            }
            continue
        _put(table, read, question, value)
    if not read.errors and go != "save":
        ruled = table.form.ruled(read.answers).troubles
        read.errors |= {code: words for code, words in ruled.items() if code in shown}
    return read


def _put(table: Table, read: Read, question: Question, value: Any) -> None:
    read.answers = dict(table.form.with_answer(read.answers, question, value))


async def _papers(
    visit: TheVisit,
    table: Table,
    read: Read,
    question: Question,
    form: Form,
    go: str,
    *,
    by: Actor,
) -> Given | None:
    """The papers of a question with what was scanned now; raises Unclear."""
    session = await visit.session()
    there: Given = list(read.answers.get(question.code, ()))
    out = [one for one in there if go == f"{DROP}{one['id']}"]
    if out:
        await _throw_away(session, table, out, by=by)
        there, read.is_to_be_shown = [one for one in there if one not in out], True
    given, replaced = await hand_in(
        session, visit.tools, question, there,
        [one for one in form.getall(question.code, []) if isinstance(one, UploadFile)],
        draft_id=table.intake.id, resident_id=table.intake.resident_id,
        may_be_none=bool(out) or not question.is_required, by=by,
    )  # fmt: skip
    await _throw_away(session, table, replaced, by=by)
    return given or None


async def _throw_away(
    session: AsyncSession, table: Table, given: Sequence[Mapping[str, str]], *, by: Actor
) -> None:
    found = await documents_by_id(session, [UUID(one["id"]) for one in given])
    for document in found.values():
        if document.owner_id == table.intake.id:
            await throw_away(session, document, by=by)


async def _page(visit: TheVisit, table: Table, number: int, read: Read) -> Template:
    pages = table.pages()
    number = min(number, len(pages))
    kinds = [kind_of(question) for question in pages[number - 1]]
    session = await visit.session()
    ids = files_in(table.form.sheet, table.answers, table.form.counter)
    made: Template = page(
        visit, "cases/workbench/intake_form.html", status=422 if read.errors else 200,
        table=table, intake=table.intake, sheet=table.form.sheet, errors=read.errors,
        summed_up=_summed_up(pages[number - 1], read.errors),
        questions=[
            (question, kind, _typed(table, question, read), _said(read, question, kind.parts))
            for question, kind in zip(pages[number - 1], kinds, strict=True)
        ],
        papers=await _listed(session, ids), number=number, total=len(pages),
        counter=table.form.counter, villages=table.villages, auto="off",
        scripts=sorted({kind.script for kind in kinds if kind.script}),
        has_own_look=any(kind.has_own_look for kind in kinds), drop=DROP,
        applicant=_applicant(visit, table),
        path=visit.at(f"/workbench/intakes/{table.intake.id}"),
    )  # fmt: skip
    return made


def _summed_up(questions: Sequence[Question], errors: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, each with its question: on a long page a sentence alone says too little."""
    labels = {question.code: question.label.rstrip("？?：") for question in questions}
    return {
        name: _("%(label)s：%(words)s", label=labels[code], words=words)
        if (code := _code_of(name, labels))
        else words
        for name, words in errors.items()
    }


def _code_of(field: str, codes: Iterable[str]) -> str:
    """The question a field belongs to: its own, or one part of it."""
    return next((one for one in codes if field == one or field.startswith(f"{one}-")), "")


def _typed(table: Table, question: Question, read: Read) -> Raw:
    if question.code in read.raws:
        return read.raws[question.code]
    value = table.answers.get(question.code)
    return kind_of(question).typed(question, value) if value is not None else Raw()


def _said(read: Read, question: Question, parts: Sequence[str]) -> str:
    """The sentence for a question as a whole: of itself, or else of the first of its fields."""
    fields = [question.code, *(f"{question.code}-{part}" for part in parts if part)]
    return next((read.errors[one] for one in fields if one in read.errors), "")


async def _listed(session: AsyncSession, ids: Sequence[UUID]) -> dict[str, Document]:
    return {str(id): one for id, one in (await documents_by_id(session, ids)).items()}


def _applicant(visit: TheVisit, table: Table) -> str:
    return visit.tools.secrets.open_text(
        table.intake.tenant_id, "applicant", table.intake.applicant_sealed
    )


def _shown(form: Form) -> list[str]:
    return str(form.get("shown", "")).split()


def _whole(said: object) -> int:
    text = str(said or "")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _path(visit: TheVisit, id: UUID, number: int) -> str:
    return visit.at(f"/workbench/intakes/{id}/form") + query({"at": number})


ROUTES: list[Any] = [show, keep, paper_shown, drop]
