"""What each party of a step said (会签表), as the officers' page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jointhall.kernel.clock.light import light
from jointhall.kernel.words import _
from jointhall.service_items.stations import Rule, RuleKind

from ..parties import party_of
from ..progress import Seen
from ..steps import Task


@dataclass(frozen=True, slots=True)
class Vote:
    """One row: who was asked, what the light says, their words, when or by when."""

    who: str
    office: str
    state: str
    word: str
    opinion: str
    by: str
    task: Task


@dataclass(frozen=True, slots=True)
class VoteTable:
    """A step with everybody it asked, and the rule that ends it in a sentence."""

    name: str
    rule: str
    answered: int
    votes: tuple[Vote, ...]


def vote_tables(seen: Seen, *, now: datetime) -> list[VoteTable]:
    """One table for each step that was opened, the newest first."""
    tables = []
    for step in reversed(list(seen.steps)):
        votes = tuple(_vote(seen, task, now) for task in seen.reviews if task.step_id == step.id)
        sheet_step = seen.sheet.step(step.code)
        if sheet_step is not None and sheet_step.notice is not None:
            continue
        rule = rule_words(sheet_step.rule) if sheet_step else ""
        answered = sum(vote.task.status == "done" for vote in votes)
        tables.append(VoteTable(step.name, rule, answered, votes))
    return tables


def rule_words(rule: Rule) -> str:
    """When a step is done, said plainly."""
    match rule.kind:
        case RuleKind.ALL:
            return _("各家都同意才算通过；有一家不同意，就交负责人决定。")
        case RuleKind.ANY:
            words = _("有一家同意就算通过。")
        case RuleKind.AT_LEAST:
            words = _("至少 %(n)s 家同意才算通过。", n=rule.at_least)
        case RuleKind.MAJORITY:
            words = _("过半同意才算通过。")
    return words + (_("有一家不同意就不能通过。") if rule.has_veto else "")


def _said_how(task: Task) -> str:
    """Which officer of the office it lies with, for whom, and whether before or after another."""
    how = {"before": _("请来先看"), "after": _("请来后签")}.get(task.added_how, "")
    whom = _("受%(who)s委托", who=task.principal_name) if task.principal_name else ""
    return "　".join(filter(None, (task.holder_name, whom, how)))


def _vote(seen: Seen, task: Task, now: datetime) -> Vote:
    is_county = task.peer_id is not None and task.peer_id == seen.county_id
    office = seen.office(task.office)
    thread = seen.threads.get(task.id)
    party = party_of(
        task, today=seen.today, calendar=seen.calendar, office=office, is_county=is_county,
        thread=thread, course=seen.course,
    )  # fmt: skip
    word = party.word
    if task.status == "open" and party.light != "paused":
        word = light(task.due_on, now, calendar=seen.calendar).words
    return Vote(
        who=office if task.peer_id is None else party.name,
        office=_said_how(task) if task.peer_id is None else "" if is_county else office,
        state=party.light,
        word=word,
        opinion=task.opinion or (thread.late_opinion if thread is not None else ""),
        by=task.answered_by or (thread.late_by if thread is not None else ""),
        task=task,
    )
