"""Division codes (行政区划代码): 2+2+2+3+3 digits, and the bands their township part follows.

GB/T 10114: 街道 001–099, 镇 100–199, 乡 and 苏木 200–399, 400 and above for what is none of these
(开发区, 农林场, 管理区).
"""

from __future__ import annotations

import re

from jointhall.kernel.words import _

from .trouble import Trouble

BANDS: tuple[tuple[tuple[str, ...], int, int, str], ...] = (
    (("街道", "街道办事处"), 1, 99, "街道"),
    (("镇",), 100, 199, "镇"),
    (("乡", "苏木"), 200, 399, "乡"),
)


def code_trouble(code: str, *, county_code: str, county_name: str) -> Trouble | None:
    """Why this is not the code of a township of this county; None when it may be one."""
    if not code:
        return Trouble(
            _("没有填区划代码。"),
            _("填国家统计局的 12 位代码，比如 %(code)s。", code=_like(county_code)),
        )
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", code):
        return Trouble(
            _("区划代码被表格软件改成了科学计数，后几位已经丢了。"),
            _("把这一列设成“文本”，重新填 12 位。"),
        )
    if not re.fullmatch(r"\d{12}", code):
        return Trouble(
            _("区划代码要 12 位数字，这里是“%(code)s”。", code=code[:30]),
            _(
                "乡镇代码是县的 6 位、乡镇的 3 位，再加 000，比如 %(code)s。",
                code=_like(county_code),
            ),
        )
    if code[:6] != county_code[:6]:
        return Trouble(
            _("代码 %(code)s 不在%(county)s（%(prefix)s 开头）。",
              code=code, county=county_name, prefix=county_code[:6]),
            _("核对前 6 位；别县的乡镇请那个县来接入。"),
        )  # fmt: skip
    if code[6:9] == "000":
        return Trouble(_("这是县的代码，不是乡镇的。"), _("第 7 到 9 位填乡镇的代码。"))
    if code[9:] != "000":
        return Trouble(
            _("这是村（社区）的代码。"),
            _("乡镇代码后三位是 000：%(code)s。", code=code[:9] + "000"),
        )
    return None


def band_trouble(code: str, name: str) -> Trouble | None:
    """Why a place of this name cannot have this code: its rank and its band do not agree."""
    number = int(code[6:9])
    for endings, first, last, rank in BANDS:
        if name.endswith(endings):
            if first <= number <= last:
                return None
            return Trouble(
                _("%(rank)s的代码第 7 到 9 位在 %(first)s 到 %(last)s 之间，这里是 %(number)s。",
                  rank=rank, first=f"{first:03d}", last=last, number=code[6:9]),
                _("核对代码，或者核对名称的最后一个字。"),
            )  # fmt: skip
    if number >= 400:
        return None
    return Trouble(
        _("名称“%(name)s”的末尾看不出是镇、乡还是街道。", name=name),
        _("名称写全，比如“花石镇”；开发区、农林场的代码第 7 到 9 位从 400 起。"),
    )


def _like(county_code: str) -> str:
    return f"{county_code[:6]}100000"
