"""The tables are all there is: what they do not allow is not done, here or by a statement."""

from __future__ import annotations

import re

import pytest

from jointhall.cases.models import Case
from jointhall.cases.signers.table import WAYS
from jointhall.cases.status import MAY_BECOME, OPEN, TRANSITIONS, WORDS, Status
from jointhall.cases.steps import STEP_MAY_BECOME, TASK_MAY_BECOME, Step, Task
from tests.house.tracked import PLATFORM, files, text_of

SET_FROM_OUTSIDE = re.compile(r"\b(case|step|task|asker|added)\.status\b[^=!<>\n]*=(?!=)")
SET_BY_A_STATEMENT = re.compile(r"update (cases|case_steps|case_tasks)\s[^;]{0,80}\bstatus =")


def test_every_way_on_names_its_law_and_every_status_its_words() -> None:
    assert all(one.law and one.act for one in TRANSITIONS)
    assert set(WORDS) == set(Status)
    assert len({(one.before, one.after) for one in TRANSITIONS}) == len(TRANSITIONS)
    # Whatever is open can come to an end.
    assert all(MAY_BECOME[one] for one in OPEN)


def test_what_the_ways_of_a_task_say_is_what_a_task_may_become() -> None:
    for way in WAYS:
        for before in way.before:
            assert not way.after or way.after in TASK_MAY_BECOME[before], way.noun


def test_a_status_is_set_by_its_own_verb_alone() -> None:
    ours = [path for path in files(PLATFORM, ".py") if not path.endswith("cases/models.py")]
    outside = {path: found for path in ours if (found := SET_FROM_OUTSIDE.findall(text_of(path)))}
    assert outside == {}
    stated = [path for path in ours if SET_BY_A_STATEMENT.search(text_of(path))]
    assert stated == []


@pytest.mark.parametrize(
    "text", ["    task.status = 'done'", "case.status, x = a, b", "step.status, step.at = s, now"]
)
def test_a_status_set_from_outside_is_caught(text: str) -> None:
    assert SET_FROM_OUTSIDE.search(text)
    assert not SET_FROM_OUTSIDE.search("if task.status == 'done' or task.status != was:")


@pytest.mark.parametrize(("kind", "table"), [(Step, STEP_MAY_BECOME), (Task, TASK_MAY_BECOME)])
def test_nothing_becomes_what_its_table_does_not_know(
    kind: type[Step] | type[Task], table: dict[str, set[str]]
) -> None:
    every = set(table).union(*table.values())
    for before in every:
        for after in every:
            one = kind(status=before)
            if after in table.get(before, ()):
                one.become(after)
                assert one.status == after
            else:
                with pytest.raises(AssertionError, match=f"{before} → {after}"):
                    one.become(after)


def test_whatever_moves_a_case_against_its_table_is_caught_by_every_test_of_cases() -> None:
    case = Case(status=Status.CLOSED.value)
    with pytest.raises(AssertionError, match="closed → submitted"):
        case.status = Status.SUBMITTED.value
