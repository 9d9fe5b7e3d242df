"""A place as people say it (村和地址): the village by its register, the rest in their words."""

from collections.abc import Sequence

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.short_text import within


class Address(Kind):
    """Kept as one text: the village chosen, or another township, and what was written after it."""

    code = "address"
    parts = ("village", "")
    names_villages = True
    has_own_look = True
    longest = 200

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        chosen, rest = within(raw.text("village"), 40), raw.text()
        text = rest if rest.startswith(chosen) else chosen + rest
        within(text, question.longest or self.longest)
        if text == chosen and counter.township(text):
            raise Unclear(_("请写到村，比如：%(township)s黄荆坪村三组", township=text))
        if len(text) < 2:
            raise Unclear(_("写得太短，请写到村，比如：黄荆坪村三组"))
        return text

    def split(self, raw: Raw, villages: Sequence[str], counter: Counter) -> tuple[str, str]:
        """What is chosen in the list of the page, and what stands in the line after it."""
        known = [*villages, *(place.name for place in counter.townships)]
        text = raw.text()
        starts = [name for name in known if text.startswith(name)]
        chosen = raw.text("village") or max(starts, key=len, default="")
        return (chosen, text.removeprefix(chosen)) if chosen in known else ("", chosen + text)
