"""Any of several (多选)."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.one_choice import chosen_code, label_of


class SeveralChoices(Kind):
    """Kept as a list of codes in the order of the sheet."""

    code = "several_choices"

    def missing(self, question: Question) -> str:
        return _("请至少选一项")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = [chosen_code(question, text) for text in raw.texts()]
        if None in said:
            raise Unclear(_("有一项不在选项里，请重新选"))
        return [c.code for c in question.choices if c.code in said]

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return "、".join(label_of(question, code) for code in value)

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": list(value)})
