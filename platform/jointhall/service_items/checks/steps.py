"""Checks of what happens after filing (步骤、决定、文书、样例)."""

import re
from collections.abc import Iterator
from math import ceil

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers
from jointhall.service_items.checks.finding import Check, Finding, error, unknown, warning
from jointhall.service_items.checks.reach import COUNTER, can_be
from jointhall.service_items.conditions import holds
from jointhall.service_items.examples import run
from jointhall.service_items.flow import stops_the_clock
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Notice, RuleKind, Step, Task, Where
from jointhall.service_items.tree import Trail
from jointhall.service_items.vocabulary import EXAMPLE_END, LETTER, OUTCOME, PLACEHOLDERS, nearest

_PLACEHOLDER = re.compile(r"【([^】]*)】")
_MUST_SAY = {
    "correction": ("补正内容",),
    "non_acceptance": ("理由", "救济途径"),
    "refused": ("理由", "救济途径"),
    "acceptance": ("办件编号", "办结期限"),
    "granted": (),
}
_IN_PUBLIC = ("事项", "乡镇", "县")


def _tasks(sheet: Sheet) -> Iterator[tuple[Trail, Step, Task]]:
    for row, step in enumerate(sheet.steps):
        for below, task in enumerate(step.tasks):
            yield ("步骤", row, "交给", below), step, task


def _sees(sheet: Sheet) -> Iterator[Finding]:
    questions = {q.code: q for q in sheet.form}
    materials = [m.code for m in sheet.materials]
    for path, _step, task in _tasks(sheet):
        for row, code in enumerate(task.answers):
            if code not in questions:
                yield unknown((*path, "可看答案", row), code, list(questions))
            elif kind_of(questions[code]).is_file:
                words = _("“%(code)s”是文件，不是答案", code=code)
                yield Finding((*path, "可看答案", row), words, _("写到“可看材料”里"))
        for row, code in enumerate(task.materials):
            if code not in materials:
                yield unknown((*path, "可看材料", row), code, materials)


def _addressees(sheet: Sheet) -> Iterator[Finding]:
    for path, _step, task in _tasks(sheet):
        named = sheet.question(task.addressee.question or "")
        if task.addressee.where is Where.ANSWER:
            if named is None or named.kind != "township":
                words = _("交给“答案里的乡镇”，要说看哪一题")
                yield Finding(path, words, _("补一行“按题: 乡镇题的编号”"))
        elif task.addressee.question:
            words = _("只有交给“答案里的乡镇”才写“按题”")
            yield Finding((*path, "按题"), words, _("删去“按题”"))


def _asked_twice(sheet: Sheet) -> Iterator[Finding]:
    for row, step in enumerate(sheet.steps):
        seen: set[tuple[Where, str]] = set()
        for below, task in enumerate(step.tasks):
            who = (task.addressee.where, task.addressee.office)
            if who in seen:
                words = _("同一步里把“%(office)s”问了两次", office=task.addressee.office)
                yield Finding(("步骤", row, "交给", below), words, _("合成一个任务，或分成两步"))
            seen.add(who)


def _rules(sheet: Sheet) -> Iterator[Finding]:
    for row, step in enumerate(sheet.steps):
        if not step.tasks and step.notice is None:
            words = _("步骤“%(name)s”没有交给任何人", name=step.name)
            yield Finding(("步骤", row), words, _("在“交给”下写清楚问谁"))
        grows = any(task.addressee.where is Where.ANSWER for task in step.tasks)
        too_many = (step.rule.at_least or 0) > len(step.tasks)
        if step.rule.kind is RuleKind.AT_LEAST and too_many and not grows:
            words = _(
                "要至少%(count)s家同意，可是只问%(asked)s家",
                count=step.rule.at_least,
                asked=len(step.tasks),
            )
            yield Finding(("步骤", row, "规则"), words, _("改少，或多问几家"))


