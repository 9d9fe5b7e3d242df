"""`make bench`: each figure beside its bound, one JSON line each; not zero when a bar is missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module

from .figures import Figure, as_line

BENCHES = (
    "pages",
    "submission",
    "permission",
    "approvals",
    "search",
    "start",
    "items_check",
    "workbench",
)


def main() -> int:
    """Runs the benches named, or all of them; figures go to stdout, words to stderr."""
    asked = argparse.ArgumentParser(prog="python -m infra.bench", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    asked.add_argument("--short", action="store_true", help="small samples")
    told = asked.parse_args()
    if unknown := set(told.names) - set(BENCHES):
        asked.error(f"no bench is called {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    missed: list[Figure] = []
    for name in told.names or BENCHES:
        measure: Callable[..., list[Figure]] = import_module(f"infra.bench.{name}").measure
        for figure in measure(short=told.short):
            print(as_line(figure), flush=True)
            print(figure.words, file=sys.stderr, flush=True)
            if not figure.met:
                missed.append(figure)
    if missed:
        print(f"{len(missed)} missed:", file=sys.stderr)
    for figure in missed:
        print(f"  {figure.words}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
