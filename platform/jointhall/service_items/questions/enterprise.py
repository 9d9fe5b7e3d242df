"""An enterprise, a co-operative, a village collective (单位)."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.questions.compound import Compound


class Enterprise(Compound):
    """Kept as {"name", "credit_code", "representative"}."""

    code = "enterprise"
    is_personal = False

    def fields(self, question: Question) -> tuple[Question, ...]:
        return (
            Question("name", "short_text", _("单位名称"), longest=100),
            Question("credit_code", "credit_code", _("统一社会信用代码")),
            Question(
                "representative",
                "short_text",
                _("法定代表人或负责人"),
                is_personal=True,
                longest=50,
            ),
        )

    def missing(self, question: Question) -> str:
        return _("请填单位名称和统一社会信用代码")
