"""The headings after filing (步骤): tasks, decision, letters, examples."""

from typing import Any

from jointhall.service_items import readers as r
from jointhall.service_items import sheets as s
from jointhall.service_items import vocabulary as v
from jointhall.service_items.readers import Heading, Shape


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
    **others: Any,
) -> s.Task:
    return s.Task(addressee=_addressed(where, office, post, question), **others)


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
    ),
)


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
    ),
)


def _acceptance(office: str, post: s.Coded | None, words: str | None) -> s.Acceptance:
    return s.Acceptance(office, words, post.code if post else None)


ACCEPTANCE = Shape(
    "受理",
    _acceptance,
    (
        Heading("站所", "office", r.code, True),
        Heading("岗位", "post", r.coded(v.POST)),
        Heading("请做", "words", r.text),
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
        Heading("问到", "asked", r.mapping(r.one_of(v.VOTE)), True),
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
