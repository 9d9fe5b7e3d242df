"""Two choices of which the first decides what the second offers (联动选择)."""

from collections.abc import Iterator
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.asking import Choice, Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear, rows_of

_BETWEEN = "/"


class LinkedChoices(Kind):
    """Kept as [code, code]; a first choice with nothing under it stands alone."""

    code = "linked_choices"
    parts = ("", "first")
    """What was chosen; and, where the script made two lists, what was chosen in the first."""
    fits_column = False
    has_own_look = True
    script = "linked.js"

    def missing(self, question: Question) -> str:
        return _("请选一项")

    def told(self, question: Question, given: Any) -> Raw:
        if given is None:
            return Raw()
        return Raw({"": [_BETWEEN.join(str(each) for each in rows_of(given))]})

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = raw.text() or raw.text("first")
        for way in ways(question):
            codes = _BETWEEN.join(choice.code for choice in way)
            labels = _BETWEEN.join(choice.label for choice in way)
            if said in (codes, labels):
                return [choice.code for choice in way]
        first, _slash, second = said.partition(_BETWEEN)
        above = next((c for c in question.choices if first in (c.code, c.label)), None)
        if above and above.below and not second:
            raise Unclear(_("“%(label)s”里面还要再选一项", label=above.label))
        raise Unclear(_("这一项不在选项里，请重新选"))

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        for way in ways(question):
            if [choice.code for choice in way] == value:
                return _BETWEEN.join(choice.label for choice in way)
        return _BETWEEN.join(value)

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": [_BETWEEN.join(value)]})


def ways(question: Question) -> Iterator[tuple[Choice, ...]]:
    """Everything that can be chosen: first and second, or a first that has nothing under it."""
    for above in question.choices:
        if not above.below:
            yield (above,)
        for below in above.below:
            yield (above, below)
