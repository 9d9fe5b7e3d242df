"""The table of checks (检查清单), written from the checks themselves: `modules/CHECKS.md`."""

from collections.abc import Iterator

from jointhall.service_items.bundles.checks import CHECKS as BUNDLES
from jointhall.service_items.checks import CHECKS
from jointhall.service_items.troubles import Severity

ACROSS = (("C42", Severity.ERROR, "事项文件夹的名字在整个库里只用一次", "本平台"),)
"""Checks that look at several sheets at once."""
_HEAD = """\
# 事项表的检查

这一页由 `hall items checks` 写成，不要手改。

`hall items check` 逐条查每一张表：“错”要改好才能发布，“提醒”列出来由县里定。
每一处都写明文件、第几行、哪里不对、怎么改。编号一直不变，停用的不再用给别的检查。

读表时就能看出的写法错误（R01 起：缺标题、标题写错、全角冒号、引号、缩进……）
当场按行说明，不在这里逐条列。B 开头的查“一件事”（几个事项一张表单）。

| 编号 | 轻重 | 应当怎样 | 出处 |
|---|---|---|---|
"""


def checks_page() -> str:
    """The whole page in Markdown, one row for each number."""
    rows = sorted({*_rows(), *ACROSS})
    listed = "".join(
        f"| {number} | {level} | {rule} | {origin} |\n" for number, level, rule, origin in rows
    )
    return _HEAD + listed


def _rows() -> Iterator[tuple[str, Severity, str, str]]:
    for each in CHECKS:
        yield each.number, each.severity, each.rule, each.origin
    for bundled in BUNDLES:
        yield bundled.number, Severity.ERROR, bundled.rule, "一件事"
