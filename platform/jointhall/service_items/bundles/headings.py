"""Every heading a bundle's file may carry (一件事的标题表); what is not here is refused."""

import re
from collections.abc import Iterator
from typing import Any

from jointhall.kernel.words import N_, _
from jointhall.service_items import headings_form as form
from jointhall.service_items import readers as r
from jointhall.service_items.bundles import bundle as b
from jointhall.service_items.headings import shapes
from jointhall.service_items.readers import MISSING, Heading, Shape
from jointhall.service_items.shapes import Line
from jointhall.service_items.tree import Told, Tree

QUESTION = rf"{r.CODE}\.{r.CODE}"
MUST = {"必办": True, "可选": False}


@r.reads(Line(N_("事项的编号，点，题的编号"), "old_age_allowance.phone", QUESTION))
def item_question(tree: Tree, told: Told, heading: str) -> Any:
    """`item.question`: a question of one of the items."""
    said = r.text(tree, told, heading)
    if said is MISSING or re.fullmatch(QUESTION, said):
        return said
    words = _("“%(heading)s”写的是“%(said)s”，看不出是哪件事的哪一题", heading=heading, said=said)
    told.error("R27", tree.spot, words, _("写成“事项的编号.题的编号”"))
    return MISSING


MEMBER = Shape(
    "一件事的事项",
    b.Member,
    (
        Heading("编号", "code", r.code, True),
        Heading("叫法", "name", r.text, True),
        Heading("要不要办", "is_must", r.one_of(MUST), otherwise=True),
        Heading("何时办", "only_if", form.condition),
    ),
)
PART_OF = Shape(
    "取自",
    b.PartOf,
    (
        Heading("题", "question", item_question, True),
        Heading("取", "part", r.one_of(b.PERSON_PARTS), True),
    ),
)
SHARED = Shape(
    "共用题",
    b.Shared,
    (
        Heading("编号", "code", r.code, True),
        Heading("就是", "same_as", r.each(item_question), True),
        Heading("问", "label", r.text),
        Heading("提示", "hint", r.text),
        Heading("取自", "parts", r.each(PART_OF.read), otherwise=()),
    ),
)
KNOWN = Shape(
    "不用问",
    b.Known,
    (Heading("题", "question", item_question, True), Heading("答", "given", r.anything, True)),
)
APART = Shape(
    "分开问",
    b.Apart,
    (Heading("题", "question", item_question, True), Heading("原因", "why", r.text, True)),
)
SAMPLE = Shape(
    "一件事的样例",
    b.Sample,
    (
        Heading("名称", "name", r.text, True),
        Heading("填写", "given", r.mapping(r.anything), True),
        Heading("办哪几件", "items", r.each(r.code), True),
    ),
)
BUNDLE = Shape(
    "一件事",
    dict,
    (
        Heading("名称", "title", r.text, True),
        Heading("一句话", "lede", r.text, True),
        Heading("俗称", "common_names", r.each(r.text), True),
        Heading("主题", "themes", r.each(r.text), True),
        Heading("办事场景", "life_events", r.each(r.text), otherwise=()),
        Heading("事项", "members", r.each(MEMBER.read), True),
        Heading("先问", "first", r.each(form.QUESTION.read), otherwise=()),
        Heading("共用题", "shared", r.each(SHARED.read), True),
        Heading("不用问", "known", r.each(KNOWN.read), otherwise=()),
        Heading("分开问", "apart", r.each(APART.read), otherwise=()),
        Heading("样例", "samples", r.each(SAMPLE.read), True),
    ),
)


def bundle_shapes() -> Iterator[Shape]:
    """Every shape of a bundle's file, each once."""
    return shapes(BUNDLE.read.content)


WORDS: frozenset[str] = frozenset(word for shape in bundle_shapes() for word in shape.words)
