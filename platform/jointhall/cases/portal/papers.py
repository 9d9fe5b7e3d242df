"""Papers of a draft or a case (材料): taken in, listed, taken out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import post
from litestar.datastructures import UploadFile
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import throw_away
from jointhall.documents.inspection import size_in_words
from jointhall.documents.models import Document
from jointhall.documents.queries import documents_by_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.asking import Question
from jointhall.service_items.questions import kind_of
from jointhall.web.access import resident
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import query

from ..filing import keep_answers
from ..handing_in import Given, hand_in
from ..models import Draft
from ..queries import find_case
from ..versions.keeping import papers_sent
from .filling import Filling, filling_of


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as its owner sees it listed."""

    id: UUID
    name: str
    size: str
    is_picture: bool


async def papers_shown(
    session: AsyncSession, filling: Filling, question: Question
) -> tuple[Paper, ...]:
    """What is there already for a question, in the order it came."""
    if not kind_of(question).is_file:
        return ()
    given = filling.answers.get(question.code, ())
    return await listed(session, [UUID(each["id"]) for each in given])


async def listed(session: AsyncSession, ids: Sequence[UUID]) -> tuple[Paper, ...]:
    found = await documents_by_id(session, ids)
    return tuple(_paper(found[id]) for id in ids if id in found)


def _paper(document: Document) -> Paper:
    return Paper(document.id, document.name, size_in_words(document.size), document.is_picture)


async def add_papers(
    visit: Visit,
    session: AsyncSession,
    filling: Filling,
    question: Question,
    uploads: Sequence[UploadFile],
    *,
    by: Actor,
) -> Given | None:
    """What is there with what came now; raises Unclear when it cannot be taken."""
    draft = filling.draft
    given, replaced = await hand_in(
        session, visit.tools, question, list(filling.answers.get(question.code, ())), uploads,
        draft_id=draft.id, resident_id=draft.resident_id, may_be_none=not question.is_required,
        by=by,
    )  # fmt: skip
    await _drop(session, visit.tools, draft, replaced, by=by)
    return given or None


@post("/drafts/{draft_id:uuid}/{code:str}/removal", guards=[resident])
async def take_out(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    form: Form,
    draft_id: InPath[UUID],
    code: InPath[str],
) -> Redirect:
    """Takes one paper out of the answer; the file is erased too."""
    filling = await filling_of(visit, session, draft_id, hold=True)
    question = filling.form.question(code, filling.answers)
    given: list[dict[str, str]] = list(filling.answers.get(code, ()))
    out = [each for each in given if each["id"] == form.get("paper")]
    if question is not None and out and kind_of(question).is_file:
        await _drop(session, visit.tools, filling.draft, out, by=viewer.actor())
        rest = [each for each in given if each not in out]
        answers = filling.form.with_answer(filling.answers, question, rest or None)
        keep_answers(visit.tools, filling.draft, answers)
    back_to = "check" if form.get("back_to") == "check" else ""
    return Redirect(visit.at(filling.path(code) + query({"back_to": back_to})), status_code=303)


async def _drop(
    session: AsyncSession,
    tools: Tools,
    draft: Draft,
    given: Sequence[dict[str, Any]],
    *,
    by: Actor,
) -> None:
    if not given:
        return
    # A draft of the same id as a case mends it: what was sent with the case is kept for good.
    case = await find_case(session, draft.id)
    sent = await papers_sent(session, tools, case) if case is not None else frozenset()
    found = await documents_by_id(session, [UUID(each["id"]) for each in given])
    for document in found.values():
        # What was sent stays: with others of a bundle, another case shows the same paper.
        is_its_own = document.owner_kind == "draft" and document.owner_id == draft.id
        if is_its_own and draft.sent_at is None and document.id not in sent:
            await throw_away(session, document, by=by)


ROUTES = [take_out]
