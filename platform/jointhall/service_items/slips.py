"""Slips of typing (笔误) that YAML would misread in silence or complain of in riddles."""

import re
from collections.abc import Collection
from unicodedata import category

from jointhall.kernel.words import _
from jointhall.service_items.tree import Spot, Told
from jointhall.service_items.vocabulary import nearest

_START = r"^(\s*(?:-\s+)*)"
_WORD = r"([^\s:：#'\"“”]{1,20})"
_KEYED = r"^(\s*(?:-\s+)*(?:[^\s:：#'\"]{1,20}:\s+)?)"
_OPENS_BLOCK = re.compile(r":\s*[|>][+-]?\d?\s*$|^\s*-\s+[|>][+-]?\d?\s*$")
_WIDE_COLON = re.compile(_START + _WORD + r"\s*[：﹕∶]")
_WIDE_AFTER_COLON = re.compile(_START + _WORD + r":[ ]*([\u3000\xa0])")
_TIGHT_COLON = re.compile(_START + _WORD + r":(?=[^\s])")
_WIDE_AFTER_DASH = re.compile(r"^(\s*)-[ ]*([\u3000\xa0])")
_TIGHT_DASH = re.compile(r"^(\s*)-(?=[\u4e00-\u9fff“【])")
_ODD_DASH = re.compile(r"^(\s*)([—–－‐‑−•·●▪◆■○※])\s*(?=\S)")
_ODD_KEY = re.compile(_START + r"[“”‘’「」＂＇]([^“”‘’「」＂＇:：]{1,20})[“”‘’「」＂＇]\s*[:：]")
_ODD_VALUE = re.compile(
    _START + r"(?:[^\s:：#'\"]{1,20}:\s+)?[“‘「＂＇]([^“”‘’「」＂＇]*)[”’」＂＇\"]\s*$"
)
_ODD_COMMENT = re.compile(r"^(\s*)＃")
_QUOTE_OPENS = re.compile(_KEYED + r"([\"'])")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*+'")
_AFTER_QUOTED = re.compile(r"\s*(?::(?:\s|$)|#|$)")
_FLOW = re.compile(_KEYED + r"([\[{])")
_TAB = re.compile(r"\t")
# What is not seen, or would be read as the end of a line.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_DEEPEST = 40
_LONGEST = 4000


def find_slips(text: str, told: Told, headings: Collection[str]) -> bool:
    """Tell every slip found, line by line; true when there was one."""
    before = len(told.troubles)
    block_within: int | None = None
    is_seen = _UNSEEN.search(text) is None
    for number, line in enumerate(text.split("\n"), start=1):
        indent = len(line) - len(line.lstrip(" "))
        if not is_seen and (found := _UNSEEN.search(line)):
            _tell_unseen(told, Spot(number, found.start() + 1), found[0])
        if block_within is not None:
            if not line.strip() or indent > block_within:
                continue
            block_within = None
        if line.lstrip().startswith("#"):
            continue
        _look(line, number, told, headings)
        if _OPENS_BLOCK.search(line):
            block_within = indent
    return len(told.troubles) > before


def note_origin(text: str, told: Told) -> str:
    """The text as it is read: what editors of Windows leave in it is taken out, and said."""
    if text.startswith("\ufeff"):
        told.warning("R40", Spot(1, 1), _("文件开头有一个看不见的记号（BOM）"),
                     _("能读。另存为时编码选 UTF-8，不要选“带 BOM”的"))  # fmt: skip
        text = text.removeprefix("\ufeff")
    if "\r" in text:
        line = text.partition("\r")[0].count("\n") + 1
        told.warning("R41", Spot(line, 1), _("换行用的是 Windows 的写法（CRLF）"),
                     _("能读。编辑器右下角把 CRLF 换成 LF，别人对照改动时才看得清"))  # fmt: skip
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _look(line: str, number: int, told: Told, headings: Collection[str]) -> None:
    margin = line[: len(line) - len(line.lstrip())]
    if len(margin) > _DEEPEST:
        told.error("R19", Spot(number, 1), _("层数太多"), _("照着别的事项表写"))
    elif "\t" in margin:
        spot = Spot(number, margin.index("\t") + 1)
        told.error("R10", spot, _("行首用了制表符（Tab）"), _("换成空格，每级两个"))
    elif "\u3000" in margin or "\xa0" in margin:
        told.error("R11", Spot(number, 1), _("行首用了全角空格"), _("换成英文空格，每级两个"))
    elif len(line) > _LONGEST:
        words = _("这一行有%(count)s个字，太长了", count=len(line))
        told.error("R49", Spot(number, 1), words, _("一行不超过4000个字；长的话分段，用 | 写"))
    else:
        for look in (_at_heading, _at_dash, _at_value):
            if look(line, number, told, headings):
                break


