"""Slips of typing (笔误) that YAML would misread in silence or complain of in riddles."""

import re
from collections.abc import Collection

from jointhall.kernel.words import _
from jointhall.service_items.tree import Spot, Told

_OPENS_BLOCK = re.compile(r":\s*[|>][+-]?\d?\s*$|^\s*-\s+[|>][+-]?\d?\s*$")
_WIDE_COLON = re.compile(r"^(\s*(?:-\s+)*)([^\s:：#'\"“”]{1,20})\s*：")
_TIGHT_COLON = re.compile(r"^(\s*(?:-\s+)*)([^\s:：#'\"“”]{1,20}):(?=[^\s])")
_TIGHT_DASH = re.compile(r"^(\s*)-(?=[\u4e00-\u9fff])")
_ODD_DASH = re.compile(r"^(\s*)([—–－‐‑−•·●▪])\s*(?=\S)")
_ODD_KEY = re.compile(r"^(\s*(?:-\s+)*)[“”‘’「」]([^“”‘’「」:：]{1,20})[“”‘’「」]\s*[:：]")
_ODD_VALUE = re.compile(r"^(\s*(?:-\s+)*[^\s:：#'\"]{1,20}:\s+)[“‘「]([^“”‘’「」]*)[”’」]\s*$")
_QUOTE_OPENS = re.compile(r"^(\s*(?:-\s+)*(?:[^\s:：#'\"]{1,20}:\s+)?)([\"'])")
_FLOW = re.compile(r"^(\s*(?:-\s+)*(?:[^\s:：#'\"]{1,20}:\s+)?)([\[{])")
_DEEPEST = 40


def find_slips(text: str, told: Told, headings: Collection[str]) -> bool:
    """Tell every slip found, line by line; true when there was one."""
    before = len(told.troubles)
    block_within: int | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        indent = len(line) - len(line.lstrip(" "))
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


def _look(line: str, number: int, told: Told, headings: Collection[str]) -> None:
    margin = line[: len(line) - len(line.lstrip())]
    if len(margin) > _DEEPEST:
        told.error("R19", Spot(number, 1), _("层数太多"), _("照着别的事项表写"))
    elif "\t" in margin:
        spot = Spot(number, margin.index("\t") + 1)
        told.error("R10", spot, _("行首用了制表符（Tab）"), _("换成空格，每级两个"))
    elif "\u3000" in margin or "\xa0" in margin:
        told.error("R11", Spot(number, 1), _("行首用了全角空格"), _("换成英文空格，每级两个"))
    elif (found := _ODD_KEY.match(line)) and found[2] in headings:
        words = _("标题“%(heading)s”加了引号", heading=found[2])
        told.error("R12", Spot(number, found.end(1) + 1), words, _("去掉引号"))
    elif (found := _WIDE_COLON.match(line)) and found[2] in headings:
        words = _("“%(heading)s”后面请用英文冒号 :", heading=found[2])
        mend = _("把“：”改成“:”，后面空一格")
        told.error("R13", Spot(number, found.end(2) + 1), words, mend)
    elif (found := _TIGHT_COLON.match(line)) and found[2] in headings:
        words = _("“%(heading)s”的冒号后面要空一格", heading=found[2])
        told.error("R14", Spot(number, found.end(2) + 1), words, _("在英文冒号后加一个空格"))
    elif found := _TIGHT_DASH.match(line):
        told.error(
            "R15", Spot(number, found.end(1) + 1), _("短横线后面要空一格"), _("写成“- 内容”")
        )
    elif found := _ODD_DASH.match(line):
        words = _("这一条开头用了“%(mark)s”", mark=found[2])
        told.error("R16", Spot(number, found.end(1) + 1), words, _("改成英文短横线 -，后面空一格"))
    elif found := _ODD_VALUE.match(line):
        words = _("内容整个加了中文引号")
        told.error("R17", Spot(number, found.end(1) + 1), words, _("去掉引号"))
    elif (found := _QUOTE_OPENS.match(line)) and line.count(found[2]) % 2:
        spot = Spot(number, found.end(1) + 1)
        told.error("R18", spot, _("引号没有收尾"), _("在这一行末尾补上英文引号"))
    elif found := _FLOW.match(line):
        spot = Spot(number, found.end(1) + 1)
        told.error("R05", spot, _("这里用了 [ ] 或 { } 的写法"), _("改成一行一条，前面用短横线"))
