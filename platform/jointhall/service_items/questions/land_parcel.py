"""A piece of ground (地块): where it lies, how large it is, the number of its contract or title.

One mu (亩) is 2000/3 square metres; what is kept is the figure in the unit people wrote it in.
"""

from decimal import Decimal

from jointhall.kernel.words import N_, _
from jointhall.service_items.asking import Choice, Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.compound import Compound
from jointhall.service_items.questions.kind import Raw, Unclear
from jointhall.service_items.questions.quantity import (
    MU,
    SQUARE_METRES,
    bounded,
    in_unit,
    plain_number,
)

UNITS = {"mu": N_("亩"), "m2": N_("平方米")}


class LandParcel(Compound):
    """Kept as {"place", "area", "unit": "mu" or "m2", "number"}; the number may be left out."""

    code = "land_parcel"
    names_villages = True
    is_personal = False

    def fields(self, question: Question) -> tuple[Question, ...]:
        units = tuple(Choice(code, _(word)) for code, word in UNITS.items())
        return (
            Question("place", "address", _("在哪里"), hint=_("写到村组，小地名也写上")),
            Question("area", "quantity", _("有多大")),
            Question("unit", "one_choice", _("按什么算"), choices=units),
            Question(
                "number", "short_text", _("地块编号或承包合同号、权证号"),
                is_required=False, longest=60,
            ),
        )  # fmt: skip

    def missing(self, question: Question) -> str:
        return _("请写地在哪里、有多大")

    def is_blank(self, question: Question, raw: Raw) -> bool:
        """The unit alone says nothing: the page sends it always."""
        return Raw({name: texts for name, texts in raw.parts.items() if name != "unit"}).is_empty

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        unit = raw.text("unit") or "mu"
        value = super().parse(question, Raw({**raw.parts, "unit": [unit]}), counter)
        if value["area"] <= 0:
            raise Unclear(_("面积要大于零"), part="area")
        if question.at_least is not None or question.at_most is not None:
            said = question.unit or UNITS[value["unit"]]
            area = in_unit(Decimal(str(value["area"])), UNITS[value["unit"]], said)
            try:
                bounded(area, question)
            except Unclear as unclear:
                raise Unclear(unclear.words, part="area") from None
        return value

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        area = f"{plain_number(value['area'])}{UNITS[value['unit']]}"
        if value["unit"] == "m2":
            mu = in_unit(Decimal(str(value["area"])), SQUARE_METRES, MU).quantize(Decimal("0.01"))
            area = _("%(area)s（合%(mu)s亩）", area=area, mu=plain_number(float(mu)))
        number = _("编号%(number)s", number=value["number"]) if "number" in value else ""
        return "，".join(part for part in (value["place"], area, number) if part)

    def adds(self, question: Question, value: Value, unit: str, column: str = "") -> Decimal:
        return in_unit(Decimal(str(value["area"])), UNITS[value["unit"]], unit or MU)
