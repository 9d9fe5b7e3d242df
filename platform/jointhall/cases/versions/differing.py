"""What changed from one version to the next (补正前后对照), question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document
from jointhall.documents.queries import documents_by_id
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers, Question
from jointhall.service_items.counter import Counter
from jointhall.service_items.form import Form
from jointhall.service_items.queries import edition_of
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from ..answers import answers_of
from ..counters import counter_at
from ..models import Case
from ..sight import Scope
from .keeping import answers_then, digest_of
from .models import how_many, versions_of


@dataclass(frozen=True, slots=True)
class Change:
    """One question that is answered otherwise than before."""

    label: str
    kind: str
    before: str = ""
    after: str = ""
    papers_before: tuple[Document, ...] = ()
    papers_after: tuple[Document, ...] = ()

    @property
    def is_of_papers(self) -> bool:
        return bool(self.papers_before or self.papers_after)


@dataclass(frozen=True, slots=True)
class Turn:
    """One correction: what was asked, when it came, what it changed."""

    number: int
    asked: str
    sent_at: datetime
    changes: tuple[Change, ...]
    digest: str
    holds: bool
    """The version kept is, bit for bit, the one that was sent then."""


async def turns_of(
    session: AsyncSession, tools: Tools, place: Place, case: Case, scope: Scope, *, masked: bool
) -> list[Turn]:
    """Every correction of a case, the first one first; what is not to be seen is hidden."""
    if scope.is_shut:
        return []
    kept = await versions_of(session, case)
    counter = await counter_at(tools, place)
    every = [answers_then(tools, one) for one in kept] + [answers_of(tools.secrets, case)]
    sheets = [await edition_of(session, case.item_code, one.edition) for one in kept]
    sheets.append(await edition_of(session, case.item_code, case.edition))
    turns = []
    for n, version in enumerate(kept):
        changes = await _changes(
            session, (sheets[n], every[n]), (sheets[n + 1], every[n + 1]), counter, scope,
            masked=masked,
        )  # fmt: skip
        turns.append(
            Turn(
                n + 1, version.asked, version.replaced_at, tuple(changes), version.sha256,
                digest_of(every[n]) == version.sha256,
            )
        )  # fmt: skip
    return turns


async def how_many_changes(
    session: AsyncSession, tools: Tools, place: Place, case: Case, scope: Scope
) -> int:
    """How many answers were mended, as this desk sees it; nothing is opened where none was."""
    if not await how_many(session, case):
        return 0
    turns = await turns_of(session, tools, place, case, scope, masked=False)
    return sum(len(turn.changes) for turn in turns)


async def _changes(
    session: AsyncSession,
    before: tuple[Sheet, Answers],
    after: tuple[Sheet, Answers],
    counter: Counter,
    scope: Scope,
    *,
    masked: bool,
) -> list[Change]:
    was, now = _asked(*before, counter), _asked(*after, counter)
    files = {id for _q, value in (*was.values(), *now.values()) for id in _ids(value)}
    found = await documents_by_id(session, files)
    changes = []
    for code in dict.fromkeys((*was, *now)):
        old, new = was.get(code), now.get(code)
        if old is not None and new is not None and old[1] == new[1]:
            continue
        question = (new or old or (None,))[0]
        assert question is not None
        kind = _("改了") if old and new else _("新答的") if new else _("不用答了")
        if kind_of(question).is_file:
            if scope.hands_over(question.material):
                changes.append(
                    Change(
                        question.label, kind, papers_before=_papers(old, found),
                        papers_after=_papers(new, found),
                    )
                )  # fmt: skip
            continue
        hides = masked or not scope.shows(code)
        changes.append(
            Change(question.label, kind, _said(old, counter, hides), _said(new, counter, hides))
        )
    return changes


Answered = tuple[Question, Any]


def _asked(sheet: Sheet, answers: Answers, counter: Counter) -> dict[str, Answered]:
    form = Form(sheet, counter)
    counted = form.applying(answers)
    return {
        question.code: (question, counted[question.code])
        for question in form.asked(answers)
        if question.code in counted
    }


def _said(answered: Answered | None, counter: Counter, hides: bool) -> str:
    if answered is None:
        return ""
    question, value = answered
    kind = kind_of(question)
    return (kind.masked if hides else kind.show)(question, value, counter)


def _ids(value: Any) -> list[UUID]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    return [UUID(one["id"]) for one in value if isinstance(one, Mapping) and "id" in one]


def _papers(answered: Answered | None, found: Mapping[UUID, Document]) -> tuple[Document, ...]:
    if answered is None:
        return ()
    return tuple(found[id] for id in _ids(answered[1]) if id in found)


async def paper_of_a_version(
    session: AsyncSession, tools: Tools, place: Place, case: Case, scope: Scope, id: UUID
) -> Document | None:
    """A paper that was sent once and replaced, for those who may see what stands in its place."""
    counter = await counter_at(tools, place)
    for version in await versions_of(session, case):
        sheet = await edition_of(session, case.item_code, version.edition)
        for question, value in _asked(sheet, answers_then(tools, version), counter).values():
            is_shown = kind_of(question).is_file and scope.hands_over(question.material)
            if is_shown and id in _ids(value):
                return (await documents_by_id(session, [id])).get(id)
    return None