def longest_way(sheet: Sheet) -> int:
    """Working days from acceptance to decision, the longest that any way of answering takes."""
    conditions = [step.only_if for step in sheet.steps if step.only_if]
    conditions += [task.only_if for _path, _step, task in _tasks(sheet) if task.only_if]
    longest = 0

    def look(counted: Answers) -> bool:
        nonlocal longest
        longest = max(longest, _days_for(sheet, counted))
        return False

    # Steps that are never both taken are not added up.
    can_be(sheet, conditions, look, untold=False)
    return longest


def _days(sheet: Sheet) -> Iterator[Finding]:
    if sheet.promised_limit.unit.code != "workday":
        return
    days = longest_way(sheet)
    if days > sheet.promised_limit.count:
        words = _(
            "各步加起来要%(days)s个工作日，超过承诺的%(promised)s",
            days=days,
            promised=sheet.promised_limit,
        )
        mend = _("把步骤的期限改短，或把承诺改长")
        if any(step.notice for step in sheet.steps) and not stops_the_clock(sheet):
            mend = _("%(mend)s；公示的日子依法不算的，在“特别程序”里写上公示和依据", mend=mend)
        yield Finding(("承诺办结时限",), words, mend)


def _days_for(sheet: Sheet, counted: Answers) -> int:
    """Working days from acceptance to decision for these answers, if everybody takes them all."""
    days = sheet.decision.within_days
    for step in sheet.steps:
        if step.only_if is None or holds(step.only_if, counted, COUNTER):
            asked = [t for t in step.tasks if not t.only_if or holds(t.only_if, counted, COUNTER)]
            days += max((task.within_days for task in asked), default=0)
            days += 0 if step.notice is None else _days_of_notice(sheet, step.notice)
    return days


def _days_of_notice(sheet: Sheet, notice: Notice) -> int:
    """Working days a notice takes from the promise; none where the law lets the clock stand."""
    if stops_the_clock(sheet):
        return 0
    # Seven days on end hold five working days; a holiday among them only helps.
    return (
        notice.period.count
        if notice.period.unit.code == "workday"
        else ceil(notice.period.count * 5 / 7)
    )


def _personal(sheet: Sheet) -> Iterator[Finding]:
    for path, _step, task in _tasks(sheet):
        if task.addressee.where is Where.HERE:
            continue
        asked = [q for q in map(sheet.question, task.answers) if q]
        labels = [q.label for q in asked if kind_of(q).is_personal or q.is_personal]
        if labels:
            words = _(
                "%(labels)s是个人信息，要给别家看吗？", labels="、".join(f"“{x}”" for x in labels)
            )
            yield Finding((*path, "可看答案"), words, _("不是非看不可就删去"))


def _outcomes(sheet: Sheet) -> Iterator[Finding]:
    codes = [o.code for o in sheet.decision.outcomes]
    for word, code in OUTCOME.items():
        if codes.count(code) != 1:
            words = _("决定结果里“%(word)s”要有一个，也只要一个", word=word)
            yield Finding(("决定", "结果"), words, _("补上或删去"))


def _letters(sheet: Sheet) -> Iterator[Finding]:
    kinds = [letter.kind.code for letter in sheet.letters]
    for word, code in LETTER.items():
        if kinds.count(code) != 1:
            words = _("文书“%(word)s”要有一份，也只要一份", word=word)
            yield Finding(("文书",), words, _("照别的事项表补上，或删去多的"))


