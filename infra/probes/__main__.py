"""`make probes`: a walled county on a database of its own, every route asked; one JSON line."""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets as randomness
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import asyncpg

from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore
from jointhall.kernel.log import set_up
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import SUPERUSER, PrivatePostgres, start, stop
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from tests.builders.walled import a_walled_county

from .rows import RowsOf
from .walk import Walk, routes_of, the_service, uncatalogued, walk

HOME = Path(__file__).parents[2] / ".cache" / "probes"
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=BEIJING)


async def probe(
    server: PrivatePostgres, name: str, files: Path, *, long: bool
) -> dict[str, object]:
    """Walks every route; the figures, and every hole that was found."""
    began = time.monotonic()
    database = Database(server.url("hall_app", name), size=8)
    store = FolderStore(files, secret=b"a secret for the links of probes")
    tools = Tools(
        database, FixedClock(NOW), store, Secrets(b"a master key for probes, 32 byte"),
        public_url="https://hall.test",
    )  # fmt: skip
    above = await asyncpg.connect(server.url(SUPERUSER, name))
    try:
        world = await a_walled_county(tools)
        walker = Walk(the_service(), world, RowsOf(above))
        routes = routes_of(walker.service)
        unknown = uncatalogued(routes)
        await walker.begin()
        known = [route for route in routes if route.key not in unknown]
        dead = [said for route in known if (said := await walker.knows_its_own(route))]
        leaks, asked = await walk(walker, known, long=long)
    finally:
        await above.close()
        await database.close()
    return {
        "probe": "wall",
        "routes": len(routes),
        "probes": asked,
        "leaks": [asdict(leak) for leak in leaks],
        "uncatalogued": sorted(unknown),
        "dead": dead,
        "seconds": round(time.monotonic() - began, 1),
        "holds": not (leaks or unknown or dead),
    }


def main() -> int:
    """Prints what was found; 0 when the wall holds and every route was asked."""
    parser = argparse.ArgumentParser(prog="python -m infra.probes", description=__doc__)
    parser.add_argument("--short", action="store_true", help="only what `make test` asks as well")
    long = not parser.parse_args().short
    set_up(level="error", as_json=False)
    server = start(HOME)
    name = f"hall_probes_{randomness.token_hex(4)}"
    asyncio.run(_as_superuser(server, f'create database "{name}" owner hall_owner'))
    try:
        migrate(server.url("hall_owner", name))
        with tempfile.TemporaryDirectory(prefix="hall-probes-") as files:
            found = asyncio.run(probe(server, name, Path(files), long=long))
    finally:
        asyncio.run(_as_superuser(server, f'drop database if exists "{name}" with (force)'))
        stop(HOME)
    for leak in found["leaks"]:  # type: ignore[attr-defined]
        print("  ".join(leak.values()), file=sys.stderr)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["holds"] else 1


async def _as_superuser(server: PrivatePostgres, statement: str) -> None:
    connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    await connection.execute(statement)
    await connection.close()


if __name__ == "__main__":
    sys.exit(main())
