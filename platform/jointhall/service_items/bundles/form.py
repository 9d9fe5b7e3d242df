"""Filling in several items at once (一次填几件): each item's own form says what it wants."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers, Question, Value
from jointhall.service_items.bundles.composing import TOGETHER, Bundled, Part, together_of
from jointhall.service_items.conditions import holds
from jointhall.service_items.counter import Counter
from jointhall.service_items.form import Form, Position, Submitted
from jointhall.service_items.hooks.running import Ran
from jointhall.service_items.questions import Unclear, kind_of
from jointhall.service_items.sheets import Sheet


@dataclass(frozen=True)
class BundleForm(Form):
    """The form of a bundle: what is asked is what one of the chosen items asks."""

    bundled: Bundled

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return {part.code: Form(part.sheet, self.counter) for part in self.bundled.parts}

    def item(self, part: Part) -> Form:
        """The item's own form."""
        return self._forms[part.code]

    def applies(self, counted: Answers) -> tuple[Part, ...]:
        """The items that are for somebody who answers so."""
        return tuple(
            part for part in self.bundled.parts
            if part.member.only_if is None or holds(part.member.only_if, counted, self.counter)
        )  # fmt: skip

    def chosen(self, answers: Answers) -> tuple[Part, ...]:
        """The items that are done together; none before that is answered."""
        said = answers.get(TOGETHER)
        wanted = set(said) if isinstance(said, list) else set()
        return tuple(part for part in self.applies(answers) if part.code in wanted)

    def of_item(self, part: Part, answers: Answers) -> dict[str, Value]:
        """The answers that count for this item, as its own form takes them."""
        return self.item(part).applying(part.answers(answers, self.counter))

    def read(self, question: Question, submitted: Submitted) -> Value | None:
        value = super().read(question, submitted)
        if question.code == TOGETHER:
            offered = [part.member for part in self.bundled.parts if question.choice(part.code)]
            left_out = [m.name for m in offered if m.is_must and m.code not in (value or ())]
            if left_out:
                names = "、".join(f"“{name}”" for name in left_out)
                raise Unclear(_("%(names)s是这件事里一定要办的，请把勾打上", names=names))
        return value

    def with_answer(
        self, answers: Answers, question: Question, value: Value | None
    ) -> dict[str, Value]:
        """A changed first answer may make other items apply: which ones is asked again."""
        put = dict(answers)
        is_first = any(question.code == one.code for one in self.bundled.bundle.first)
        if is_first and TOGETHER in put:
            before = {part.code for part in self.applies(put)}
            after = {**put, question.code: value}
            if before != {part.code for part in self.applies(after)}:
                del put[TOGETHER]
        return dict(super().with_answer(put, question, value))

    def position(self, code: str, answers: Answers) -> Position:
        """How far along; before the items are chosen, as if all that apply were."""
        told = super().position(code, answers)
        if self.chosen(self.applying(answers)):
            return told
        parts = self.applies(answers) or self.bundled.parts
        wanted, _sums = self._wanted(answers, parts)
        return Position(told.number, max(told.total, len(self._before(answers)) + len(wanted)))

    def _before(self, answers: Answers) -> list[str]:
        """The bundle's own questions for these answers, and which items."""
        first = [one.code for one in self.bundled.bundle.first
                 if one.only_if is None or holds(one.only_if, answers, self.counter)]  # fmt: skip
        return [*first, TOGETHER]

    def without(self, answers: Answers, code: str) -> dict[str, Value]:
        """The answers when this item is not done after all."""
        rest = [one for one in answers.get(TOGETHER, ()) if one != code]
        return self.applying({**answers, TOGETHER: rest})

    def refused(self, answers: Answers) -> tuple[tuple[Part, str], ...]:
        """The chosen items that cannot be granted, each with why."""
        said = (
            (part, self.item(part).stopped_by(self.of_item(part, answers)))
            for part in self.chosen(answers)
        )
        return tuple((part, why) for part, why in said if why)

    def ineligible(self, answers: Answers) -> str | None:
        for part, why in self.refused(answers):
            return _("“%(item)s”现在办不了：%(why)s", item=part.member.name, why=why)
        counted = self.applying(answers)
        answered = all(q.code in counted or not q.is_required for q in self.bundled.bundle.first)
        if answered and not self.applies(counted):
            return _("按您说的情况，这里没有可以一起办的。")
        return None

    def stopped_by(self, counted: Answers) -> str | None:
        return self.ineligible(counted)

    def ruled(self, answers: Answers) -> Ran:
        """What the chosen items' own rules say, told beside the questions of the bundle."""
        ran = Ran()
        for part in self.chosen(answers):
            own = self.item(part).ruled(part.answers(answers, self.counter))
            for code, words in own.troubles.items():
                asked_as = part.asked_as(code)
                if asked_as:
                    ran.troubles.setdefault(asked_as, words)
            ran.failed.extend(own.failed)
        return ran

    def proposed(self, question: Question, answers: Answers) -> list[str] | None:
        """What is ticked beforehand: everything that applies."""
        if question.code != TOGETHER:
            return None
        return [part.code for part in self.applies(self.applying(answers))]

    def about(self, question: Question, answers: Answers) -> tuple[str, ...]:
        """For which of the chosen items this is asked, by what they are called."""
        if any(question.code == one.code for one in self.bundled.bundle.first):
            return ()
        asking = {part.code for part in self.bundled.parts_asking(question.code)}
        return tuple(p.member.name for p in self.chosen(answers) if p.code in asking)

    def documents(self, answers: Answers) -> dict[str, tuple[dict[str, str], ...]]:
        handed: dict[str, tuple[dict[str, str], ...]] = {}
        for part in self.chosen(answers):
            for name, files in self.item(part).documents(self.of_item(part, answers)).items():
                handed[f"{part.code}__{name}"] = files
        return handed

    def _walked(self, answers: Answers) -> tuple[tuple[Question, ...], dict[str, Value]]:
        counted: dict[str, Value] = {}
        asked: list[Question] = []
        for question in self.bundled.bundle.first:
            if question.only_if and not holds(question.only_if, counted, self.counter):
                continue
            asked.append(question)
            if question.code in answers:
                counted[question.code] = answers[question.code]
        applying = [part.member for part in self.applies(counted)]
        if applying:
            together = together_of(applying)
            asked.append(together)
            said = answers.get(TOGETHER)
            if isinstance(said, list):
                kept = [one.code for one in together.choices if one.code in said]
                counted |= {TOGETHER: kept} if kept else {}
        wanted, sums = self._wanted({**answers, **counted}, self.chosen(counted))
        for question in self.bundled.form:
            if question.code not in wanted:
                continue
            asked.append(question)
            if question.code in sums:
                counted[question.code] = sums[question.code]
            elif kind_of(question).is_kept and question.code in answers:
                counted[question.code] = answers[question.code]
        return tuple(asked), counted

    def _wanted(self, answers: Answers, parts: Iterable[Part]) -> tuple[set[str], dict[str, Value]]:
        """The questions these items ask, given the answers; and what they add up."""
        first = {question.code for question in self.bundled.bundle.first}
        wanted: set[str] = set()
        sums: dict[str, Value] = {}
        for part in parts:
            form, own = self.item(part), part.answers(answers, self.counter)
            counted = form.applying(own)
            for question in form.asked(own):
                code = part.asked_as(question.code)
                if code is None or question.code in part.known or code in first:
                    continue
                wanted.add(code)
                if question.kind == "computed_sum":
                    sums[code] = counted[question.code]
        return wanted, sums


def form_for(sheet: Sheet, counter: Counter) -> Form:
    """The form of a sheet, be it an item's or a bundle's."""
    return BundleForm(sheet, counter, sheet) if isinstance(sheet, Bundled) else Form(sheet, counter)


def forms_of(form: Form, answers: Answers) -> tuple[tuple[Form, dict[str, Value]], ...]:
    """Each item that is applied for, as its own form with its own answers."""
    if not isinstance(form, BundleForm):
        return ((form, form.applying(answers)),)
    return tuple((form.item(one), form.of_item(one, answers)) for one in form.chosen(answers))
