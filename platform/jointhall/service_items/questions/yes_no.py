"""Yes or no (是否), nothing preselected."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear

MEANS = {"yes": True, "是": True, "no": False, "否": False}


class YesNo(Kind):
    """Kept as true or false."""

    code = "yes_no"

    def missing(self, question: Question) -> str:
        return _("请选“是”或“否”")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        said = raw.text()
        if said not in MEANS:
            raise Unclear(self.missing(question))
        return MEANS[said]

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return _("是") if value else _("否")

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": ["yes" if value is True else "no"]})
