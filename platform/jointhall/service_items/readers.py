"""How one heading's content is read: a reader gives a value or tells what is wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.sheets import Coded, Limit, Rule, RuleKind
from jointhall.service_items.tree import Heads, Rows, Text, Told, Tree
from jointhall.service_items.vocabulary import LIMIT_UNIT, RULES, YES_NO, Table, nearest

MISSING: Any = object()
"""Read in vain; what was wrong has been told."""

Reader = Callable[[Tree, Told, str], Any]

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LIMIT = re.compile(r"(\d{1,4})\s*个?\s*(工作日|自然日|小时)")
_AT_LEAST = re.compile(r"至少\s*(\d{1,2})\s*家同意")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the closed vocabulary: its word, the field it fills, how it is read."""

    word: str
    field: str
    read: Reader
    is_required: bool = False
    otherwise: Any = None
    """The value when the heading is left out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The headings that may stand together, and what is made of them."""

    name: str
    make: Callable[..., Any]
    headings: tuple[Heading, ...]

    def read(self, tree: Tree, told: Told, heading: str) -> Any:
        if not isinstance(tree, Heads):
            words = _("“%(heading)s”下面应当写标题和内容", heading=heading)
            told.error("R20", tree.spot, words, self._expected())
            return MISSING
        known = {h.word: h for h in self.headings}
        misspelt = self._refuse_unknown(tree, told, known)
        values: dict[str, Any] = {}
        for each in self.headings:
            below = tree.under.get(each.word)
            if below is None or (isinstance(below, Text) and not below.text):
                if each.is_required and each.word not in misspelt:
                    self._tell_missing(tree, told, each, is_there=below is not None)
                values[each.field] = MISSING if each.is_required else each.otherwise
            else:
                values[each.field] = each.read(below, told, each.word)
        if any(v is MISSING for v in values.values()):
            return MISSING
        return self.make(**values)

    def _refuse_unknown(self, tree: Heads, told: Told, known: Mapping[str, Heading]) -> set[str]:
        """Tell unknown headings; those probably meant are not also called missing."""
        meant: set[str] = set()
        for word in tree.under:
            if word in known:
                continue
            near = nearest(word, known)
            meant.add(near or "")
            words = _("%(name)s里没有“%(word)s”这个标题", name=self.name, word=word)
            mend = _("是不是“%(near)s”？", near=near) if near else self._expected()
            told.error("R21", tree.spot_of(word), words, mend)
        return meant

    def _tell_missing(self, tree: Heads, told: Told, heading: Heading, *, is_there: bool) -> None:
        if is_there:
            words = _("“%(heading)s”后面没有写内容", heading=heading.word)
            told.error("R22", tree.spot_of(heading.word), words, _("补上内容"))
        else:
            words = _("%(name)s缺少“%(heading)s”", name=self.name, heading=heading.word)
            mend = _("补一行“%(heading)s: ……”", heading=heading.word)
            told.error("R23", tree.spot, words, mend)

    def _expected(self) -> str:
        return _("可用的标题：%(headings)s", headings="、".join(h.word for h in self.headings))


def text(tree: Tree, told: Told, heading: str) -> Any:
    if isinstance(tree, Text):
        return tree.text
    words = _("“%(heading)s”后面应当是一句话", heading=heading)
    told.error("R24", tree.spot, words, _("写在冒号后面同一行"))
    return MISSING


def each(read: Reader) -> Reader:
    """Rows, one after each dash, each read the same way."""

    def rows(tree: Tree, told: Told, heading: str) -> Any:
        if not isinstance(tree, Rows):
            words = _("“%(heading)s”下面应当一行一条", heading=heading)
            told.error("R25", tree.spot, words, _("每条前面写英文短横线和空格"))
            return MISSING
        read_rows = [read(row, told, heading) for row in tree.rows]
        return MISSING if any(r is MISSING for r in read_rows) else tuple(read_rows)

    return rows


def coded(table: Table) -> Reader:
    """A word of a closed table, with its code."""

    def word(tree: Tree, told: Told, heading: str) -> Any:
        chosen = one_of(table)(tree, told, heading)
        if chosen is MISSING:
            return MISSING
        assert isinstance(tree, Text)
        return Coded(chosen, tree.text)

    return word


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

    return word


def code(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING or _CODE.fullmatch(said):
        return said
    words = _("“%(heading)s”写的是“%(said)s”，编号不能这样写", heading=heading, said=said)
    mend = _("用小写英文字母开头，只用小写字母、数字和下划线，最长40个")
    told.error("R27", tree.spot, words, mend)
    return MISSING


def count(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING:
        return MISSING
    if re.fullmatch(r"[0-9]{1,6}", said):
        return int(said)
    words = _("“%(heading)s”应当是整数，写的是“%(said)s”", heading=heading, said=said)
    told.error("R28", tree.spot, words, _("只写数字，比如 2"))
    return MISSING


def number(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING:
        return MISSING
    if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", said):
        return float(said)
    words = _("“%(heading)s”应当是数字，写的是“%(said)s”", heading=heading, said=said)
    told.error("R28", tree.spot, words, _("只写数字，比如 0.5"))
    return MISSING


def day(tree: Tree, told: Told, heading: str) -> Any:
    """A date as 2026-03-02, told back in the same form."""
    said = text(tree, told, heading)
    if said is MISSING:
        return MISSING
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        words = _("“%(heading)s”应当是日期，写的是“%(said)s”", heading=heading, said=said)
        told.error("R29", tree.spot, words, _("写成 2026-03-02 这样"))
        return MISSING


def yes_no(tree: Tree, told: Told, heading: str) -> Any:
    return one_of(YES_NO)(tree, told, heading)


def limit(tree: Tree, told: Told, heading: str) -> Any:
    """A length of time in working days, days or hours (时限)."""
    said = text(tree, told, heading)
    if said is MISSING:
        return MISSING
    found = _LIMIT.fullmatch(said)
    if found and int(found[1]) > 0:
        return Limit(int(found[1]), Coded(LIMIT_UNIT[found[2]], found[2]))
    words = _("“%(heading)s”写的是“%(said)s”，看不出是多久", heading=heading, said=said)
    told.error("R30", tree.spot, words, _("写成“10个工作日”“30个自然日”或“24小时”"))
    return MISSING


def workdays(tree: Tree, told: Told, heading: str) -> Any:
    found = limit(tree, told, heading)
    if found is MISSING or found.unit.code == "workday":
        return found if found is MISSING else found.count
    words = _("“%(heading)s”要按工作日写", heading=heading)
    told.error("R31", tree.spot, words, _("写成“3个工作日”"))
    return MISSING


def rule(tree: Tree, told: Told, heading: str) -> Any:
    said = text(tree, told, heading)
    if said is MISSING:
        return MISSING
    if (found := _AT_LEAST.fullmatch(said)) and int(found[1]) > 0:
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

    return under


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

    return either
