"""One sign on a tile (字牌): what an item is about at a glance, by its theme."""

from __future__ import annotations

from collections.abc import Mapping

from jointhall.service_items.sheets import Sheet

# Words that themes and titles are made of, the more telling first; no item is named here.
SIGNS: Mapping[str, str] = {
    "养老": "老", "敬老": "老", "高龄": "老", "低保": "助", "救助": "助", "残疾": "助",
    "用地": "田", "农林": "农", "农业": "农", "林": "林", "水利": "水", "建房": "宅",
    "住房": "宅", "宅基地": "宅", "生育": "幼", "婴": "幼", "儿童": "幼", "教育": "学",
    "入学": "学", "户籍": "户", "婚姻": "婚", "医保": "医", "医疗": "医", "卫生": "医",
    "社保": "保", "社会保障": "保", "就业": "工", "创业": "工", "证件": "证", "执照": "证",
    "准营": "证", "补贴": "补", "优待": "优", "退役": "军", "交通": "车", "出行": "车",
    "环保": "绿", "文化": "文", "司法": "法", "殡葬": "葬",
}  # fmt: skip


def glyph_of(sheet: Sheet) -> str:
    """The sign of an item; its title's first character where no theme says more."""
    for said in (*sheet.themes, sheet.title):
        for word, sign in SIGNS.items():
            if word in said:
                return sign
    return sheet.title[:1]
