"""The headings of the form (表单): questions, choices, conditions."""

import re
from typing import Any

from jointhall.kernel.words import N_, _
from jointhall.service_items import readers as r
from jointhall.service_items import sheets as s
from jointhall.service_items import vocabulary as v
from jointhall.service_items.readers import MISSING, Heading, Shape
from jointhall.service_items.shapes import Either, Line, Under, Words
from jointhall.service_items.tree import Heads, Text, Told, Tree

COLUMN_CODE = rf"{r.CODE}(\.{r.CODE})?"


@r.reads(Line(N_("题的编号，看表格的一列写“题.列”"), "family.income", COLUMN_CODE))
def _question_or_column(tree: Tree, told: Told, heading: str) -> Any:
    """`question`, or `question.column` of a table."""
    said = r.text(tree, told, heading)
    if said is MISSING or re.fullmatch(COLUMN_CODE, said):
        return said
    words = _("“%(heading)s”写的是“%(said)s”，编号不能这样写", heading=heading, said=said)
    told.error("R27", tree.spot, words, _("写题的编号；看表格的一列，写“题的编号.列的编号”"))
    return MISSING


@r.reads(Either((Words((v.TODAY,)), r.day.content)))
def _day_or_today(tree: Tree, told: Told, heading: str) -> Any:
    is_today = isinstance(tree, Text) and tree.text == v.TODAY
    return v.TODAY if is_today else r.day(tree, told, heading)


_COMPARED = {
    s.Comparison.ONE_OF: r.each(r.text),
    s.Comparison.ANSWERED: r.yes_no,
    s.Comparison.AGE_AT_LEAST: r.count,
    s.Comparison.AGE_UNDER: r.count,
    s.Comparison.AT_LEAST: r.number,
    s.Comparison.AT_MOST: r.number,
    s.Comparison.BEFORE: _day_or_today,
    s.Comparison.AFTER: _day_or_today,
}
CLAUSE = Shape(
    "条件",
    lambda question: question,
    (Heading("题", "question", _question_or_column, True),),
    one_of=tuple(Heading(how.value, how.name, _COMPARED.get(how, r.text)) for how in s.Comparison),
)


@r.reads(CLAUSE.read.content)
def _clause(tree: Tree, told: Told, heading: str) -> Any:
    """`题` and exactly one comparison."""
    if not isinstance(tree, Heads):
        return CLAUSE.read(tree, told, heading)
    said = [each for each in CLAUSE.one_of if each.word in tree.under]
    words = [each.word for each in said]
    others = Heads(tree.spot, {w: t for w, t in tree.under.items() if w not in words}, tree.spots)
    named = CLAUSE.read(others, told, heading)
    if len(said) != 1:
        told.error(
            "R32",
            tree.spot_of(words[1]) if words[1:] else tree.spot,
            _("一个条件要写一个比较，这里写了%(count)s个", count=len(said)),
            _("可用：%(words)s", words="、".join(each.word for each in CLAUSE.one_of)),
        )
        return MISSING
    value = said[0].read(tree.under[words[0]], told, words[0])
    missing = named is MISSING or value is MISSING
    return MISSING if missing else s.Clause(named, s.Comparison(words[0]), value)


BOTH = Shape("条件", dict, (Heading("都要", "clauses", r.each(_clause), True),))
EITHER = Shape("条件", dict, (Heading("任一", "clauses", r.each(_clause), True),))


@r.reads(Under((CLAUSE, BOTH, EITHER)))
def condition(tree: Tree, told: Told, heading: str) -> Any:
    """One clause, or 都要 / 任一 with rows of clauses; no deeper."""
    for shape, is_any in ((BOTH, False), (EITHER, True)):
        if isinstance(tree, Heads) and tuple(tree.under) == shape.words:
            said = shape.read(tree, told, heading)
            return MISSING if said is MISSING else s.Condition(said["clauses"], is_any)
    clause = _clause(tree, told, heading)
    return MISSING if clause is MISSING else s.Condition((clause,))


CHOICE = Shape(
    "选项",
    s.Choice,
    (
        Heading("编号", "code", r.code, True),
        Heading("文字", "label", r.text, True),
        Heading("提示", "hint", r.text),
    ),
)
BELOW = Shape("下级选项", s.Choice, CHOICE.headings)
LINKED_CHOICE = Shape(
    "选项",
    s.Choice,
    (*CHOICE.headings, Heading("下级", "below", r.each(BELOW.read), otherwise=())),
)


PREFILL = Shape(
    "带出",
    s.Prefill,
    (
        Heading("来自", "source", r.one_of(v.PREFILL), True),
        Heading("证照代码", "licence", r.text),
        Heading("何时带", "only_if", condition),
    ),
)
_ASKED = (
    Heading("编号", "code", r.code, True),
    Heading("类型", "kind", r.one_of(v.KINDS), True),
    Heading("问", "label", r.text, True),
    Heading("提示", "hint", r.text),
    Heading("必答", "is_required", r.yes_no, otherwise=True),
    Heading("个人信息", "is_personal", r.yes_no, otherwise=False),
)
_MEASURED = (
    Heading("单位", "unit", r.text),
    Heading("最少", "at_least", r.number),
    Heading("最多", "at_most", r.number),
    Heading("最长", "longest", r.count),
)
"""What a question and a column of a table are both asked by, and measured by."""
COLUMN = Shape(
    "列",
    s.Question,
    (
        *_ASKED,
        Heading("选项", "choices", r.each(CHOICE.read), otherwise=()),
        *_MEASURED,
    ),
)
QUESTION = Shape(
    "表单题目",
    s.Question,
    (
        *_ASKED,
        Heading("选项", "choices", r.each(LINKED_CHOICE.read), otherwise=()),
        *_MEASURED,
        Heading("列", "columns", r.each(COLUMN.read), otherwise=()),
        Heading("加总", "adds_up", r.each(r.text), otherwise=()),
        Heading("带出", "prefill", r.each(PREFILL.read), otherwise=()),
        Heading("再问原因", "asked_again", r.text),
        Heading("可多个", "several", r.yes_no, otherwise=False),
        Heading("收材料", "material", r.code),
        Heading("何时问", "only_if", condition),
    ),
)
INELIGIBLE = Shape(
    "不符合条件",
    s.Ineligible,
    (Heading("当", "when", condition, True), Heading("告诉", "words", r.text, True)),
)
ROUTE = Shape(
    "分流",
    s.Route,
    (Heading("当", "when", condition, True), Heading("站所", "office", r.code, True)),
)
