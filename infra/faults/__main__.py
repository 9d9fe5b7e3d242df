"""`make faults`: people go on while everything breaks; a JSON line for each figure."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from importlib import import_module

from infra.bench.figures import Figure, as_line
from infra.rabbitmq import CannotStart

RUNS = {
    "in-process": "approvals:in_process",
    "rabbitmq": "approvals:over_rabbitmq",
    "submit-once": "submissions:submit_once",
}


def main() -> int:
    """All runs, or those named; not zero when anything was lost or done twice."""
    asked = argparse.ArgumentParser(prog="python -m infra.faults", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(RUNS))
    asked.add_argument("--short", action="store_true", help="small samples")
    told = asked.parse_args()
    if unknown := set(told.names) - set(RUNS):
        asked.error(f"no run is called {', '.join(unknown)}; there are {', '.join(RUNS)}")
    # Whoever ends us early gets everything tidied up all the same.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    failed = 0
    for name in told.names or RUNS:
        file, _colon, act = RUNS[name].partition(":")
        run: Callable[..., list[Figure]] = getattr(import_module(f"infra.faults.{file}"), act)
        try:
            figures = run(short=told.short)
        except CannotStart as missing:
            print(f"{name}: {'left out' if told.short else 'FAILED'}: {missing}", file=sys.stderr)
            failed += not told.short
            continue
        for figure in figures:
            print(as_line(figure), flush=True)
            print(figure.words, file=sys.stderr)
            for words in figure.more.get("found", []):
                print(f"  {words}", file=sys.stderr)
            failed += not figure.met
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
