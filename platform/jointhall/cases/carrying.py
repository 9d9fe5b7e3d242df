"""A draft carried over to a new version (草稿换新版): what fits stays, the rest is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.asking import Answers, Choice, Question
from jointhall.service_items.bundles.form import form_for
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet

from .answers import answers_of, open_answers, seal_answers
from .models import Draft

MOST_NAMED = 3

Aside = Mapping[str, Mapping[str, Any]]
"""What was answered and has no place now: question code → its `label`, what was `said`, `value`."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers as they fit the new version, and what became of the others."""

    answers: dict[str, Any]
    aside: dict[str, dict[str, Any]]
    again: tuple[Question, ...]
    """Answered before, to be answered again."""
    added: tuple[Question, ...]
    """Not asked before."""
    dropped: tuple[str, ...]
    """Labels of what is not asked any more."""

    @property
    def words(self) -> str:
        """What changed, in one plain sentence."""
        if not (self.again or self.added or self.dropped):
            return _("这件事的表换了新版，您填过的都留着，不用重填。")
        parts = [_("这件事的表换了新版，您填过的%(n)s题都留着", n=len(self.answers))]
        if self.again:
            parts.append(_("有%(n)s题要再答一遍（%(names)s）", n=len(self.again),
                           names=_named([one.label for one in self.again])))  # fmt: skip
        if self.added:
            parts.append(_("新加了%(n)s题（%(names)s）", n=len(self.added),
                           names=_named([one.label for one in self.added])))  # fmt: skip
        if self.dropped:
            parts.append(_("%(n)s题不用答了（%(names)s）", n=len(self.dropped),
                           names=_named(self.dropped)))  # fmt: skip
        return _("%(parts)s。", parts="，".join(parts))


def carried(before: Sheet, after: Sheet, answers: Answers, counter: Counter) -> Carried:
    """These answers to the old version's form, held against the new one's."""
    form = form_for(after, counter)
    fitting = {
        code: value
        for code, value in answers.items()
        if (old := before.question(code)) and (new := after.question(code)) and fits(old, new)
    }
    # What the new version would not take is asked again, whatever it looks like.
    unfit = {question.code for question in form.asked(fitting)
             if question.code in fitting and form.trouble(question, fitting)}  # fmt: skip
    kept = form.applying({code: said for code, said in fitting.items() if code not in unfit})
    asked = {question.code: question for question in form.asked(kept)}
    lost = [code for code in answers if code not in kept]
    old_codes = {question.code for question in before.form}
    return Carried(
        answers=kept,
        aside={code: _laid_by(before, code, answers[code], counter) for code in lost},
        again=tuple(asked[code] for code in lost if code in asked),
        added=tuple(
            one
            for one in asked.values()
            if one.code not in old_codes and kind_of(one).missing(one) and one.is_required
        ),
        dropped=tuple(_label(before, code) for code in lost if code not in asked),
    )


def fits(old: Question, new: Question) -> bool:
    """Whether an answer to the one is an answer to the other: same kind, unit, choices, columns."""
    return (
        (old.code, old.kind, old.several, old.unit, old.material)
        == (new.code, new.kind, new.several, new.unit, new.material)
        and _choices(old.choices) == _choices(new.choices)
        and len(old.columns) == len(new.columns)
        and all(fits(*pair) for pair in zip(old.columns, new.columns, strict=True))
    )


def carry(tools: Tools, draft: Draft, after: Sheet, found: Carried) -> None:
    """Puts a draft on the new version, with a new one-time number for its check page."""
    laid_by = {**aside_of(tools, draft), **found.aside}
    draft.submission_id = number_after(draft.submission_id, after.edition)
    draft.edition, draft.title = after.edition, after.title
    draft.answers_sealed = seal_answers(tools.secrets, draft.tenant_id, found.answers)
    draft.aside_sealed = (
        seal_answers(tools.secrets, draft.tenant_id, laid_by) if laid_by else draft.aside_sealed
    )
    draft.carried_words = found.words


async def carry_held(
    session: AsyncSession, tools: Tools, draft: Draft, before: Sheet, after: Sheet, counter: Counter
) -> Carried:
    """Carries a draft that is held, and notes it in the journal."""
    found = carried(before, after, answers_of(tools.secrets, draft), counter)
    carry(tools, draft, after, found)
    record(
        session, "draft.carried", who=SYSTEM, subject=f"draft:{draft.id}",
        words=_("草稿换成了新版"), for_whom=draft.resident_id, edition=after.edition,
        again=[one.code for one in found.again], aside=sorted(found.aside),
    )  # fmt: skip
    return found


def aside_of(tools: Tools, draft: Draft) -> dict[str, dict[str, Any]]:
    """What was answered in earlier versions and has no place in this one."""
    if draft.aside_sealed is None:
        return {}
    return open_answers(tools.secrets, draft.tenant_id, draft.aside_sealed)


def number_after(before: UUID, edition: str) -> UUID:
    """The one-time number after carrying: the same however often it is reckoned."""
    return uuid5(before, edition)


def _laid_by(before: Sheet, code: str, value: Any, counter: Counter) -> dict[str, Any]:
    question = before.question(code)
    said = ""
    if question is not None:
        try:
            said = kind_of(question).show(question, value, counter)
        except (TypeError, LookupError, AttributeError, ValueError, ArithmeticError):
            # Nobody can read it any more; it is kept all the same.
            said = ""
    return {"label": _label(before, code), "said": said, "value": value}


def _label(sheet: Sheet, code: str) -> str:
    question = sheet.question(code)
    return question.label if question else code


def _choices(choices: tuple[Choice, ...]) -> tuple[Any, ...]:
    return tuple((one.code, one.label, _choices(one.below)) for one in choices)


def _named(labels: list[str] | tuple[str, ...]) -> str:
    named = "、".join(f"“{label.rstrip('？?')}”" for label in labels[:MOST_NAMED])
    return named if len(labels) <= MOST_NAMED else _("%(names)s等", names=named)