def _at_heading(line: str, number: int, told: Told, headings: Collection[str]) -> bool:
    if (found := _ODD_KEY.match(line)) and found[2] in headings:
        words = _("标题“%(heading)s”加了引号", heading=found[2])
        told.error("R12", Spot(number, found.end(1) + 1), words, _("去掉引号"))
    elif (found := _WIDE_COLON.match(line)) and (near := _meant(found, headings)):
        words = _("“%(heading)s”后面请用英文冒号 :", heading=found[2])
        mend = _("把“：”改成“:”，后面空一格")
        told.error("R13", Spot(number, found.end(2) + 1), words, _with_near(mend, found[2], near))
    elif (found := _WIDE_AFTER_COLON.match(line)) and (near := _meant(found, headings)):
        words = _("“%(heading)s”的冒号后面用了全角空格", heading=found[2])
        mend = _("换成一个英文空格")
        told.error("R36", Spot(number, found.end(2) + 2), words, _with_near(mend, found[2], near))
    elif (found := _TIGHT_COLON.match(line)) and (near := _meant(found, headings)):
        words = _("“%(heading)s”的冒号后面要空一格", heading=found[2])
        mend = _("在英文冒号后加一个空格")
        told.error("R14", Spot(number, found.end(2) + 1), words, _with_near(mend, found[2], near))
    else:
        return False
    return True


def _meant(found: re.Match[str], headings: Collection[str]) -> str | None:
    """The heading that is written there or, where no row's text can stand, was probably meant."""
    if found[2] in headings:
        return found[2]
    return None if "-" in found[1] else nearest(found[2], sorted(headings))


def _with_near(mend: str, word: str, near: str) -> str:
    if word == near:
        return mend
    return _("%(mend)s；标题是不是“%(near)s”？", mend=mend, near=near)


def _at_dash(line: str, number: int, told: Told, _headings: Collection[str]) -> bool:
    if found := _WIDE_AFTER_DASH.match(line):
        spot = Spot(number, found.start(2) + 1)
        told.error("R37", spot, _("短横线后面用了全角空格"), _("换成一个英文空格"))
    elif found := _TIGHT_DASH.match(line):
        spot = Spot(number, found.end(1) + 1)
        told.error("R15", spot, _("短横线后面要空一格"), _("写成“- 内容”"))
    elif found := _ODD_DASH.match(line):
        words = _("这一条开头用了“%(mark)s”", mark=found[2])
        told.error("R16", Spot(number, found.end(1) + 1), words, _("改成英文短横线 -，后面空一格"))
    elif found := _ODD_COMMENT.match(line):
        words = _("说明前面用了全角的“＃”")
        told.error("R39", Spot(number, found.end(1) + 1), words, _("改成英文的 #，后面空一格"))
    else:
        return False
    return True


def _at_value(line: str, number: int, told: Told, _headings: Collection[str]) -> bool:
    if found := _ODD_VALUE.match(line):
        told.error("R17", Spot(number, found.start(2)), _("内容整个加了中文引号"), _("去掉引号"))
    elif found := _QUOTE_OPENS.match(line):
        return _at_quote(line, Spot(number, found.end(1) + 1), told)
    elif found := _FLOW.match(line):
        spot = Spot(number, found.end(1) + 1)
        told.error("R05", spot, _("这里用了 [ ] 或 { } 的写法"), _("改成一行一条，前面用短横线"))
    elif found := _TAB.search(line):
        spot = Spot(number, found.start() + 1)
        told.error("R35", spot, _("这一行中间有制表符（Tab）"), _("换成空格"))
    else:
        return False
    return True


def _at_quote(line: str, spot: Spot, told: Told) -> bool:
    closed = _QUOTED.match(line, spot.column - 1)
    if closed is None:
        told.error("R18", spot, _("引号没有收尾"), _("在这一行末尾补上英文引号"))
    elif not _AFTER_QUOTED.match(line, closed.end()):
        mend = _("整句都括在引号里；句子里已经有英文双引号的，外面用英文单引号")
        told.error("R45", Spot(spot.line, closed.end() + 1), _("引号外面还有字"), mend)
    else:
        return False
    return True


def _tell_unseen(told: Told, spot: Spot, char: str) -> None:
    code = f"U+{ord(char):04X}"
    if category(char) == "Cc" or char in "\u2028\u2029":
        words = _("这里有不能用的控制字符（%(code)s）", code=code)
        told.error("R44", spot, words, _("删掉它；看不见就把这一行重新打一遍"))
    else:
        words = _("这里有看不见的字符（%(code)s）", code=code)
        told.error("R43", spot, words, _("多半是从微信或网页粘来的，把这一行重新打一遍"))
