"""From one day until another (起止日期)."""

from datetime import date
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.day import day_from, day_shown
from jointhall.service_items.questions.kind import Kind, Raw, Unclear

_WORDS = {"从": "from", "到": "until"}


class Period(Kind):
    """Two dates, both counted in, kept as {"from": …, "until": …}."""

    code = "period"
    parts = ("from", "until")

    def told(self, question: Question, given: Any) -> Raw:
        """`从` and `到` in a worked example."""
        raw = super().told(question, given)
        return Raw({_WORDS.get(part, part): texts for part, texts in raw.parts.items()})

    def field(self, question: Question, part: str) -> str:
        # The first of the two fields carries the question's own id; see `parts/field.html`.
        return question.code if part in ("", "from") else f"{question.code}-{part}"

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        for part, words in (("from", _("请写从哪一天起")), ("until", _("请写到哪一天止"))):
            if not raw.text(part):
                raise Unclear(words, part=part)
        begins = day_from(raw.text("from"), part="from")
        ends = day_from(raw.text("until"), part="until")
        if ends < begins:
            raise Unclear(_("止的那一天不能早于起的那一天"), part="until")
        return {"from": begins.isoformat(), "until": ends.isoformat()}

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        begins, ends = (date.fromisoformat(value[part]) for part in self.parts)
        return _("%(begins)s至%(ends)s", begins=day_shown(begins), ends=day_shown(ends))

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return f"{value['from']}/{value['until']}"

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({part: [value[part]] for part in self.parts})
