"""What a new version changes is told in sentences, each of its kind; the rest is not mentioned."""

from copy import deepcopy
from typing import Any

import pytest

from jointhall.service_items.prose import Difference, Kind, differences
from jointhall.service_items.reading import sheet_of
from jointhall.service_items.sheets import Sheet
from tests.builders.sheets import a_sheet


def changed_by(change: Any) -> tuple[Difference, ...]:
    old = a_sheet()
    source = deepcopy(dict(old.source))
    change(source)
    return differences(old, version(source))


def version(source: dict[str, Any]) -> Sheet:
    return sheet_of(source, module="places", code="meeting_room")


def question(source: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in source["表单"] if row["编号"] == code)


def put(heading: str, value: Any) -> Any:
    return lambda source: source.__setitem__(heading, value)


def test_the_same_sheet_has_no_differences() -> None:
    assert differences(a_sheet(), a_sheet()) == ()


def test_a_changed_limit_is_a_figure() -> None:
    (one,) = changed_by(put("承诺办结时限", "3个工作日"))
    assert one.words == "承诺办结时限由5个工作日改为3个工作日"
    assert (one.kind, one.path, one.before, one.after) == (
        Kind.FIGURE, ("承诺办结时限",), "5个工作日", "3个工作日",
    )  # fmt: skip


CASES: list[tuple[Any, Kind, str]] = [
    (put("一句话", "借镇里的会议室，开会用，不用花钱。"), Kind.WORDING,
     "一句话改了说法：“借镇里的会议室开会。”→“借镇里的会议室，开会用，不用花钱。”"),
    (put("俗称", ["借会议室", "借会场"]), Kind.WORDING, "俗称：新增“借会场”"),
    (put("时限说明", "从第二天算起。"), Kind.WORDING, "新增时限说明：从第二天算起。"),
    (put("通办范围", "全县"), Kind.FACT, "通办范围由全镇改为全县"),
    (put("收费", [{"项目": "押金", "标准": "50元", "依据": "条例"}]), Kind.FACT,
     "收费由不收费改为“押金”"),
    (put("受理条件", ["场地没人用。"]), Kind.CONDITIONS,
     "受理条件：新增“场地没人用。”，去掉“场地空着。”"),
    (lambda s: s["不符合条件"][0].update(告诉="太多了，坐不下。"), Kind.CONDITIONS,
     "不符合条件“坐不下。”的告诉申请人的话改了说法：“坐不下。”→“太多了，坐不下。”"),
    (lambda s: s["材料"][0].update(必要性="非必要"), Kind.MATERIALS,
     "材料“会议安排”的必要性由必要改为非必要"),
    (lambda s: s["材料"].append({**s["材料"][0], "编号": "list", "名称": "名单"}), Kind.MATERIALS,
     "新增材料“名单”"),
    (lambda s: s["步骤"][0].update(规则="过半同意"), Kind.STEPS,
     "步骤“问一圈”的规则由全部同意改为过半同意"),
    (lambda s: s["步骤"][0]["交给"][0].update(期限="1个工作日"), Kind.FIGURE, "的期限由"),
    (lambda s: s["步骤"][0]["交给"][0].update(站所="minzheng"), Kind.STEPS,
     "改为社会事务办（民政）"),
    (lambda s: s["决定"]["结果"][0].update(告诉="借好了，请准时来，走时关灯。"), Kind.STEPS,
     "的告诉申请人的话改了说法"),
    (lambda s: s["文书"][0].update(正文="收到了，请等几天，我们会打电话告诉您。"), Kind.LETTERS,
     "的正文改了说法"),
    (lambda s: s["样例"][0].update(今天="2026-03-03"), Kind.EXAMPLES, "样例“"),
    (lambda s: question(s, "seats").update(问="要坐多少个人？"), Kind.QUESTION_REWORDED,
     "这一题改了说法：“"),
    (lambda s: question(s, "seats").update(提示="大概就行"), Kind.QUESTION_REWORDED, "提示"),
    (lambda s: question(s, "seats").update(必答="否"), Kind.QUESTION_CHANGED, "这一题改成可以不填"),
    (lambda s: question(s, "seats").update(最多="300"), Kind.QUESTION_CHANGED, "最多"),
    (lambda s: question(s, "size")["选项"].append({"编号": "none", "文字": "没有人"}),
     Kind.QUESTION_CHANGED, "新增“多少人？”这一题里的选项“没有人”"),
    (lambda s: question(s, "size")["选项"][0].update(文字="不到二十人"), Kind.QUESTION_REWORDED,
     "这一题里的选项“"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "kind", "words"), CASES, ids=[words for *_, words in CASES])
