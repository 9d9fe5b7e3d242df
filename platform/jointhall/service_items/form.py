"""Filling in a sheet's form (填表), one question at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers, Question, Value
from jointhall.service_items.conditions import holds
from jointhall.service_items.counter import Counter
from jointhall.service_items.hooks.running import Ran, checked
from jointhall.service_items.questions import Unclear, kind_of
from jointhall.service_items.questions.computed_sum import ComputedSum
from jointhall.service_items.sheets import Sheet

Submitted = Mapping[str, Sequence[str] | str]
"""A page's fields as submitted: name → value or values."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far along the form is (第几题)."""

    number: int
    total: int

    def __str__(self) -> str:
        return _("第 %(number)s 题，共 %(total)s 题", number=self.number, total=self.total)


@dataclass(frozen=True)
class Form:
    """One sheet's form at one counter; answers are passed in and never kept here."""

    sheet: Sheet
    counter: Counter

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions asked, given the answers so far, in order.

        A question whose condition looks at a question that is not asked is not asked either.
        """
        return self._walked(answers)[0]

    def question(self, code: str, answers: Answers) -> Question | None:
        """The question with this code, if it is asked at all."""
        return next((q for q in self.asked(answers) if q.code == code), None)

    def first(self, answers: Answers) -> Question | None:
        """The first question without a proper answer; None when all are answered."""
        troubles = self.troubles(answers)
        return next((q for q in self.asked(answers) if q.code in troubles), None)

    def next(self, code: str, answers: Answers) -> Question | None:
        """The question after this one; None after the last."""
        return self._beside(code, answers, 1)

    def previous(self, code: str, answers: Answers) -> Question | None:
        """The question before this one; None before the first."""
        return self._beside(code, answers, -1)

    def position(self, code: str, answers: Answers) -> Position:
        asked = [q.code for q in self.asked(answers)]
        return Position(asked.index(code) + 1 if code in asked else len(asked), len(asked))

    def read(self, question: Question, submitted: Submitted) -> Value | None:
        """The answer on a submitted page; raises Unclear with a sentence."""
        kind = kind_of(question)
        return kind.answer(question, kind.raw(question, submitted), self.counter)

    def with_answer(self, answers: Answers, question: Question, value: Value | None) -> Answers:
        """The answers with this one put in, and those that no longer apply dropped."""
        put = {code: old for code, old in answers.items() if code != question.code}
        if value is not None:
            put[question.code] = value
        return self.applying(put)

    def applying(self, answers: Answers) -> dict[str, Value]:
        """Only the answers to questions that are asked, in the order of the form, sums computed."""
        return self._walked(answers)[1]

    def trouble(self, question: Question, answers: Answers) -> str | None:
        """What is wrong with the answer to this question, in a sentence; None when it is right."""
        return self._misread(question, answers) or self.ruled(answers).troubles.get(question.code)

    def ruled(self, answers: Answers) -> Ran:
        """What the item's own rules say of these answers (规则, @check)."""
        return checked(self.sheet, self.applying(answers), self.counter.today)

    def _misread(self, question: Question, answers: Answers) -> str | None:
        kind = kind_of(question)
        if not kind.is_typed:
            return None
        if question.code not in answers:
            return kind.missing(question) if question.is_required else None
        value = answers[question.code]
        try:
            if kind.answer(question, kind.typed(question, value), self.counter) == value:
                return None
        except Unclear as unclear:
            return unclear.words
        except (TypeError, LookupError, AttributeError, ValueError, ArithmeticError):
            pass
        return _("这一题的答案看不懂了，请重新填")

    def troubles(self, answers: Answers) -> dict[str, str]:
        """Every question that keeps the form from being sent: code → sentence."""
        ruled = self.ruled(answers).troubles
        found = (
            (q.code, self._misread(q, answers) or ruled.get(q.code)) for q in self.asked(answers)
        )
        return {code: words for code, words in found if words}

    def ineligible(self, answers: Answers) -> str | None:
        """Why this cannot be granted at all (不符合条件), told as soon as it is known."""
        return self.stopped_by(self.applying(answers))

    def stopped_by(self, counted: Answers) -> str | None:
        """The same for answers of which it is known that they all count."""
        for ground in self.sheet.ineligible:
            if holds(ground.when, counted, self.counter):
                return ground.words
        return None

    def shown(self, answers: Answers) -> tuple[tuple[Question, str], ...]:
        """Questions with their answers as people read them, for checking before sending."""
        asked, counted = self._walked(answers)
        return tuple(
            (q, kind_of(q).show(q, counted[q.code], self.counter))
            for q in asked
            if q.code in counted
        )

    def documents(self, answers: Answers) -> dict[str, tuple[dict[str, str], ...]]:
        """What was handed in for each material: material code → files of {"id", "name"}.

        What is no material, such as a signature, stands under the code of its question.
        """
        handed: dict[str, tuple[dict[str, str], ...]] = {}
        for question in self.asked(answers):
            if question.code in answers and kind_of(question).is_file:
                name = question.material or question.code
                handed[name] = (*handed.get(name, ()), *answers[question.code])
        return handed

    def _walked(self, answers: Answers) -> tuple[tuple[Question, ...], dict[str, Value]]:
        """The questions asked and the answers that count, from the first to the last."""
        asked: dict[str, Question] = {}
        counted: dict[str, Value] = {}
        for question in self.sheet.form:
            if question.only_if and not holds(question.only_if, counted, self.counter):
                continue
            kind = kind_of(question)
            if isinstance(kind, ComputedSum):
                counted[question.code] = kind.total(question, asked, counted, kind_of)
            elif kind.is_kept and question.code in answers:
                counted[question.code] = answers[question.code]
            asked[question.code] = question
        return tuple(asked.values()), counted

    def _beside(self, code: str, answers: Answers, way: int) -> Question | None:
        asked = self.asked(answers)
        codes = [q.code for q in asked]
        place = codes.index(code) + way if code in codes else -1
        return asked[place] if 0 <= place < len(asked) else None
