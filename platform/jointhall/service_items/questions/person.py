"""Somebody else the case is about (个人): name, ID number, telephone."""

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.questions.compound import Compound


class Person(Compound):
    """Kept as {"name", "id_number", "phone"}; the telephone may be left out."""

    code = "person"

    def fields(self, question: Question) -> tuple[Question, ...]:
        return (
            Question("name", "short_text", _("姓名"), is_personal=True, longest=50),
            Question("id_number", "id_number", _("身份证号"), is_personal=True),
            Question("phone", "phone", _("电话"), is_required=False, is_personal=True),
        )

    def missing(self, question: Question) -> str:
        return _("请填姓名和身份证号")