def test_every_part_is_told_in_its_words_and_kind(change: Any, kind: Kind, words: str) -> None:
    (one,) = changed_by(change)
    assert words in one.words
    assert one.kind is kind


def test_a_question_added_removed_and_moved() -> None:
    def add(source: dict[str, Any]) -> None:
        source["表单"].insert(1, {"编号": "why", "类型": "短文字", "问": "开什么会？"})

    (one,) = changed_by(add)
    first = a_sheet().form[0]
    assert one.words == f"新增一题“开什么会？”（短文字），在“{first.label}”后面"
    assert (one.kind, one.code, one.path) == (Kind.QUESTION_ADDED, "why", ("表单", 1))
    (one,) = differences(version(with_change(add)), a_sheet())
    assert (one.words, one.kind, one.code) == (
        "去掉一题“开什么会？”", Kind.QUESTION_REMOVED, "why",
    )  # fmt: skip
    (one,) = changed_by(lambda source: source["表单"].append(source["表单"].pop(0)))
    assert (one.kind, one.code) == (Kind.QUESTION_MOVED, first.code)
    assert one.words.startswith(f"“{first.label}”这一题挪到“")


def test_a_condition_is_told_as_a_sentence() -> None:
    def plain(source: dict[str, Any]) -> None:
        seats = {"题": "seats", "至少": "300"}
        source["不符合条件"][0]["当"] = {"都要": [seats, {"题": "size", "答": "large"}]}

    (one,) = changed_by(plain)
    assert one.words == (
        "不符合条件“坐不下。”的情形改了：原来是“要几个座位？”不少于500个，"
        "现在是“要几个座位？”不少于300个，并且“多少人？”答“更多”"
    )
    assert one.kind is Kind.CONDITIONS


def test_when_a_question_is_asked_is_told_with_how_it_was() -> None:
    large = {"题": "size", "答": "large"}
    small = {"题": "size", "答": "small"}

    def said(change: Any) -> str:
        (one,) = changed_by(change)
        assert one.kind is Kind.QUESTION_CHANGED
        return one.words

    assert said(lambda s: question(s, "where").update(何时问=large)) == (
        "“哪些乡镇的人来？”这一题改成只在“多少人？”答“更多”时才问，原来都问"
    )
    assert said(lambda s: question(s, "seats").pop("何时问")) == (
        "“要几个座位？”这一题改成都问，原来只在“多少人？”答“更多”时才问"
    )
    assert said(lambda s: question(s, "seats").update(何时问=small)) == (
        "“要几个座位？”这一题改成只在“多少人？”答“二十人以内”时才问，原来只在“多少人？”答“更多”时"
    )


def test_a_county_figure_is_told_once_where_it_is_set() -> None:
    """Texts that only carry the figure do not count as reworded."""
    figure = {"编号": "most", "名称": "最多座位", "值": "500", "单位": "座"}
    old = deepcopy(dict(a_sheet().source))
    old["县里设定"] = [figure]
    old["不符合条件"][0]["告诉"] = "最多【设定 most】座。"
    new = deepcopy(old)
    new["县里设定"][0]["值"] = "300"
    (one,) = differences(version(old), version(new))
    assert one.words == "县里设定“最多座位”由500座改为300座"
    assert one.kind is Kind.FIGURE


def with_change(change: Any) -> dict[str, Any]:
    source = deepcopy(dict(a_sheet().source))
    change(source)
    return source
