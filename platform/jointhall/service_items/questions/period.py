"""From one day until another (起止日期)."""

from datetime import date

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.day import day_from, day_shown
from jointhall.service_items.questions.kind import Kind, Raw, Unclear


class Period(Kind):
    """Two dates, both counted in, kept as {"from": …, "until": …}."""

    code = "period"
    parts = ("from", "until")

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
