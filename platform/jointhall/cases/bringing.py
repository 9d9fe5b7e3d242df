"""What the house knows already is brought along (带出): asked once, used everywhere (一次填写).

Gathered when a draft is begun, from the resident's own account and own earlier cases in every
township of the county, and kept sealed with the draft. A page offers it with where it came from;
it is an answer only when the resident sends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Letter, LetterStatus
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.kernel.words import _
from jointhall.people.queries import resident_by_id
from jointhall.service_items.asking import Answers, Prefill, Question, Value
from jointhall.service_items.conditions import holds
from jointhall.service_items.form import Form
from jointhall.service_items.queries import edition_of
from jointhall.service_items.questions import Unclear, kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from .answers import answers_of
from .counters import counter_at, directory_of
from .models import Case, Draft
from .queries import cases_of_resident

PURPOSE = "brought along"
LOOKS_BACK = 20
"""How many of the latest cases are looked through."""

Facts = dict[str, dict[str, Any]]
"""What is known: source (`profile.name`, `household`, `licence:<code>`, `earlier:<item>/<code>`)
→ its `value` and the `words` that say where it came from."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A value offered for a question, and where it came from, in words."""

    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class _Before:
    """An earlier case of the resident, opened."""

    case: Case
    sheet: Sheet
    answers: dict[str, Any]
    licence_number: str = field(default="")


async def bring_along(tools: Tools, place: Place, resident_id: UUID) -> bytes:
    """All that is known of the resident, sealed for a draft here; opens its own transactions."""
    facts = await _of_account(tools, resident_id)
    counter = await counter_at(tools, place)
    for before in await _earlier(tools, place, resident_id):
        words = _("从您%(day)s办的“%(item)s”里带出",
                  day=day_words(on_which_day(before.case.filed_at), with_year=True),
                  item=before.case.item_title)  # fmt: skip
        form = Form(before.sheet, counter)
        for question in form.asked(before.answers):
            value = before.answers.get(question.code)
            if value is None:
                continue
            sources = [
                source for source in _sources(question, before.case.item_code)
                if source.startswith("earlier:") or _was_own(form, question, source, before.answers)
            ]  # fmt: skip
            for source in sources:
                facts.setdefault(source, {"value": value, "words": words})
        for result in before.sheet.results:
            if result.licence and before.licence_number:
                told = {"value": before.licence_number, "words": words}
                facts.setdefault(f"licence:{result.licence}", told)
    return tools.secrets.seal(place.tenant_id, PURPOSE, orjson.dumps(facts))


def facts_of(secrets: Secrets, draft: Draft) -> Facts:
    """What was gathered when the draft was begun."""
    if draft.brought_sealed is None:
        return {}
    opened: Facts = orjson.loads(secrets.open(draft.tenant_id, PURPOSE, draft.brought_sealed))
    return opened


def brought(form: Form, question: Question, answers: Answers, facts: Facts) -> Brought | None:
    """What may be offered for this question: the first source that is known and fits it."""
    counted = form.applying(answers)
    for prefill in question.prefill:
        if prefill.only_if is not None and not holds(prefill.only_if, counted, form.counter):
            continue
        fact = facts.get(_key(prefill, form.sheet.code, question))
        if fact is None:
            continue
        value = _fitted(question, fact["value"])
        if value is not None and _can_be_shown(form, question, value):
            return Brought(value, fact["words"])
    return None


def came_from(form: Form, question: Question, answers: Answers, facts: Facts) -> str:
    """Where an answer came from, if it is still as it was brought along; else nothing."""
    found = brought(form, question, answers, facts) if question.prefill else None
    return found.words if found is not None and found.value == answers.get(question.code) else ""


async def _of_account(tools: Tools, resident_id: UUID) -> Facts:
    standing = Standing(door="mine", resident_id=resident_id)
    async with tools.database.transaction(standing, read_only=True) as session:
        resident = await resident_by_id(session, resident_id)
    if resident is None:
        return {}
    said = {
        "profile.name": resident.name(tools.secrets),
        "profile.id_number": resident.id_number(tools.secrets),
        "profile.phone": resident.phone(tools.secrets),
    }
    words = _("从您的账户带出")
    return {source: {"value": value, "words": words} for source, value in said.items() if value}


async def _earlier(tools: Tools, place: Place, resident_id: UUID) -> list[_Before]:
    """The resident's latest cases in this county, the newest first."""
    standing = Standing(door="mine", resident_id=resident_id)
    directory = directory_of(tools)
    async with tools.database.transaction(standing, read_only=True) as session:
        cases = []
        for case in await cases_of_resident(session, resident_id):
            there = await directory.by_id(case.tenant_id)
            if there is not None and there.county_id == place.county_id:
                cases.append(case)
        cases = cases[:LOOKS_BACK]
        licences = await _licences(session, cases)
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        return [
            _Before(
                case,
                await edition_of(session, case.item_code, case.edition),
                answers_of(tools.secrets, case),
                licences.get(case.id, ""),
            )
            for case in cases
        ]


async def _licences(session: AsyncSession, cases: Sequence[Case]) -> dict[UUID, str]:
    """The numbers of what was granted in these cases and is still in force."""
    rows = await session.execute(
        select(Letter.case_id, Letter.number_words).where(
            Letter.case_id.in_([case.id for case in cases]),
            Letter.kind == "granted",
            Letter.status == LetterStatus.MADE.value,
        )
    )
    return {row.case_id: row.number_words for row in rows}


def _sources(question: Question, item_code: str) -> list[str]:
    """Under which sources an answer to this question may be offered again."""
    own = [prefill.source for prefill in question.prefill if prefill.source != "licence"]
    return [*own, f"earlier:{item_code}/{question.code}/{question.kind}"]


def _was_own(form: Form, question: Question, source: str, answers: Answers) -> bool:
    """Whether the answer was about the resident, not about somebody they applied for."""
    counted = form.applying(answers)
    return any(
        prefill.source == source
        and (prefill.only_if is None or holds(prefill.only_if, counted, form.counter))
        for prefill in question.prefill
    )


def _key(prefill: Prefill, item_code: str, question: Question) -> str:
    if prefill.source == "licence":
        return f"licence:{prefill.licence}"
    if prefill.source == "earlier":
        return f"earlier:{item_code}/{question.code}/{question.kind}"
    return prefill.source


def _fitted(question: Question, value: Value) -> Value | None:
    """The value as this question takes it: rows without columns it does not have."""
    if question.kind not in ("household", "table"):
        return value
    if not isinstance(value, list):
        return None
    known = {"name", "id_number", "relation"} if question.kind == "household" else set()
    known |= {column.code for column in question.columns}
    return [
        {code: said for code, said in row.items() if code in known}
        for row in value
        if isinstance(row, Mapping)
    ]


def _can_be_shown(form: Form, question: Question, value: Value) -> bool:
    """Whether the page can put it into its fields; whether it is right is seen when it is sent."""
    try:
        kind = kind_of(question)
        kind.typed(question, value)
        if question.kind not in ("household", "table"):
            return bool(kind.answer(question, kind.typed(question, value), form.counter) == value)
    except (Unclear, TypeError, LookupError, AttributeError, ValueError):
        return False
    return True
