"""A line of text (短文字), such as a name."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear


class ShortText(Kind):
    """One line, at most 100 characters unless the sheet says otherwise."""

    code = "short_text"
    longest = 100

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        return within(raw.text(), question.longest or self.longest)


def within(text: str, longest: int) -> str:
    """The text, unless it is too long."""
    if len(text) > longest:
        words = _("写得太长了，最多%(most)s个字，现在有%(now)s个字", most=longest, now=len(text))
        raise Unclear(words)
    return text
