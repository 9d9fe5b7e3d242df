"""One of several (单选), nothing preselected."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear


class OneChoice(Kind):
    """Kept as the code of the choice."""

    code = "one_choice"

    def missing(self, question: Question) -> str:
        return _("请选一项")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        chosen = chosen_code(question, raw.text())
        if chosen is None:
            raise Unclear(self.missing(question))
        return chosen

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return label_of(question, value)


def chosen_code(question: Question, said: str) -> str | None:
    """The code of the choice said by code or by its words."""
    return next((c.code for c in question.choices if said in (c.code, c.label)), None)


def label_of(question: Question, code: str) -> str:
    """The words of a choice; its code when the sheet no longer offers it."""
    choice = question.choice(code)
    return choice.label if choice else code
