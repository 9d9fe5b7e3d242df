"""Conditions, offices and settings of a sheet in words (说成话)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.asking import Clause, Comparison, Condition, Question
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Addressee, Rule, RuleKind, Where
from jointhall.service_items.vocabulary import POST
from jointhall.tenancy.starter import starter

_SETTING = re.compile(r"【设定\s+([^】]*)】")


def condition_said(condition: Condition, sheet: Sheet) -> str:
    """A condition as half a sentence: “…”答“…”，并且……."""
    said = [_clause(clause, sheet) for clause in condition.clauses]
    return (_("，或者") if condition.is_any else _("，并且")).join(said)


def listed(words: Iterable[str]) -> str:
    """甲、乙、丙."""
    return "、".join(words)


def quoted(words: Iterable[str]) -> str:
    """“甲”、“乙”."""
    return "、".join(f"“{word}”" for word in words)


def office_name(code: str) -> str:
    """How the office is called in the pack every township and county begins with."""
    return _offices().get(code, code)


def addressee_said(addressee: Addressee, sheet: Sheet) -> str:
    """Who is asked: 本乡镇的民政办负责人."""
    office = office_name(addressee.office)
    post = next((word for word, code in POST.items() if code == addressee.post), "")
    if addressee.where is Where.COUNTY:
        return f"{office}{post}"
    if addressee.where is Where.ANSWER:
        question = sheet.question(addressee.question or "")
        label = question.label if question else addressee.question or ""
        return _("“%(question)s”里答的别的乡镇的%(office)s%(post)s",
                 question=label, office=office, post=post)  # fmt: skip
    return _("本乡镇的%(office)s%(post)s", office=office, post=post)


def rule_said(rule: Rule) -> str:
    """When a step is passed: 全部同意才算通过."""
    said = {
        RuleKind.ALL: _("全部同意才算通过"),
        RuleKind.ANY: _("有一家同意就算通过"),
        RuleKind.MAJORITY: _("过半同意就算通过"),
        RuleKind.AT_LEAST: _("至少%(n)s家同意才算通过", n=rule.at_least),
    }[rule.kind]
    return _("%(rule)s，有一家不同意就不通过", rule=said) if rule.has_veto else said


def settled(text: str, settings: Mapping[str, Any]) -> str:
    """The text with the county's figures in their places."""
    return _SETTING.sub(lambda found: str(settings.get(found[1].strip(), found[0])), text)


def settings_of(sheet: Sheet) -> dict[str, Any]:
    """The county's figures by their codes."""
    return {setting.code: setting.value for setting in sheet.settings}


def label_of(question: str, sheet: Sheet) -> str:
    """How a question, or a column of a table, is called to people."""
    code, _dot, column = question.partition(".")
    found = sheet.question(code)
    if found is None:
        return f"“{question}”"
    below = found.column(column) if column else None
    if below is not None:
        return _("“%(question)s”里的“%(column)s”", question=found.label, column=below.label)
    return f"“{found.label}”"


def value_said(question: Question | None, value: Any) -> str:
    """A value of a condition as people read it: the choice's words, not its code."""
    word = str(value)
    if question is None:
        return word
    every = {c.code: c.label for top in question.choices for c in (top, *top.below)}
    return every.get(word, word)


def _clause(clause: Clause, sheet: Sheet) -> str:
    question = _asked(clause.question, sheet)
    label, value = label_of(clause.question, sheet), clause.value
    if clause.how is Comparison.ANSWERED:
        return _("%(q)s填了", q=label) if value else _("%(q)s没有填", q=label)
    if clause.how is Comparison.ONE_OF:
        said = quoted(value_said(question, one) for one in value)
        return _("%(q)s答的是%(values)s里的一个", q=label, values=said)
    unit = (question.unit or "") if question else ""
    return {
        Comparison.IS: lambda: _("%(q)s答“%(v)s”", q=label, v=value_said(question, value)),
        Comparison.IS_NOT: lambda: _("%(q)s不答“%(v)s”", q=label, v=value_said(question, value)),
        Comparison.HAS: lambda: _("%(q)s里有“%(v)s”", q=label, v=value_said(question, value)),
        Comparison.HAS_NOT: lambda: _("%(q)s里没有“%(v)s”", q=label, v=value_said(question, value)),
        Comparison.AT_LEAST: lambda: _("%(q)s不少于%(v)s%(u)s", q=label, v=_plain(value), u=unit),
        Comparison.AT_MOST: lambda: _("%(q)s不超过%(v)s%(u)s", q=label, v=_plain(value), u=unit),
        Comparison.AGE_AT_LEAST: lambda: _("%(q)s的人满%(v)s岁", q=label, v=value),
        Comparison.AGE_UNDER: lambda: _("%(q)s的人不满%(v)s岁", q=label, v=value),
        Comparison.BEFORE: lambda: _("%(q)s早于%(v)s", q=label, v=value),
        Comparison.AFTER: lambda: _("%(q)s晚于%(v)s", q=label, v=value),
    }[clause.how]()


def _asked(code: str, sheet: Sheet) -> Question | None:
    question, _dot, column = code.partition(".")
    found = sheet.question(question)
    return found.column(column) if found and column else found


def _plain(number: Any) -> str:
    """500 and not 500.0."""
    return f"{number:g}" if isinstance(number, int | float) else str(number)


@cache
def _offices() -> dict[str, str]:
    return {o.code: o.name for kind in ("county", "township") for o in starter(kind).offices}
