"""Whatever is done to a case, in whatever order: no illegal state, no lost vote, no step skipped.

The long form is `make proofs`; here are as many runs as fit into a minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.private_postgres import PrivatePostgres
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from tests.builders.case_machine import CaseMachine
from tests.builders.signing_machine import play
from tests.builders.signing_world import MORNING

RUNS, STEPS = 20, 30
RULES = settings(
    max_examples=RUNS, stateful_step_count=STEPS, deadline=None, database=None,
    derandomize=True, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
)  # fmt: skip

Play = Callable[[type[CaseMachine], int], None]


@pytest.fixture
def played(
    server: PrivatePostgres, database_name: str, files: FolderStore, secrets: Secrets,
    tmp_path: Path,
) -> Iterator[Play]:  # fmt: skip
    """Plays a machine so many times in a world of its own, on an event loop of its own."""
    loop = asyncio.new_event_loop()
    database = Database(server.url("hall_app", database_name), size=4)
    tools = Tools(
        database, FixedClock(MORNING), files, secrets, public_url="https://hall.test",
        outside={"keys": tmp_path / "keys", "demo": True},
    )  # fmt: skip

    def playing(machine: type[CaseMachine], runs: int) -> None:
        play(machine, replace(tools), tmp_path, loop, settings(RULES, max_examples=runs))

    yield playing
    loop.run_until_complete(database.close())
    loop.close()


def test_nothing_that_may_happen_breaks_a_case(played: Play) -> None:
    played(CaseMachine, RUNS)
    done = CaseMachine.done
    assert done["say"] > RUNS
    assert done["accept"] > RUNS / 3
    assert done["decline"]
    assert done["procedure start"] + done["take down"]
    assert sum(CaseMachine.refused.values()) > RUNS


class Forgetful(CaseMachine):
    """One that takes every accepted case for broken."""

    def check(self) -> None:
        super().check()
        assert self.look.case.accepted_at is None, "accepted"


def test_a_broken_law_is_told_with_the_acts_that_broke_it(played: Play) -> None:
    with pytest.raises(AssertionError, match="accepted"):
        played(Forgetful, 5)
    assert Forgetful.played[0].startswith("file under the rule")
    assert "accept: done" in " ".join(Forgetful.played)
