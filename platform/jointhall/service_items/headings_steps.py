"""The headings after filing (步骤): tasks, decision, letters, examples."""

from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items import headings_form as form
from jointhall.service_items import readers as r
from jointhall.service_items import sheets as s
from jointhall.service_items import vocabulary as v
from jointhall.service_items.readers import Heading, Shape
from jointhall.service_items.shapes import Under
from jointhall.service_items.tree import Heads, Told, Tree


def _addressed(
    where: s.Where, office: str, post: s.Coded | None, question: str | None
) -> s.Addressee:
    return s.Addressee(where, office, post.code if post else None, question)


_ADDRESSEE = (
    Heading("在", "where", r.one_of(v.WHERE), True),
    Heading("按题", "question", r.code),
    Heading("站所", "office", r.code, True),
    Heading("岗位", "post", r.coded(v.POST)),
)


def _task(
    *,
    where: s.Where,
    office: str,
    post: s.Coded | None,
    question: str | None,
    substitute: s.Coded | None,
    **others: Any,
) -> s.Task:
    return s.Task(
        addressee=_addressed(where, office, post, question),
        substitute=substitute.code if substitute else None,
        **others,
    )


VISIT = Shape(
    "到场",
    s.Visit,
    (
        Heading("怎么去", "kind", r.coded(v.VISITS), True),
        Heading("几人", "people", r.count, otherwise=2),
    ),
)
TASK = Shape(
    "任务",
    _task,
    (
        Heading("编号", "code", r.code, True),
        *_ADDRESSEE,
        Heading("请做", "words", r.text, True),
        Heading("期限", "within_days", r.workdays, True),
        Heading("可看答案", "answers", r.each(r.code), otherwise=()),
        Heading("可看材料", "materials", r.each(r.code), otherwise=()),
        Heading("替补岗位", "substitute", r.coded(v.POST)),
        Heading("到场", "visit", VISIT.read),
        Heading("何时问", "only_if", form.condition),
    ),
)
NOTICE = Shape(
    "公示",
    s.Notice,
    (
        Heading("期限", "period", r.limit, True),
        Heading("地点", "places", r.each(r.text), True),
        Heading("公示答案", "answers", r.each(r.code), True),
        Heading("异议站所", "objections_to", r.code, True),
        Heading("告诉", "words", r.text, True),
    ),
)


def _step(*, rule: s.Rule, veto: bool, **others: Any) -> s.Step:
    return s.Step(rule=s.Rule(rule.kind, rule.at_least, veto), **others)


STEP = Shape(
    "步骤",
    _step,
    (
        Heading("编号", "code", r.code, True),
        Heading("名称", "name", r.text, True),
        Heading("规则", "rule", r.rule, True),
        Heading("一票否决", "veto", r.yes_no, otherwise=False),
        Heading("交给", "tasks", r.each(TASK.read), True),
        Heading("何时走", "only_if", form.condition),
        Heading("沿用前面的意见", "passes_on", r.yes_no, otherwise=False),
    ),
)


def _notice_step(**others: Any) -> s.Step:
    return s.Step(rule=s.Rule(s.RuleKind.ALL), tasks=(), **others)


NOTICE_STEP = Shape(
    "公示步骤",
    _notice_step,
    (
        Heading("编号", "code", r.code, True),
        Heading("名称", "name", r.text, True),
        Heading("公示", "notice", NOTICE.read, True),
        Heading("何时走", "only_if", form.condition),
    ),
)


@r.reads(Under((STEP, NOTICE_STEP)))
def step(tree: Tree, told: Told, heading: str) -> Any:
    """A step of tasks with its rule, or a notice; never both and never neither."""
    if isinstance(tree, Heads) and "公示" in tree.under:
        for word in ("交给", "规则"):
            if word in tree.under:
                words = _("一个步骤要么公示、要么交给人办，不能同时写“%(word)s”", word=word)
                told.error("R34", tree.spot_of(word), words, _("拆成两个步骤"))
        return NOTICE_STEP.read(tree, told, heading)
    return STEP.read(tree, told, heading)


def _outcome(result: s.Coded, word: str | None, words: str) -> s.Outcome:
    return s.Outcome(result.code, word or result.word, words)


OUTCOME = Shape(
    "决定结果",
    _outcome,
    (
        Heading("结果", "result", r.coded(v.OUTCOME), True),
        Heading("叫法", "word", r.text),
        Heading("告诉", "words", r.text, True),
    ),
)


def _decision(*, office: str, post: s.Coded | None, **others: Any) -> s.Decision:
    return s.Decision(addressee=_addressed(s.Where.HERE, office, post, None), **others)


DECISION = Shape(
    "决定",
    _decision,
    (
        Heading("站所", "office", r.code, True),
        Heading("岗位", "post", r.coded(v.POST)),
        Heading("请做", "words", r.text, True),
        Heading("期限", "within_days", r.workdays, True),
        Heading("结果", "outcomes", r.each(OUTCOME.read), True),
        Heading("两人决定", "needs_two", r.yes_no, otherwise=False),
    ),
)


def _acceptance(
    office: str, post: s.Coded | None, words: str | None, routes: tuple[s.Route, ...]
) -> s.Acceptance:
    return s.Acceptance(office, words, post.code if post else None, routes)


ACCEPTANCE = Shape(
    "受理",
    _acceptance,
    (
        Heading("站所", "office", r.code, True),
        Heading("岗位", "post", r.coded(v.POST)),
        Heading("请做", "words", r.text),
        Heading("分流", "routes", r.each(form.ROUTE.read), otherwise=()),
    ),
)
LETTER = Shape(
    "文书",
    s.Letter,
    (
        Heading("种类", "kind", r.coded(v.LETTER), True),
        Heading("标题", "title", r.text, True),
        Heading("正文", "text", r.text, True),
    ),
)
PASSAGE = Shape(
    "样例经过",
    s.Passage,
    (
        Heading("步骤", "step", r.code, True),
        Heading("问到", "asked", r.mapping(r.one_of(v.VOTE)), otherwise={}),
        Heading("异议成立", "objected", r.yes_no, otherwise=False),
        Heading("结果", "result", r.one_of(v.STEP_RESULT), True),
    ),
)
EXAMPLE = Shape(
    "样例",
    s.Example,
    (
        Heading("名称", "name", r.text, True),
        Heading("今天", "today", r.day, True),
        Heading("填写", "given", r.mapping(r.anything), True),
        Heading("经过", "passages", r.each(PASSAGE.read), otherwise=()),
        Heading("决定", "decided", r.one_of(v.OUTCOME)),
        Heading("填错", "troubled", r.each(r.code), otherwise=()),
        Heading("结局", "ends", r.one_of(v.EXAMPLE_END), True),
    ),
)
