"""`make probes`: a walled county on a database of its own, every route asked; one JSON line."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import asyncpg

from infra.scratch import scratch_databases, scratch_tools
from jointhall.kernel.clock import BEIJING
from jointhall.kernel.log import set_up
from jointhall.kernel.private_postgres import SUPERUSER, PrivatePostgres
from tests.builders.walled import a_walled_county

from .rows import RowsOf
from .walk import Walk, routes_of, the_service, uncatalogued, walk

HOME = Path(__file__).parents[2] / ".cache" / "probes"
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=BEIJING)


async def probe(
    server: PrivatePostgres, name: str, folder: Path, *, long: bool
) -> dict[str, object]:
    """Walks every route; the figures, and every hole that was found."""
    began = time.monotonic()
    tools = scratch_tools(server.url("hall_app", name), folder, at=NOW, size=8)
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
        await tools.database.close()
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
    with (
        scratch_databases(HOME) as (server, (name,)),
        tempfile.TemporaryDirectory(prefix="hall-probes-") as folder,
    ):
        found = asyncio.run(probe(server, name, Path(folder), long=long))
    for leak in found["leaks"]:  # type: ignore[attr-defined]
        print("  ".join(leak.values()), file=sys.stderr)
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
