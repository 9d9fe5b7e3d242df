"""A page to read and go on from (说明): never answered."""

from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw


class Information(Kind):
    """Keeps nothing; whatever is sent with its page is not looked at."""

    code = "information"
    is_typed = False
    is_kept = False
    has_own_look = True
    fits_column = False

    def answer(self, question: Question, raw: Raw, counter: Counter) -> Value | None:
        return None

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        return None

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        return ""

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw()
