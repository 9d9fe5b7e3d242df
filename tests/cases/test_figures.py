"""An item's own rules from the form to the statistics: the allowance by age, whole."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from jointhall import routes as _routes  # noqa: F401  (every slice gives a new tenant its own)
from jointhall.cases.decision import decide
from jointhall.cases.figures import CaseFigure, Total, totals_here
from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of, tasks_of
from jointhall.kernel.db import Database
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.messages.models import Message
from jointhall.service_items.hooks import rulebook
from jointhall.web.place import Place
from tests.builders.cases import (
    COUNTER_CLERK,
    a_submitted_case,
    an_accepted_case,
    answered,
    tasks_here,
    with_parties,
)
from tests.builders.tenancy import a_county, a_township


@pytest.fixture
async def place(database: Database) -> Place:
    return await a_township(database, await a_county(database))


async def decided(tools: Tools, place: Place, *, outcome: str = "granted", **answers: Any) -> Case:
    """An allowance case through every station to its decision."""
    tools = with_parties(tools)
    case = await an_accepted_case(tools, place, **answers)
    (task,) = await tasks_here(tools, place, case)
    vote = "agree" if outcome == "granted" else "refuse"
    await answered(tools, place, task, vote=vote, opinion="查过了")
    async with tools.database.transaction(place.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        task = next(t for t in await tasks_of(session, held) if t.kind == "decide")
        return await decide(
            session, tools, place, task, outcome=outcome, why="核实过了", by=COUNTER_CLERK
        )


async def history(tools: Tools, place: Place, case: Case) -> list[tuple[str, str]]:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        held = await case_numbered(session, case.number)
        return [(line.act, line.words) for line in await history_of(session, held)]


async def test_a_granted_case_tells_when_it_is_paid_and_adds_to_its_figure(
    tools: Tools, place: Place
) -> None:
    case = await decided(tools, place)
    told = [words for act, words in await history(tools, place, case) if act == "case.followed"]
    assert len(told) == 1
    assert told[0].startswith("高龄津贴从20")
    standing = place.standing(resident_id=case.resident_id)
    async with tools.database.transaction(standing, read_only=True) as session:
        kinds = (await session.scalars(select(Message.kind))).all()
    assert "case.followed" in kinds
    await decided(tools, place)
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        (total,) = await totals_here(session)
    assert total == Total("old_age_allowance", "高龄津贴", "年龄档次", "档", 2, Decimal(2))
    assert total.mean == Decimal("1.00")


async def test_a_refused_case_has_neither(tools: Tools, place: Place) -> None:
    case = await decided(tools, place, outcome="refused")
    assert "case.followed" not in [act for act, _words in await history(tools, place, case)]
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        assert (await session.scalars(select(CaseFigure))).all() == []


async def test_figures_of_a_township_are_not_the_neighbours(tools: Tools, place: Place) -> None:
    await decided(tools, place)
    neighbour = await a_township(tools.database, await a_county(tools.database))
    async with tools.database.transaction(neighbour.standing(), read_only=True) as session:
        assert await totals_here(session) == []


async def test_the_rules_keep_a_form_from_being_sent(tools: Tools, place: Place) -> None:
    both: dict[str, Any] = {"for_whom": "family", "relation": "child", "applicant_name": "罗菊英"}
    with pytest.raises(BadForm) as bad:
        await a_submitted_case(tools, place, agent_name="罗菊英", **both)
    assert list(bad.value.troubles) == ["agent_name"]
    assert await a_submitted_case(tools, place, agent_name="周晓岚", **both)


async def test_a_case_whose_rules_are_gone_is_decided_and_says_so(
    tools: Tools, place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rulebook, "_loaded", {})
    monkeypatch.setattr(rulebook, "_places", {})
    monkeypatch.setattr("jointhall.service_items.library.modules_folder", lambda: tmp_path)
    case = await decided(tools, place)
    lines = await history(tools, place, case)
    gone = "这一版自带的自动核对已经不在了，请工作人员人工看"
    assert [words for act, words in lines if act == "rules.failed"] == [gone, gone]
    assert "case.granted" in [act for act, _words in lines]
