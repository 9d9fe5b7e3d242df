"""One invented question of every kind, filled in rightly and wrongly, to show the kinds with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jointhall.kernel.words import N_, _
from jointhall.service_items.asking import Choice, Question
from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.questions import KINDS, Raw

_NUMBER, _CODE = "430321194303080025", "91110000600037341L"

_CORNERS = ("27.683100, 112.910200", "27.683100, 112.911200", "27.684000, 112.911200")


@dataclass(frozen=True, slots=True)
class Specimen:
    """What the sample question asks, and what its fields hold when it is right and when wrong."""

    label: str
    right: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)


SPECIMENS: dict[str, Specimen] = {
    "short_text": Specimen(N_("您叫什么名字？"), {"": "罗秀兰"}, {"": "罗" * 101}),
    "long_text": Specimen(N_("说说情况"), {"": N_("屋后塌了一块，怕下雨。")}, {"": ""}),
    "quantity": Specimen(N_("这块地一共有多大？"), {"": "3.5"}, {"": N_("三四亩的样子")}),
    "money": Specimen(N_("一年租金多少钱？"), {"": "1200"}, {"": N_("一千二")}),
    "day": Specimen(N_("哪天开工？"), {"": "2026-12-01"}, {"": ""}),
    "period": Specimen(
        N_("租多久？"),
        {"from": "2026-12-01", "until": "2031-11-30"},
        {"from": "2026-12-01", "until": "2026-11-30"},
    ),
    "yes_no": Specimen(N_("占不占耕地？"), {"": "no"}),
    "one_choice": Specimen(N_("给谁办？"), {"": "a"}),
    "several_choices": Specimen(N_("种养什么？"), {"": "a"}),
    "phone": Specimen(N_("您的手机号"), {"": "13812345678"}, {"": "138 2233"}),
    "id_number": Specimen(N_("您的身份证号"), {"": _NUMBER}, {"": _NUMBER[:-1] + "6"}),
    "credit_code": Specimen(N_("单位的统一社会信用代码"), {"": _CODE}, {"": _CODE[:-2]}),
    "bank_card": Specimen(N_("钱打到哪张卡？"), {"": "6217995510000123454"}, {"": "H12345678"}),
    "township": Specimen(N_("地在哪个乡镇？"), {"": "花石镇"}),
    "address": Specimen(N_("您住在哪里？"), {"": "日华村五组"}, {"": "村"}),
    "file": Specimen(N_("请传用地协议"), {}, {"": "x"}),
    "photo": Specimen(N_("拍一张土地现状的照片"), {}, {"": "x"}),
    "consent": Specimen(N_("我填的都是真的，愿意承担责任。"), {"": "yes"}),
    "linked_choices": Specimen(N_("属于哪一类困难？"), {"": "a/a2"}, {"first": "a"}),
    "licence_plate": Specimen(N_("车牌号是多少？"), {"": "湘C12345"}, {"": "湘CO2345"}),
    "map_point": Specimen(
        N_("房子在哪个位置？"),
        {"lat": "27.683100", "lng": "112.910200", "words": N_("大樟树旁边")},
        {"lat": "112.910200", "lng": "27.683100"},
    ),
    "map_area": Specimen(
        N_("把这块地圈出来"), {"points": "\n".join(_CORNERS)}, {"points": "\n".join(_CORNERS[:2])}
    ),
    "table": Specimen(
        N_("每样种了多少？"),
        {"1-crop": "a", "1-area": "2.5", "2-crop": "b", "2-area": "1.2"},
        {"1-crop": "a", "1-area": N_("两亩半")},
    ),
    "household": Specimen(
        N_("家里有哪些人？"),
        {"1-name": "罗秀兰", "1-id_number": _NUMBER, "1-relation": "self"},
        {"1-name": "罗秀兰", "1-id_number": _NUMBER, "1-relation": "self",
         "2-name": "周国良", "2-id_number": _NUMBER, "2-relation": "spouse"},
    ),
    "person": Specimen(
        N_("监护人是谁？"),
        {"name": "周国良", "id_number": _NUMBER, "phone": "13812345678"},
        {"name": "周国良", "id_number": "4303"},
    ),
    "enterprise": Specimen(
        N_("是哪家单位？"),
        {"name": "日华湘莲专业合作社", "credit_code": _CODE, "representative": "周国良"},
        {"name": "日华湘莲专业合作社", "credit_code": _CODE[::-1]},
    ),
    "land_parcel": Specimen(
        N_("是哪块地？"),
        {"place": "日华村五组", "area": "3.2", "unit": "mu", "number": "N-017"},
        {"place": "日华村五组", "area": "0", "unit": "mu"},
    ),
    "signature": Specimen(N_("请签上您的名字"), {}, {"": "x"}),
    "computed_sum": Specimen(N_("一共种了多少"), {}),
    "information": Specimen(N_("填之前看一眼"), {}),
}  # fmt: skip


def sample_counter(today: date) -> Counter:
    """A counter in one of two townships."""
    here, beside = Place("430321104000", "花石镇"), Place("430321107000", "茶恩寺镇")
    return Counter(here, today, (here, beside))


def asked_as(kind: str, code: str) -> Question:
    """The sample question of a kind under a code of its own."""
    below = (Choice("a1", _("湘莲")), Choice("a2", _("油茶"))) if kind == "linked_choices" else ()
    choices = (Choice("a", _("水稻"), below=below), Choice("b", _("湘莲")), Choice("c", _("油茶")))
    columns: tuple[Question, ...] = ()
    if kind == "table":
        columns = (
            Question("crop", "one_choice", _("种什么？"), choices=choices),
            Question("area", "quantity", _("种了几亩？"), unit=_("亩")),
        )
    return Question(
        code=code,
        kind=kind,
        label=_(SPECIMENS[kind].label),
        hint=_("带上身份证和银行卡，十分钟填得完。") if kind == "information" else None,
        choices=choices if "choice" in kind else (),
        unit=_("亩") if kind in ("quantity", "computed_sum") else None,
        columns=columns,
    )


def filled(question: Question, parts: Mapping[str, str]) -> Raw:
    """The fields of a sample as a page would have sent them."""
    said = {name: _(text) if text else "" for name, text in parts.items()}
    fields = {f"{question.code}-{part}" if part else question.code: t for part, t in said.items()}
    return KINDS[question.kind].raw(question, fields)