def _letter_texts(sheet: Sheet) -> Iterator[Finding]:
    questions = [q.code for q in sheet.form]
    for row, letter in enumerate(sheet.letters):
        path: Trail = ("文书", row, "正文")
        found = _PLACEHOLDER.findall(f"{letter.title}{letter.text}")
        for said in found:
            name, _space, code = said.partition(" ")
            if name == "答":
                if code.strip() not in questions:
                    yield unknown(path, code.strip(), questions)
            elif said not in PLACEHOLDERS:
                near = nearest(said, PLACEHOLDERS)
                mend = _("是不是【%(near)s】？", near=near) if near else _placeholders()
                yield Finding(path, _("文书里不认得【%(said)s】", said=said), mend)
        for must in _MUST_SAY[letter.kind.code]:
            if must not in found:
                words = _("%(kind)s里要有【%(must)s】", kind=letter.kind, must=must)
                yield Finding(path, words, _("在正文里补上【%(must)s】", must=must))


def _public_title(sheet: Sheet) -> Iterator[Finding]:
    for said in _PLACEHOLDER.findall(sheet.public_title):
        name, _space, code = said.partition(" ")
        question = sheet.question(code.strip())
        if name != "答":
            if said not in _IN_PUBLIC:
                words = _("公开摘要里不能写【%(said)s】", said=said)
                yield Finding(("公开摘要",), words, _("只写事项、乡镇和不涉及个人的答案"))
        elif question is None:
            yield unknown(("公开摘要",), code.strip(), [q.code for q in sheet.form])
        elif kind_of(question).is_personal or question.is_personal or kind_of(question).is_file:
            words = _("“%(label)s”是个人信息，不能公开", label=question.label)
            yield Finding(("公开摘要",), words, _("从公开摘要里删去"))


def _uncovered(sheet: Sheet) -> Iterator[Finding]:
    ends = {example.ends for example in sheet.examples}
    wanted = {"granted", "refused", "form"} | ({"ineligible"} if sheet.ineligible else set())
    for word, code in EXAMPLE_END.items():
        if code in wanted - ends:
            words = _("没有一个样例的结局是“%(word)s”", word=word)
            yield Finding(("样例",), words, _("补一个这样的样例"))


def _no_objection(sheet: Sheet) -> Iterator[Finding]:
    upheld = {p.step for example in sheet.examples for p in example.passages if p.objected}
    for row, step in enumerate(sheet.steps):
        if step.notice is not None and step.code not in upheld:
            words = _("公示“%(step)s”没有一个样例有人提出异议", step=step.name)
            yield Finding(("步骤", row), words, _("补一个“异议成立: 是”的样例"))


def _examples(sheet: Sheet) -> Iterator[Finding]:
    for row, example in enumerate(sheet.examples):
        for words in run(sheet, example).differences:
            said = _("样例“%(name)s”：%(words)s", name=example.name, words=words)
            yield Finding(("样例", row), said, _("改样例，或改表"))


def _placeholders() -> str:
    return _("可以用：%(words)s", words="、".join(PLACEHOLDERS))


STEPS: tuple[Check, ...] = (
    error("C30", _sees, "任务可看的答案和材料都有，文件写在可看材料里"),
    error("C31", _addressees, "交给“答案里的乡镇”的，写明看哪一题"),
    error("C32", _asked_twice, "同一步里不把一家问两次"),
    error("C33", _rules, "每一步都有人办，要几家同意就问得到几家"),
    error("C34", _days, "各步期限加起来不超过承诺时限"),
    warning("C35", _personal, "个人信息不给别家看，非看不可的除外", "个人信息保护法第六条"),
    error("C36", _outcomes, "决定结果里准予、不予各有一个"),
    error("C37", _letters, "五种文书各有一份"),
    error("C38", _letter_texts, "文书里的【】都认得，该写的都写了", "行政许可法第三十二、三十八条"),
    error("C39", _public_title, "公开摘要里没有个人信息"),
    error("C40", _uncovered, "每种结局都有样例：准予、不予、不符合条件、填不完"),
    warning("C77", _no_objection, "每个公示都有一个有人提出异议的样例"),
)
EXAMPLES: tuple[Check, ...] = (error("C41", _examples, "每个样例走得到它写的结局"),)
"""Run only when nothing else is wrong: an example cannot walk through a broken sheet."""
