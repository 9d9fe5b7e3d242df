"""The members of a household (家庭成员): a table with columns of its own before the sheet's."""

from collections.abc import Mapping, Sequence

from jointhall.kernel.words import N_, _
from jointhall.service_items.asking import Choice, Question, Value
from jointhall.service_items.questions.kind import Unclear
from jointhall.service_items.questions.table import Table

RELATIONS = {
    "self": N_("本人"),
    "spouse": N_("配偶"),
    "son": N_("儿子"),
    "daughter": N_("女儿"),
    "child_in_law": N_("儿媳或女婿"),
    "grandchild": N_("孙子女或外孙子女"),
    "parent": N_("父母"),
    "parent_in_law": N_("公婆或岳父母"),
    "grandparent": N_("祖父母或外祖父母"),
    "sibling": N_("兄弟姐妹"),
    "other": N_("其他"),
}
"""How somebody stands to the applicant, after GB/T 4761 (家庭关系代码)."""


class Household(Table):
    """Kept as a list of {"name", "id_number", "relation", …}; the applicant may be one of them."""

    code = "household"
    is_personal = True

    def columns(self, question: Question) -> tuple[Question, ...]:
        relations = tuple(Choice(code, _(word)) for code, word in RELATIONS.items())
        fixed = (
            Question("name", "short_text", _("姓名"), is_personal=True, longest=50),
            Question("id_number", "id_number", _("身份证号"), is_personal=True),
            Question("relation", "one_choice", _("是申请人的什么人"), choices=relations),
        )
        own = {each.code for each in fixed}
        return (*fixed, *(each for each in question.columns if each.code not in own))

    def row_name(self, number: int | str) -> str:
        return _("第%(number)s个人", number=number)

    def add_words(self) -> str:
        return _("再加一个人")

    def missing(self, question: Question) -> str:
        return _("请至少填一个人")

    def agree(self, numbers: Sequence[int], values: Sequence[Mapping[str, Value]]) -> None:
        """The same person twice is a slip of the pen."""
        seen: dict[Value, int] = {}
        troubles: dict[str, str] = {}
        for number, member in zip(numbers, values, strict=True):
            before = seen.setdefault(member["id_number"], number)
            if before != number:
                troubles[f"{number}-id_number"] = _(
                    "%(one)s和%(other)s的身份证号一样，请看看是不是填了两遍",
                    one=self.row_name(before), other=self.row_name(number),
                )  # fmt: skip
        if troubles:
            raise Unclear("", troubles=troubles)
