"""`make faults`: approvals go on while parts are killed; a JSON line for each deployment."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import asyncpg

from infra.bench.figures import Figure, as_line
from infra.rabbitmq import CannotStart, rabbitmq

from .oracle import Accepted, Findings, judge, keys_sent
from .rig import Deployment, townships_in

TOWNSHIPS = 10
QUIET_WITHIN = 120.0
"""Seconds after the last fault in which everything has to be done."""


def main() -> int:
    """Both kinds of deployment, or the one named; not zero when anything was lost or doubled."""
    asked = argparse.ArgumentParser(prog="python -m infra.faults", description=__doc__)
    asked.add_argument("names", nargs="*", metavar="NAME", help="in-process, rabbitmq")
    asked.add_argument("--short", action="store_true", help="60 approvals instead of 200")
    told = asked.parse_args()
    many = 60 if told.short else 200
    failed = 0
    for name in told.names or ["in-process", "rabbitmq"]:
        with ExitStack() as parts:
            try:
                node = parts.enter_context(rabbitmq()) if name == "rabbitmq" else None
            except CannotStart as missing:
                print(
                    f"{name}: {'left out' if told.short else 'FAILED'}: {missing}", file=sys.stderr
                )
                failed += not told.short
                continue
            home = Path(mkdtemp(prefix="hall-faults-"))
            deployment = Deployment(home, node)
            parts.callback(deployment.stop)
            figure = _run(name, deployment, many)
        print(as_line(figure), flush=True)
        print(figure.words, file=sys.stderr)
        for words in figure.more["found"]:
            print(f"  {words}", file=sys.stderr)
        failed += not figure.met
    return 1 if failed else 0


def _run(name: str, deployment: Deployment, many: int) -> Figure:
    townships_in(deployment, TOWNSHIPS)
    deployment.start()
    promises = deployment.home / "promises"
    began = time.monotonic()
    people = subprocess.Popen(
        [sys.executable, "-m", "infra.faults.driver", str(many), str(promises)],
        env=deployment.env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    faults = _faults(deployment)
    killed: list[str] = []
    at = 0.0
    assert people.stdout is not None
    for decided, _line in enumerate(people.stdout, 1):
        if faults and decided >= many * (len(killed) + 1) / (len(killed) + len(faults) + 1):
            what, kill = faults.pop(0)
            kill()
            killed.append(what)
            at = time.monotonic()
            print(f"{name}: {decided} decided, killed: {what}", file=sys.stderr, flush=True)
    if people.wait() != 0:
        return _figure(name, many, 0, Findings(words=["the people could not go on"]), killed, 0, 0)
    _settle(deployment, until=at + QUIET_WITHIN)
    quiet = time.monotonic() - at
    findings = asyncio.run(_judged(deployment, promises))
    for subject in ("exchange", "journal"):
        if (code := deployment.run(subject, "verify")) != 0:
            findings.words.append(f"hall {subject} verify: exit code {code}")
    accepted = len(_accepted(promises))
    return _figure(name, many, accepted, findings, killed, quiet, time.monotonic() - began)


def _faults(deployment: Deployment) -> list[tuple[str, Callable[[], None]]]:
    faults = [
        ("worker", deployment.kill_worker),
        ("database", deployment.kill_database),
        ("worker", deployment.kill_worker),
        ("service", deployment.kill_service),
        ("worker", deployment.kill_worker),
    ]
    if deployment.node is not None:
        faults.insert(3, ("broker", deployment.kill_broker))
    return faults


def _figure(
    name: str, many: int, accepted: int, findings: Findings, killed: list[str], quiet: float,
    seconds: float,
) -> Figure:  # fmt: skip
    whole = accepted - len(findings.lost | findings.doubled)
    return Figure(
        "S3", f"approvals done exactly once, {name}", whole, f"of {many}", many,
        findings.clean and accepted == many and quiet <= QUIET_WITHIN,
        more={
            "accepted": accepted, "lost": len(findings.lost), "doubled": len(findings.doubled),
            "killed": killed, "done_after_last_fault_s": round(quiet, 1),
            "seconds": round(seconds, 1), "found": findings.words[:20],
        },
    )  # fmt: skip


def _settle(deployment: Deployment, *, until: float) -> None:
    """Waits until nothing is left to do, at most until then."""
    while time.monotonic() < until:
        if asyncio.run(_left(deployment)) == 0:
            return
        time.sleep(1)


async def _left(deployment: Deployment) -> int:
    connection = await asyncpg.connect(deployment.server.url("postgres"))
    left: int = await connection.fetchval(
        "select count(*) from outbox where done_at is null and given_up_at is null "
        "and not_before < now() + interval '1 hour'"
    )
    await connection.close()
    return left


async def _judged(deployment: Deployment, promises: Path) -> Findings:
    connection = await asyncpg.connect(deployment.server.url("postgres"))
    sent = keys_sent(deployment.home / "twins" / "sms.jsonl")
    findings = await judge(connection, _accepted(promises), sent)
    await connection.close()
    return findings


def _accepted(promises: Path) -> list[Accepted]:
    lines = promises.read_text().splitlines() if promises.exists() else []
    return [(UUID(tenant_id), UUID(id)) for tenant_id, id in map(str.split, lines)]


if __name__ == "__main__":
    sys.exit(main())
