"""Several lines of text (长文字)."""

from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw
from jointhall.service_items.questions.short_text import within


class LongText(Kind):
    """Text with line breaks, at most 1,000 characters unless the sheet says otherwise."""

    code = "long_text"
    longest = 1000

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        return within(raw.long_text(), question.longest or self.longest)
