"""One process's share of the runs: played on a database of its own, from a seed of its own."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field, replace
from multiprocessing.queues import Queue
from pathlib import Path

from hypothesis import HealthCheck, Phase, seed, settings

from infra.scratch import scratch_tools
from jointhall import routes as _every_subject  # noqa: F401  every job, every answer to an envelope
from jointhall.kernel.log import set_up
from jointhall.service_items.joining import counties_begin_with
from tests.builders.case_machine import CaseMachine
from tests.builders.items import few_items
from tests.builders.signing_machine import play
from tests.builders.signing_world import MORNING

STEPS = 30


@dataclass(frozen=True, slots=True)
class Share:
    """So many runs on this database."""

    nth: int
    url: str
    folder: Path
    runs: int
    seed: int


@dataclass
class Figures:
    """What was played so far, and what broke: `steps` are the fewest that break it."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    first: tuple[str, ...] = ()
    """The acts of the first run that broke a law, before fewer were looked for."""
    is_over: bool = False
    broken: str = ""
    steps: tuple[str, ...] = ()

    @property
    def runs(self) -> int:
        return sum(self.ended.values())


def play_share(share: Share, told: Queue[tuple[int, Figures]]) -> None:
    """Plays them, says after each run how far it is, and at the end what broke."""
    set_up(level="error", as_json=False)
    counties_begin_with(few_items)
    failed = 0
    first: tuple[str, ...] = ()

    class Told(CaseMachine):
        def teardown(self) -> None:
            nonlocal failed, first
            broke = sys.exception()
            if isinstance(broke, Exception):
                failed += 1
                first = first or (*self.played, f"{type(broke).__name__}: {broke}")
            try:
                super().teardown()
            finally:
                told.put((share.nth, figures()))

    def figures() -> Figures:
        return Figures(Told.done.copy(), Told.refused.copy(), Told.ended.copy(), failed, first)

    tools = scratch_tools(share.url, share.folder, at=MORNING, size=4)
    tools = replace(tools, outside={"keys": share.folder / "keys", "demo": True})
    rules = settings(
        max_examples=share.runs, stateful_step_count=STEPS, deadline=None, database=None,
        report_multiple_bugs=False, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    broken = ""
    steps: tuple[str, ...] = ()
    loop = asyncio.new_event_loop()
    try:
        play(seed(share.seed)(Told), tools, share.folder, loop, rules)
    except Exception:
        # The last run played was the one with the fewest steps.
        broken, steps = traceback.format_exc(), tuple(Told.played)
    finally:
        loop.run_until_complete(tools.database.close())
        loop.close()
    over = replace(figures(), is_over=True, broken=broken, steps=steps)
    told.put((share.nth, over))
