"""S3: approvals are carried on while everything breaks; none is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from uuid import UUID

import asyncpg

from infra.bench.figures import Figure
from infra.rabbitmq import rabbitmq

from .oracle import Accepted, Findings, judge, keys_sent
from .rig import Deployment, townships_in

_LEFT = """
    select job, count(*) as many, attempts, jsonb_array_length(tried) as failed,
           case when not_before > now() + interval '12 hours' then 'tomorrow'
                when not_before > now() then 'later'
                when handed_at is not null then 'in hand' else 'due' end as stands,
           max(extract(epoch from not_before - now())::int) as due_in_s,
           max(extract(epoch from now() - handed_at)::int) as handed_for_s,
           max(left(last_error, 60)) as error
    from outbox where done_at is null group by 1, 3, 4, 5 order by 2 desc limit 40
    """

QUIET_WITHIN = 120.0
"""Seconds after the last fault in which everything has to be done."""
WAITED_FOR = 600.0
"""Who is late is not lost: so long it is waited for before anything is judged."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is: approvals, townships, how often what is killed, how long what lasts."""

    approvals: int
    townships: int
    order: str
    """The faults in their order, a letter for each; see `FAULTS`."""
    pause: float
    full: float
    ahead: float


LONG = Size(1000, 20, "wdswpbwfswtdbsw", pause=30, full=20, ahead=20)
SHORT = Size(60, 10, "wdpbsft", pause=8, full=5, ahead=4)

FAULTS: dict[str, tuple[str, Callable[[Deployment, Size], None]]] = {
    "w": ("worker", lambda there, _size: there.kill_worker()),
    "s": ("service", lambda there, _size: there.kill_service()),
    "b": ("broker", lambda there, _size: there.kill_broker()),
    "d": ("database", lambda there, _size: there.kill_database()),
    "p": ("pause", lambda there, size: there.pause(size.pause)),
    "f": ("full disk", lambda there, size: there.fill_disk(size.full)),
    "t": ("clock a day ahead", lambda there, size: there.go_ahead(size.ahead)),
}


def in_process(*, short: bool) -> list[Figure]:
    """Workers in the service."""
    return _deployed("in-process", SHORT if short else LONG)


def over_rabbitmq(*, short: bool) -> list[Figure]:
    """Workers of their own, fed by RabbitMQ."""
    return _deployed("rabbitmq", SHORT if short else LONG)


def _deployed(name: str, size: Size) -> list[Figure]:
    with ExitStack() as parts:
        node = parts.enter_context(rabbitmq()) if name == "rabbitmq" else None
        deployment = Deployment(Path(mkdtemp(prefix="hall-faults-")), node)
        parts.callback(deployment.stop)
        return [_run(name, deployment, size)]


def _run(name: str, deployment: Deployment, size: Size) -> Figure:
    townships_in(deployment, size.townships)
    deployment.start()
    promises = deployment.folder / "promises"
    faults = [FAULTS[letter] for letter in size.order if deployment.node or letter != "b"]
    began = time.monotonic()
    people = subprocess.Popen(
        [sys.executable, "-m", "infra.faults.driver", str(size.approvals), str(promises)],
        env=deployment.env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    deployment.at_the_end(people.kill)
    done: list[str] = []
    at = began
    assert people.stdout is not None
    for decided, _line in enumerate(people.stdout, 1):
        if faults and decided >= size.approvals * (len(done) + 1) / (len(done) + len(faults) + 1):
            what, act = faults.pop(0)
            print(f"{name}: {decided} decided, now: {what}", file=sys.stderr, flush=True)
            act(deployment, size)
            done.append(what)
            at = time.monotonic()
    findings = Findings()
    if people.wait() != 0:
        findings.words.append("the people could not go on")
    if faults:
        findings.words.append(f"{len(faults)} faults never came")
    _settle(deployment, until=at + WAITED_FOR)
    quiet = time.monotonic() - at
    left = asyncio.run(_what_is_left(deployment))
    asyncio.run(_judge(deployment, promises, findings))
    for subject in ("exchange", "journal"):
        if (code := deployment.run(subject, "verify")) != 0:
            findings.words.append(f"hall {subject} verify: exit code {code}")
    if findings.words:
        deployment.tell_what_was_said()
    accepted = len(_accepted(promises))
    whole = accepted - len(findings.lost | findings.doubled)
    return Figure(
        "S3", f"approvals done exactly once, {name}", whole, f"of {size.approvals}",
        size.approvals, findings.clean and accepted == size.approvals and quiet <= QUIET_WITHIN,
        more={
            "accepted": accepted, "townships": size.townships, "lost": len(findings.lost),
            "doubled": len(findings.doubled), "faults": done, "pause_s": size.pause,
            "disk": deployment.disk.how, "started_again": deployment.restarted,
            "done_after_last_fault_s": round(quiet, 1),
            "seconds": round(time.monotonic() - began, 1), "left": left,
            "found": findings.words[:20],
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
    # What was left a day ahead is due a day later: that is waited for as well.
    left: int = await connection.fetchval(
        "select count(*) from outbox where done_at is null and given_up_at is null "
        "and not_before < now() + interval '26 hours'"
    )
    await connection.close()
    return left


async def _what_is_left(deployment: Deployment) -> list[str]:
    """Jobs still to be done, in groups: where to look first when time ran out."""
    connection = await asyncpg.connect(deployment.server.url("postgres"))
    rows = await connection.fetch(_LEFT)
    await connection.close()
    return [" ".join(f"{name}={value}" for name, value in row.items()) for row in rows]


async def _judge(deployment: Deployment, promises: Path, found: Findings) -> None:
    connection = await asyncpg.connect(deployment.server.url("postgres"))
    sent = keys_sent(deployment.home / "twins" / "sms.jsonl")
    await judge(connection, _accepted(promises), sent, found)
    await connection.close()


def _accepted(promises: Path) -> list[Accepted]:
    lines = promises.read_text().splitlines() if promises.exists() else []
    return [(UUID(tenant_id), UUID(id)) for tenant_id, id in map(str.split, lines)]
