"""`make proofs`: cases played with on a database of its own, the laws asked after each act."""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets as randomness
import sys
import tempfile
import time
import traceback
from pathlib import Path

import asyncpg
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from jointhall import routes as _every_subject  # noqa: F401  every job, every answer to an envelope
from jointhall.kernel.clock import FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.log import set_up
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import SUPERUSER, PrivatePostgres, start, stop
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.service_items.joining import counties_begin_with
from tests.builders.items import few_items
from tests.builders.signing_machine import SigningMachine
from tests.builders.signing_world import MORNING, a_signing_world

HOME = Path(__file__).parents[2] / ".cache" / "proofs"
RUNS, STEPS = 2000, 30
SHORT_RUNS = 100


def prove(server: PrivatePostgres, name: str, folder: Path, *, runs: int) -> dict[str, object]:
    """Plays so many cases of so many acts each; the figures, and the first law that broke."""
    began, loop = time.monotonic(), asyncio.new_event_loop()
    database = Database(server.url("hall_app", name), size=4)
    store = FolderStore(folder / "files", secret=b"a secret for the links of proofs")
    tools = Tools(
        database, FixedClock(MORNING), store,
        Secrets(b"a master key for proofs, 32 byte"), public_url="https://hall.test",
        outside={"keys": folder / "keys", "demo": True},
    )  # fmt: skip
    SigningMachine.loop = loop
    broken = ""
    try:
        SigningMachine.world = loop.run_until_complete(a_signing_world(tools, folder))
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            SigningMachine,
            settings=settings(
                max_examples=runs, stateful_step_count=STEPS, deadline=None, database=None,
                phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    except Exception:
        broken = traceback.format_exc()
    finally:
        loop.run_until_complete(database.close())
        loop.close()
    machine = SigningMachine
    return {
        "proof": "signers",
        "runs": sum(machine.ended.values()),
        "acts_done": sum(machine.done.values()),
        "acts_refused": sum(machine.refused.values()),
        "done": dict(sorted(machine.done.items())),
        "refused": dict(sorted(machine.refused.items())),
        "ended": dict(sorted(machine.ended.items())),
        "seconds": round(time.monotonic() - began, 1),
        "holds": not broken,
        "broken": broken,
    }


def main() -> int:
    """Prints the figures; 0 when every law held in every run."""
    parser = argparse.ArgumentParser(prog="python -m infra.proofs", description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"only {SHORT_RUNS} runs")
    parser.add_argument("--runs", type=int, default=0, help=f"so many runs instead of {RUNS}")
    asked = parser.parse_args()
    runs = asked.runs or (SHORT_RUNS if asked.short else RUNS)
    set_up(level="error", as_json=False)
    counties_begin_with(few_items)
    server = start(HOME)
    name = f"hall_proofs_{randomness.token_hex(4)}"
    asyncio.run(_as_superuser(server, f'create database "{name}" owner hall_owner'))
    try:
        migrate(server.url("hall_owner", name))
        with tempfile.TemporaryDirectory(prefix="hall-proofs-") as folder:
            found = prove(server, name, Path(folder), runs=runs)
    finally:
        asyncio.run(_as_superuser(server, f'drop database if exists "{name}" with (force)'))
        stop(HOME)
    if found["broken"]:
        print(found.pop("broken"), file=sys.stderr)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["holds"] else 1


async def _as_superuser(server: PrivatePostgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    await connection.execute(statement)
    await connection.close()


if __name__ == "__main__":
    sys.exit(main())
