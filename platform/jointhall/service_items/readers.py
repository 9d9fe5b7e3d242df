"""How one heading's content is read: a reader gives a value or tells what is wrong."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from jointhall.kernel.words import N_, _
from jointhall.service_items.shapes import (
    MISSING,
    Anything,
    Each,
    Either,
    Free,
    Heading,
    Line,
    Reader,
    Shape,
    Words,
    is_empty,
    reads,
)
from jointhall.service_items.sheets import Coded, Limit, Rule, RuleKind
from jointhall.service_items.tree import Heads, Rows, Text, Told, Tree
from jointhall.service_items.vocabulary import LIMIT_UNIT, RULES, YES_NO, Table, nearest

__all__ = ["MISSING", "Heading", "Reader", "Shape", "reads"]

CODE = r"[a-z][a-z0-9_]{0,39}"
COUNT = r"[0-9]{1,6}"
NUMBER = r"-?[0-9]{1,12}(\.[0-9]{1,6})?"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
LIMIT = r"([0-9]{1,4})\s*个?\s*(工作日|自然日|小时)"
WORKDAYS = r"([0-9]{1,4})\s*个?\s*工作日"
AT_LEAST = r"至少\s*([0-9]{1,2})\s*家同意"


_WIDE_DIGITS = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


@reads(Line(N_("一句话")))
def text(tree: Tree, told: Told, heading: str) -> Any:
    if isinstance(tree, Text):
        return tree.text
    words = _("“%(heading)s”后面应当是一句话", heading=heading)
    told.error("R24", tree.spot, words, _("写在冒号后面同一行"))
    return MISSING


def _told_wide(tree: Tree, told: Told, heading: str, said: str) -> bool:
    """Whether full-width digits stand where a figure should; tells so."""
    plain = said.translate(_WIDE_DIGITS)
    if plain == said:
        return False
    words = _("“%(heading)s”里用了全角数字“%(said)s”", heading=heading, said=said)
    told.error("R38", tree.spot, words, _("改成英文数字“%(plain)s”", plain=plain))
    return True


def each(read: Reader) -> Reader:
    """Rows, one after each dash, each read the same way."""

    def rows(tree: Tree, told: Told, heading: str) -> Any:
        if not isinstance(tree, Rows):
            words = _("“%(heading)s”下面应当一行一条", heading=heading)
            told.error("R25", tree.spot, words, _("每条前面写英文短横线和空格"))
            return MISSING
        for row in tree.rows:
            if is_empty(row):
                words = _("“%(heading)s”里有一条是空的", heading=heading)
                told.error("R22", row.spot, words, _("补上内容，或者删掉这一条"))
        read_rows = [MISSING if is_empty(row) else read(row, told, heading) for row in tree.rows]
        return MISSING if any(r is MISSING for r in read_rows) else tuple(read_rows)

    return Reader(rows, Each(read.content))


def coded(table: Table) -> Reader:
    """A word of a closed table, with its code."""

    def word(tree: Tree, told: Told, heading: str) -> Any:
        chosen = one_of(table)(tree, told, heading)
        if chosen is MISSING:
            return MISSING
        assert isinstance(tree, Text)
        return Coded(chosen, tree.text)

    return Reader(word, Words(tuple(table)))


def one_of(table: Mapping[str, Any]) -> Reader:
    """A word of a closed table, as what it stands for."""

    def word(tree: Tree, told: Told, heading: str) -> Any:
        said = text(tree, told, heading)
        if said is MISSING or said in table:
            return said if said is MISSING else table[said]
        near = nearest(said, table)
        mend = _("可以写：%(words)s", words="、".join(table))
        if near:
            mend = _("是不是“%(near)s”？%(mend)s", near=near, mend=mend)
        words = _("“%(heading)s”不能写“%(said)s”", heading=heading, said=said)
        told.error("R26", tree.spot, words, mend)
        return MISSING

    return Reader(word, Words(tuple(table)))


@reads(Line(N_("小写英文字母开头的编号"), "area", CODE))
def code(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING or re.fullmatch(CODE, said):
        return said
    words = _("“%(heading)s”写的是“%(said)s”，编号不能这样写", heading=heading, said=said)
    mend = _("用小写英文字母开头，只用小写字母、数字和下划线，最长40个")
    told.error("R27", tree.spot, words, mend)
    return MISSING


@reads(Line(N_("整数"), "2", COUNT, "integer", True))
def count(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING or _told_wide(tree, told, heading, said):
        return MISSING
    if re.fullmatch(COUNT, said):
        return int(said)
    words = _("“%(heading)s”应当是整数，写的是“%(said)s”", heading=heading, said=said)
    told.error("R28", tree.spot, words, _("只写数字，比如 2"))
    return MISSING


@reads(Line(N_("数字"), "0.5", NUMBER, "number", True))
def number(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING or _told_wide(tree, told, heading, said):
        return MISSING
    if re.fullmatch(NUMBER, said):
        return float(said)
    words = _("“%(heading)s”应当是数字，写的是“%(said)s”", heading=heading, said=said)
    told.error("R28", tree.spot, words, _("只写数字，比如 0.5"))
    return MISSING


@reads(Line(N_("日期，写成年-月-日"), "2026-03-02", DAY, is_figure=True))
def day(tree: Tree, told: Told, heading: str) -> Any:
    """A date as 2026-03-02, told back in the same form."""
    said = text(tree, told, heading)
    if said is MISSING or _told_wide(tree, told, heading, said):
        return MISSING
    try:
        if re.fullmatch(DAY, said):
            return date.fromisoformat(said).isoformat()
        raise ValueError(said)
    except ValueError:
        words = _("“%(heading)s”应当是日期，写的是“%(said)s”", heading=heading, said=said)
        told.error("R29", tree.spot, words, _("写成 2026-03-02 这样"))
        return MISSING


@reads(Words(tuple(YES_NO)))
def yes_no(tree: Tree, told: Told, heading: str) -> Any:
    return one_of(YES_NO)(tree, told, heading)


@reads(Line(N_("多少个工作日、自然日或小时"), "10个工作日", LIMIT, is_figure=True))
def limit(tree: Tree, told: Told, heading: str) -> Any:
    """A length of time in working days, days or hours (时限)."""
    said = text(tree, told, heading)
    if said is MISSING or _told_wide(tree, told, heading, said):
        return MISSING
    found = re.fullmatch(LIMIT, said)
    if found and int(found[1]) > 0:
        return Limit(int(found[1]), Coded(LIMIT_UNIT[found[2]], found[2]))
    words = _("“%(heading)s”写的是“%(said)s”，看不出是多久", heading=heading, said=said)
    told.error("R30", tree.spot, words, _("写成“10个工作日”“30个自然日”或“24小时”"))
    return MISSING


@reads(Line(N_("多少个工作日"), "3个工作日", WORKDAYS, is_figure=True))
def workdays(tree: Tree, told: Told, heading: str) -> Any:
    found = limit(tree, told, heading)
    if found is MISSING or found.unit.code == "workday":
        return found if found is MISSING else found.count
    words = _("“%(heading)s”要按工作日写", heading=heading)
    told.error("R31", tree.spot, words, _("写成“3个工作日”"))
    return MISSING


@reads(Either((Words(tuple(RULES)), Line(N_("至少几家同意"), "至少2家同意", AT_LEAST))))
def rule(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING or _told_wide(tree, told, heading, said):
        return MISSING
    if (found := re.fullmatch(AT_LEAST, said)) and int(found[1]) > 0:
        return Rule(RuleKind.AT_LEAST, int(found[1]))
    kind = one_of(RULES)(tree, told, heading)
    return MISSING if kind is MISSING else Rule(kind)


def mapping(read: Reader) -> Reader:
    """Free headings (such as question codes) with contents all read the same way."""

    def under(tree: Tree, told: Told, heading: str) -> Any:
        if not isinstance(tree, Heads):
            words = _("“%(heading)s”下面应当写标题和内容", heading=heading)
            told.error("R20", tree.spot, words, _("写成“标题: 内容”，一行一条"))
            return MISSING
        read_all = {word: read(below, told, word) for word, below in tree.under.items()}
        return MISSING if any(v is MISSING for v in read_all.values()) else read_all

    return Reader(under, Free(read.content))


@reads(Anything())
def anything(tree: Tree, told: Told, heading: str) -> Any:
    """As written: a text, rows, or headings."""
    if isinstance(tree, Text):
        return tree.text
    read = mapping(anything) if isinstance(tree, Heads) else each(anything)
    return read(tree, told, heading)


def unless(word: str, meaning: Any, read: Reader) -> Reader:
    """One plain word with its own meaning (such as 不收费), or else the full form."""

    def either(tree: Tree, told: Told, heading: str) -> Any:
        if isinstance(tree, Text) and tree.text == word:
            return meaning
        if isinstance(tree, Text):
            words = _("“%(heading)s”不能写“%(said)s”", heading=heading, said=tree.text)
            told.error("R26", tree.spot, words, _("写“%(word)s”，或在下面一行一条", word=word))
            return MISSING
        return read(tree, told, heading)

    return Reader(either, Either((Words((word,)), read.content)))
