"""Whatever is done to a case, in whatever order: no illegal state, no lost vote, no step skipped.

The long form is `make proofs`; here are as many runs as fit into a minute.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.private_postgres import PrivatePostgres
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from tests.builders.signing_machine import SigningMachine
from tests.builders.signing_world import MORNING, a_signing_world

RUNS, STEPS = 25, 30


@pytest.fixture
def played(
    server: PrivatePostgres, database_name: str, files: FolderStore, secrets: Secrets,
    tmp_path: Path,
) -> Iterator[type[SigningMachine]]:  # fmt: skip
    """The machine with a world of its own, on an event loop of its own."""
    loop = asyncio.new_event_loop()
    database = Database(server.url("hall_app", database_name), size=4)
    tools = Tools(
        database, FixedClock(MORNING), files, secrets, public_url="https://hall.test",
        outside={"keys": tmp_path / "keys", "demo": True},
    )  # fmt: skip
    SigningMachine.loop = loop
    SigningMachine.world = loop.run_until_complete(a_signing_world(tools, tmp_path))
    yield SigningMachine
    loop.run_until_complete(database.close())
    loop.close()


def test_nothing_that_may_happen_breaks_a_case(played: type[SigningMachine]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        played,
        settings=settings(
            max_examples=RUNS, stateful_step_count=STEPS, deadline=None, database=None,
            derandomize=True, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert played.done["say"] > RUNS
    assert played.done["accept"] > RUNS / 3
    assert sum(played.refused.values()) > RUNS
