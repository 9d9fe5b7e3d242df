"""A village or a place within the township (村和地址)."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.short_text import within


class Address(Kind):
    """A place as people say it: village, group, landmark."""

    code = "address"
    longest = 200

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        text = within(raw.text(), question.longest or self.longest)
        if len(text) < 2:
            raise Unclear(_("写得太短，请写到村，比如：黄荆坪村三组"))
        return text
