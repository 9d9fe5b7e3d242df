"""A sheet is told in paragraphs; nothing of it needs a program to be understood."""

import re
from dataclasses import replace

import pytest

from jointhall.service_items.library import modules_folder, sheet_files
from jointhall.service_items.prose import Paragraph, differences, explained
from jointhall.service_items.reading import read_sheet
from tests.builders.sheets import NO_STEP, NOTICE, a_sheet

FILES = sheet_files(modules_folder())


def told(*swaps: tuple[str, str]) -> dict[str, str]:
    return {one.title: str(one) for one in explained(a_sheet(*swaps))}


def test_a_sheet_is_told_from_what_it_is_to_its_examples() -> None:
    said = told()
    assert said["是什么"].startswith("【是什么】开会场地借用：借镇里的会议室开会。也叫“借会议室”。")
    assert "依据《乡镇会议室管理条例》第三条。" in said["是什么"]
    assert "- 场地空着。" in said["谁能办"]
    assert "- “要几个座位？”不少于500个：“坐不下。”" in said["当场告诉办不了"]
    assert "要交1样。" in said["要什么材料"]
    assert "最多问5题，其中1题看前面怎么答才问。" in said["问哪些题"]
    assert "要几个座位？（数量；只在“多少人？”答“更多”时问）" in said["问哪些题"]
    assert "由便民服务中心受理" in said["受理"]
    assert "同时请2家看，全部同意才算通过。" in said["问一圈"]
    assert "“哪些乡镇的人来？”里答的别的乡镇的党政办，2个工作日内：看来不来得了" in said["问一圈"]
    assert "由本乡镇的镇领导负责人在1个工作日内决定。" in said["决定"]
    assert "- 同意借用：“可以来。”" in said["决定"]
    assert "承诺5个工作日办完。法律规定不超过10个工作日。" in said["多久办完"]
    assert "不收费。办好了拿到“借用通知”。" in said["花多少钱，拿到什么"]
    assert "乡镇可以自己调整“承诺办结时限”、“咨询电话”。" in said["县里和乡镇定的"]
    assert "- 都同意（准予）" in said["样例"]


def test_a_notice_says_how_long_where_and_who_hears_objections() -> None:
    said = told((NO_STEP, NOTICE))["贴出来"]
    assert said == (
        "【贴出来】公示3个工作日，贴在村务公开栏，写明“多少人？”。有异议的，找党政办。有意见就来说。"
    )


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("题: size\n      不答: large", "“多少人？”不答“更多”"),
        ("题: size\n      答其一:\n        - small\n        - large",
         "“多少人？”答的是“二十人以内”、“更多”里的一个"),
        ("题: where\n      含: 本乡镇", "“哪些乡镇的人来？”里有“本乡镇”"),
        ("题: where\n      不含: 本乡镇", "“哪些乡镇的人来？”里没有“本乡镇”"),
        ("题: seats\n      至多: 3.5", "“要几个座位？”不超过3.5个"),
        ("题: name\n      满几岁: 80", "“您叫什么名字？”的人满80岁"),
        ("题: name\n      不满几岁: 18", "“您叫什么名字？”的人不满18岁"),
        ("题: name\n      早于: 今天", "“您叫什么名字？”早于今天"),
        ("题: name\n      晚于: 2026-01-01", "“您叫什么名字？”晚于2026-01-01"),
        ("题: name\n      答过: 是", "“您叫什么名字？”填了"),
        ("题: name\n      答过: 否", "“您叫什么名字？”没有填"),
        ("任一:\n        - 题: size\n          答: small\n        - 题: seats\n          至少: 9",
         "“多少人？”答“二十人以内”，或者“要几个座位？”不少于9个"),
        ("都要:\n        - 题: size\n          答: large\n        - 题: seats\n          至少: 9",
         "“多少人？”答“更多”，并且“要几个座位？”不少于9个"),
    ],
)  # fmt: skip
def test_conditions_are_sentences(condition: str, words: str) -> None:
    said = told(("题: seats\n      至少: 500", condition))
    assert f"- {words}：“坐不下。”" in said["当场告诉办不了"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_sheet_of_the_library_can_be_told(path: object) -> None:
    sheet = read_sheet(path).sheet  # type: ignore[arg-type]
    assert sheet is not None
    text = "\n".join(str(one) for one in explained(sheet))
    assert "【设定" not in text
    assert not re.search(r"None|\bxian_[a-z]+|%\(", text)
    assert differences(sheet, sheet) == ()
    assert len(differences(a_sheet(), sheet)) > 20


def test_a_paragraph_is_its_title_its_text_and_its_rows() -> None:
    assert str(Paragraph("谁能办", "人人。", ("一", "二"))) == "【谁能办】人人。\n  - 一\n  - 二"


def test_rules_beside_a_sheet_are_told_by_their_names() -> None:
    sheet = read_sheet(modules_folder() / "elderly" / "old_age_allowance" / "sheet.yaml").sheet
    assert sheet is not None
    told = next(each for each in explained(sheet) if each.title == "随表的规则")
    assert told.rows == (
        "填表时核对：代办人和老人是两个人",
        "准予以后：从哪个月发",
        "记统计数：年龄档次（档）",
    )
    gone = next(e for e in explained(replace(sheet, rules="0" * 16)) if e.title == "随表的规则")
    assert "已经不在了" in gone.text
    assert not any(each.title == "随表的规则" for each in explained(a_sheet()))
