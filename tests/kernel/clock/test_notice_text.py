"""Notices in their own words give the same days as the data they became; slips are found."""

from __future__ import annotations

import pytest

from jointhall.kernel.clock.notice_text import read_any, read_text
from jointhall.kernel.clock.notices import BadNotice, published_notices

TEXTS = {
    2024: """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。""",
    2025: """国务院办公厅关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}  # fmt: skip


@pytest.mark.parametrize("year", TEXTS)
def test_the_words_say_what_the_data_say(year: int) -> None:
    (published,) = [one for one in published_notices() if one.year == year]
    read = read_text(TEXTS[year])
    said = {day.day: day.off for day in read.days}
    if year == 2024:
        # What is only encouraged is no day off; the new year's eve of that year was not one.
        assert not any(day.isoformat() == "2024-02-09" for day in said)
    assert said == {day.day: day.off for day in published.days}
    assert {day.name for day in read.days} == {day.name for day in published.days}


def test_a_new_year_that_begins_in_december() -> None:
    read = read_text(
        "2023年部分节假日安排\n一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。"
    )
    assert [day.day.isoformat() for day in read.days] == ["2022-12-31", "2023-01-01", "2023-01-02"]


HEAD = "国务院办公厅关于2027年部分节假日安排的通知\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "没有找到"),
        ("今天天气不错", "没有找到"),
        (HEAD, "没有读出哪一天放假"),
        (HEAD + "一、元旦：1月1日（周四）放假。", "2027-01-01不是周四"),
        (HEAD + "一、元旦：1月1日至3日放假，共4天。", "共 4 天，读出来是 3 天"),
        (HEAD + "一、元旦：2月30日放假。", "没有这一天"),
        (HEAD + "一、元旦：3日放假。", "没写几月"),
        (HEAD + "一、春节：2月1日至4月1日放假。", "请核对"),
        (HEAD + "一、元旦：1月1日放假。1月1日上班。", "又说放假又说上班"),
        (HEAD + "闲" * 20_001, "太长了"),
    ],
)
def test_what_is_doubtful_is_not_believed(text: str, fault: str) -> None:
    with pytest.raises(BadNotice, match=fault):
        read_text(text)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_file_is_read_in_whatever_way_its_text_is_stored(code: str) -> None:
    assert read_any(TEXTS[2025].encode(code)) == read_text(TEXTS[2025])
    assert read_any(read_text(TEXTS[2025]).as_json().encode(code)) == read_text(TEXTS[2025])
