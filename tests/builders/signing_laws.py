"""What must hold of a case whatever was done to it (S10): told from the rows alone.

Nothing here asks the code that is tested: seats, rules and working days are counted once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from jointhall.cases.status import MAY_BECOME, Status
from jointhall.cases.steps import Step, Task
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Rule, RuleKind
from tests.builders.signing_world import Look

UNSAID = ("open", "waiting", "bounced")


def must_hold(look: Look, sheet: Sheet, said: Mapping[UUID, str]) -> None:
    """Raises AssertionError with the first thing that does not; `said` are the votes given here."""
    _somebody_is_waited_for(look)
    _no_vote_is_lost(look, sheet, said)
    for step in look.steps:
        _the_rule_was_kept(step, look, sheet)
    _no_step_is_skipped(look, sheet)
    _one_decision(look, sheet)


def may_follow(before: str, after: str) -> bool:
    """Whether a case may have gone this way in one act; accepting is two steps of the table."""
    reached, new = {Status(before)}, {Status(before)}
    while new:
        new = {one for status in new for one in MAY_BECOME[status]} - reached
        reached |= new
    return Status(after) in reached


def _somebody_is_waited_for(look: Look) -> None:
    status = look.case.status
    unsaid = [one for one in look.tasks if one.status in UNSAID]
    running = [one for one in look.steps if one.status == "open"]
    if status != Status.UNDER_REVIEW:
        assert not unsaid, f"a case that is {status} still asks somebody"
        assert not running, f"a case that is {status} has an open step"
        assert look.notice is None, f"a case that is {status} has its notice up"
        assert look.procedure is None, f"a case that is {status} stands still"
        return
    is_turn_of_some = any(one.status != "waiting" for one in unsaid)
    assert is_turn_of_some or look.notice, "a case under review waits for nobody"
    assert len(running) <= 1, "two steps are open"
    decisions = [one for one in unsaid if one.kind == "decide"]
    assert bool(running) != bool(decisions), "neither a step nor a decision is under way, or both"
    by_id = {one.id: one for one in look.tasks}
    for one in unsaid:
        if one.status == "waiting":
            first = [t for t in unsaid if t.added_to == one.id and t.added_how == "before"]
            asker = by_id[one.added_to] if one.added_to is not None else None
            its_turn_comes = (
                asker is not None and one.added_how == "after"
                and (asker.status in (*UNSAID, "sent_back") or asker.vote == "refuse")
            )  # fmt: skip
            assert first or its_turn_comes, "a task waits for nobody"
        assert (one.principal_id is None) == (one.principal_name == "")
        assert one.principal_id is None or one.holder_id is not None, "delegated to nobody"
    suspended = [one for one in look.steps if one.status == "sent_back" and not one.finished_at]
    goals = {one.returns_to for one in look.steps if not one.finished_at}
    for step in suspended:
        senders = [t for t in look.tasks if t.step_id == step.id and t.status == "sent_back"]
        assert any(t.id in goals for t in senders), "a step waits and nothing returns to it"


def _no_vote_is_lost(look: Look, sheet: Sheet, said: Mapping[UUID, str]) -> None:
    by_id = {one.id: one for one in look.tasks}
    for id, vote in said.items():
        assert by_id[id].vote == vote, "a vote that was given is not there"
    codes = [step.code for step in sheet.steps]
    step_code = {one.id: one.code for one in look.steps}
    for one in look.tasks:
        if one.vote is None or one.id in said or one.peer_id or one.kind == "decide":
            continue
        step = sheet.step(step_code[one.step_id]) if one.step_id else None
        assert step is not None, "a vote nobody gave"
        assert step.passes_on, "a vote nobody gave"
        earlier = [
            t for t in look.tasks
            if t.step_id and t.vote == "agree" and t.answered_by_id == one.answered_by_id
            and codes.index(step_code[t.step_id]) < codes.index(step.code)
        ]  # fmt: skip
        assert earlier, "a word was passed on that was never given"


def _the_rule_was_kept(step: Step, look: Look, sheet: Sheet) -> None:
    """Ended when the rule said so and not before, whoever was added to whom."""
    sheet_step = sheet.step(step.code)
    assert sheet_step is not None
    mine = [one for one in look.tasks if one.step_id == step.id]
    if sheet_step.notice is not None:
        assert not mine, "a notice asks nobody"
        return
    asked = {one.key for one in mine if one.added_to is None}
    wanted = {task.code for task in sheet_step.tasks}
    assert {key.partition("@")[0] for key in asked} == wanted, "not everybody was asked"
    should = _counted(sheet_step.rule, _parties(mine, look.county_id))
    if step.status in ("agreed", "refused"):
        assert step.status == should, f"{step.code} ended {step.status}, the rule says {should}"
        assert not [one for one in mine if one.status in UNSAID], "somebody is asked in vain"
    elif step.status == "open":
        assert should == "open", f"{step.code} is open, the rule says {should}"


def _parties(mine: Sequence[Task], county_id: UUID) -> list[str]:
    """The word of each party: two seats of one township are one party, and so are ours."""
    said: dict[str, set[str]] = {}
    for one in mine:
        if one.added_to is None:
            is_of_a_township = "@" in one.key and one.peer_id != county_id
            party = f"@{one.peer_id}" if is_of_a_township else one.key
            said.setdefault(party, set()).add(_seat(one, mine))
    order = ("refuse", "open", "agree")
    return [next(word for word in order if word in words) for words in said.values()]


def _seat(task: Task, mine: Iterable[Task]) -> str:
    if task.status != "done":
        return "open"
    if task.vote == "refuse":
        return "refuse"
    behind = [
        _seat(one, mine) for one in mine
        if one.added_to == task.id and one.added_how == "after" and one.status != "withdrawn"
    ]  # fmt: skip
    return "refuse" if "refuse" in behind else "open" if "open" in behind else "agree"


def _counted(rule: Rule, words: list[str]) -> str:
    yes, no, seats = words.count("agree"), words.count("refuse"), len(words)
    need = {
        RuleKind.ALL: seats, RuleKind.ANY: 1, RuleKind.MAJORITY: seats // 2 + 1,
        RuleKind.AT_LEAST: min(rule.at_least or 1, seats),
    }[rule.kind]  # fmt: skip
    if rule.has_veto and no:
        return "refused"
    if seats - no < need:
        return "refused"
    if yes >= need and (not rule.has_veto or yes + no == seats):
        return "agreed"
    return "open"


def _no_step_is_skipped(look: Look, sheet: Sheet) -> None:
    codes = [step.code for step in sheet.steps]
    latest = {one.code: one for one in look.steps}
    decision_asked = [t for t in look.tasks if t.kind == "decide" and t.status in (*UNSAID, "done")]
    last = _gone_on_with_last(look)
    if decision_asked and last is not None and last.status != "refused":
        for code in codes:
            assert code in latest, f"{code} was never taken"
            assert latest[code].status == "agreed", f"{code} is {latest[code].status}"
    if last is not None and last.status == "open":
        for code in codes[: codes.index(last.code)]:
            assert code in latest, f"{code} was skipped"
            assert latest[code].status == "agreed", f"{code} had not passed"


def _gone_on_with_last(look: Look) -> Step | None:
    """The step opened last; when it was over and gave back to one that waited for it, that one."""
    if not look.steps:
        return None
    tasks, steps = {one.id: one for one in look.tasks}, {one.id: one for one in look.steps}
    last: Step = look.steps[-1]
    while last.status == "agreed" and last.returns_to is not None:
        step_id = tasks[last.returns_to].step_id
        if step_id is None:
            break
        last = steps[step_id]
    return last


def _one_decision(look: Look, sheet: Sheet) -> None:
    decided = [one for one in look.tasks if one.kind == "decide" and one.status == "done"]
    assert len(decided) <= 1, "decided twice"
    assert bool(decided) == (look.case.decided_at is not None)
    if decided and sheet.decision.needs_two:
        (one,) = decided
        assert one.proposed_by_id is not None, "one person decided alone"
        assert str(one.proposed_by_id) != one.answered_by_id, "one person signed for two"
