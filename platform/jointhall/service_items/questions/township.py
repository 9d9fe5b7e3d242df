"""One or several townships of the county (乡镇), such as those in which a piece of ground lies."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear


class Township(Kind):
    """Kept as a division code of 12 digits, or a list of them when several may be chosen."""

    code = "township"

    def missing(self, question: Question) -> str:
        return _("请至少选一个乡镇") if question.several else _("请选一个乡镇")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        places = [counter.township(said) for said in raw.texts()]
        if None in places:
            raise Unclear(_("有一个乡镇不在本县，请重新选"))
        chosen = {place.code for place in places if place}
        if question.several:
            return [place.code for place in counter.townships if place.code in chosen]
        if len(chosen) != 1:
            raise Unclear(_("只能选一个乡镇"))
        return chosen.pop()

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return "、".join(_name(code, counter) for code in codes_of(value))

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"": codes_of(value)})


def codes_of(value: Value) -> list[str]:
    """The division codes in an answer, whether one or several."""
    return [value] if isinstance(value, str) else list(value)


def _name(code: str, counter: Counter) -> str:
    place = counter.township(code)
    return place.name if place else code
