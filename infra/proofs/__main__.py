"""`make proofs`: cases played with on every core, the laws asked after each act; one JSON line.

Each process has a database and a seed of its own. Where a law breaks, the fewest acts that break
it are told, and the seed with which it happens again.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import secrets as randomness
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from multiprocessing import get_context
from pathlib import Path

from infra.scratch import scratch_databases

from .playing import Figures, Share, play_share

HOME = Path(__file__).parents[2] / ".cache" / "proofs"
RUNS, SHORT_RUNS = 2000, 100
SAYS_EVERY = 20
"""Seconds between two words of how far it is."""


def prove(shares: Sequence[Share]) -> dict[int, Figures]:
    """Plays all shares at once, to the end or until a law breaks in one; what came of each."""
    spawned = get_context("spawn")
    told = spawned.Queue()
    players = [spawned.Process(target=play_share, args=(share, told)) for share in shares]
    for player in players:
        player.start()
    found = {share.nth: Figures() for share in shares}
    wanted, began = sum(share.runs for share in shares), time.monotonic()
    says_at = began
    try:
        while not all(one.is_over for one in found.values()):
            try:
                nth, figures = told.get(timeout=SAYS_EVERY / 4)
                if figures.first and not found[nth].first:
                    _list(f"share {nth} broke a law after these acts:", figures.first)
                found[nth] = figures
            except queue.Empty:
                for share, player in zip(shares, players, strict=True):
                    if not player.is_alive() and not found[share.nth].is_over:
                        code = player.exitcode
                        found[share.nth].broken = f"share {share.nth} ended with {code}"
                        found[share.nth].is_over = True
            if any(one.broken for one in found.values()):
                break
            if time.monotonic() >= says_at:
                says_at = time.monotonic() + SAYS_EVERY
                _say(found.values(), wanted, seconds=time.monotonic() - began)
    finally:
        for player in players:
            player.terminate()
            player.join()
    return found


def main() -> int:
    """Prints the figures; 0 when every law held in every run."""
    parser = argparse.ArgumentParser(prog="python -m infra.proofs", description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"only {SHORT_RUNS} runs")
    parser.add_argument("--runs", type=int, default=0, help=f"so many runs instead of {RUNS}")
    parser.add_argument("--seed", type=int, default=randomness.randbits(32))
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    # Ended from outside, it still ends its players and drops their databases.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    runs = asked.runs or (SHORT_RUNS if asked.short else RUNS)
    cores = max(1, min(asked.cores, runs))
    again = f"--runs {runs} --cores {cores} --seed {asked.seed}"
    print(f"proofs: {again}", file=sys.stderr, flush=True)
    began = time.monotonic()
    with (
        scratch_databases(HOME, cores) as (server, names),
        tempfile.TemporaryDirectory(prefix="hall-proofs-") as folder,
    ):
        found = prove(
            [
                Share(
                    nth, server.url("hall_app", name), Path(folder) / name,
                    runs // cores + (nth < runs % cores), asked.seed + nth,
                )
                for nth, name in enumerate(names)
            ]
        )  # fmt: skip
    for nth, one in found.items():
        if one.broken:
            print(one.broken, file=sys.stderr)
        if one.steps:
            _list(f"share {nth}, the fewest acts ({again}):", one.steps)
    done, refused, ended = (_sum(found, name) for name in ("done", "refused", "ended"))
    holds = not any(one.broken for one in found.values()) and sum(ended.values()) >= runs
    line = {
        "proof": "cases", "runs": sum(ended.values()), "cores": cores, "seed": asked.seed,
        "acts_done": sum(done.values()), "acts_refused": sum(refused.values()),
        "done": done, "refused": refused, "ended": ended,
        "seconds": round(time.monotonic() - began, 1), "holds": holds,
    }  # fmt: skip
    print(json.dumps(line, ensure_ascii=False))
    return 0 if holds else 1


def _sum(found: dict[int, Figures], name: str) -> dict[str, int]:
    whole = sum((getattr(one, name) for one in found.values()), Counter[str]())
    return dict(sorted(whole.items()))


def _list(heading: str, steps: Iterable[str]) -> None:
    print("\n  ".join([heading, *steps]), file=sys.stderr, flush=True)


def _say(found: Iterable[Figures], wanted: int, *, seconds: float) -> None:
    played = list(found)
    runs, acts = sum(one.runs for one in played), sum(one.done.total() for one in played)
    words = f"proofs: {runs} of {wanted} runs, {acts} acts done, {seconds:.0f} s"
    if any(one.failed for one in played):
        words += "; a law broke, looking for the fewest acts that break it"
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
