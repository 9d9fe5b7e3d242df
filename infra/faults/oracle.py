"""What must be true when all is quiet again: everything that was accepted is done, exactly once.

It reads the tables from outside the wall and believes nothing the service says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import asyncpg
import orjson

Accepted = tuple[UUID, UUID]
"""Tenant and id of a case whose submission was answered for."""

ONCE = {
    "case.submitted": 1, "case.accepted": 1, "case.under_review": 1, "step.opened": 1,
    "task.answered": 3, "step.finished": 1, "decision.asked": 1, "case.granted": 1,
    "case.delivered": 1, "case.closed": 1,
}  # fmt: skip
"""The history of one approval, line for line."""

LETTERS = ["acceptance", "granted", "receipt"]
ENVELOPES = 4
"""Two questions and two answers, each kept on both sides."""
MESSAGES = 2


@dataclass(slots=True)
class Findings:
    """What does not hold, a sentence for each; `lost` and `doubled` count cases."""

    lost: set[UUID] = field(default_factory=set)
    doubled: set[UUID] = field(default_factory=set)
    words: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.words)

    def count(self, case_id: UUID, what: str, found: int, wanted: int) -> None:
        """Notes a number that is not what it has to be: too few is lost, too many doubled."""
        if found < wanted:
            self.lost.add(case_id)
        if found > wanted:
            self.doubled.add(case_id)
        if found != wanted:
            self.words.append(f"case {case_id}: {what} {found}, not {wanted}")


async def judge(
    connection: asyncpg.Connection, accepted: Iterable[Accepted], sent: Sequence[str],
    found: Findings | None = None,
) -> Findings:  # fmt: skip
    """Compares what was accepted with what is there; `sent` are the keys of all text messages."""
    found = found or Findings()
    wanted = {id: tenant_id for tenant_id, id in accepted}
    await _cases(connection, wanted, found)
    await _history(connection, wanted, found)
    await _letters(connection, wanted, found)
    await _envelopes(connection, wanted, found)
    await _messages(connection, sent, found)
    await _work(connection, found)
    return found


async def _cases(connection: asyncpg.Connection, wanted: dict[UUID, UUID], found: Findings) -> None:
    rows = await connection.fetch("select tenant_id, id, status, submission_id from cases")
    here = {row["id"]: row for row in rows}
    for id, tenant_id in wanted.items():
        row = here.get(id)
        if row is None or row["tenant_id"] != tenant_id:
            found.count(id, "rows", 0, 1)
        elif row["status"] != "closed":
            found.lost.add(id)
            found.words.append(f"case {id}: {row['status']}, not closed")
    for id in here.keys() - wanted.keys():
        found.doubled.add(id)
        found.words.append(f"case {id}: nobody was told of it")
    gaps = await connection.fetch(
        """
        select tenant_id, count(*) as cases, count(distinct number) as numbers,
               (select coalesce(sum(last), 0) from case_numbers n where n.tenant_id = c.tenant_id)
                   as given
        from cases c group by 1
        """
    )
    found.words += [
        f"tenant {row['tenant_id']}: {row['cases']} cases, {row['numbers']} numbers, "
        f"{row['given']} given out"
        for row in gaps
        if not row["cases"] == row["numbers"] == row["given"]
    ]


async def _history(
    connection: asyncpg.Connection, wanted: dict[UUID, UUID], found: Findings
) -> None:
    acts: dict[UUID, Counter[str]] = {id: Counter() for id in wanted}
    for row in await connection.fetch("select case_id, act from case_history"):
        acts.setdefault(row["case_id"], Counter())[row["act"]] += 1
    for id, counted in acts.items():
        for act in ONCE.keys() | counted.keys():
            found.count(id, act, counted[act], ONCE.get(act, 0))


async def _letters(
    connection: asyncpg.Connection, wanted: dict[UUID, UUID], found: Findings
) -> None:
    kinds: dict[UUID, Counter[str]] = {id: Counter() for id in wanted}
    numbers: dict[tuple[UUID, str, int], list[int]] = {}
    for row in await connection.fetch("select * from letters"):
        if row["case_id"] in kinds:
            kinds[row["case_id"]][row["kind"]] += 1
        series = (row["tenant_id"], row["series"], row["year"])
        numbers.setdefault(series, []).append(row["number"])
        if row["status"] != "made":
            found.lost.add(row["case_id"])
            found.words.append(f"letter {row['number_words']}: {row['status']}, not made")
    for id, counted in kinds.items():
        for kind in LETTERS:
            found.count(id, f"letters {kind}", counted[kind], 1)
    last = {
        (row["tenant_id"], row["series"], row["year"]): row["last"]
        for row in await connection.fetch("select * from letter_series")
    }
    for series in numbers.keys() | last.keys():
        given = sorted(numbers.get(series, []))
        if given != list(range(1, last.get(series, 0) + 1)):
            found.words.append(f"letters {series[1]} {series[2]}: numbers have a gap or a double")
    papers = await connection.fetch(
        "select owner_id, count(*) from documents where owner_kind = 'letter' group by 1 "
        "having count(*) > 1"
    )
    found.words += [f"letter {row['owner_id']}: printed {row['count']} times" for row in papers]


async def _envelopes(
    connection: asyncpg.Connection, wanted: dict[UUID, UUID], found: Findings
) -> None:
    threads = {
        row["id"]: row["case_id"]
        for row in await connection.fetch(
            "select id, case_id from case_tasks where peer_id is not null"
        )
    }
    sides: dict[str, Counter[UUID]] = {"out": Counter(), "in": Counter()}
    for row in await connection.fetch("select thread, direction, delivered_at, id from envelopes"):
        case_id = threads.get(row["thread"])
        if case_id is None:
            found.words.append(f"envelope {row['id']}: about no task")
            continue
        sides[row["direction"]][case_id] += 1
        if row["delivered_at"] is None:
            found.lost.add(case_id)
            found.words.append(f"envelope {row['id']}: never arrived")
    for id in wanted:
        for direction, counted in sides.items():
            found.count(id, f"envelopes {direction}", counted[id], ENVELOPES)
    asked: Counter[UUID] = Counter()
    for row in await connection.fetch("select id, status from referrals"):
        if row["status"] == "answered":
            asked[threads[row["id"]]] += 1
    for id in wanted:
        found.count(id, "referrals answered", asked[id], 2)


async def _messages(connection: asyncpg.Connection, sent: Sequence[str], found: Findings) -> None:
    keys = Counter(sent)
    found.words += [f"text message {key}: sent {n} times" for key, n in keys.items() if n > 1]
    states = Counter(
        {
            row["sms_state"]: row["count"]
            for row in await connection.fetch("select sms_state, count(*) from messages group by 1")
        }
    )
    if set(states) - {"sent"}:
        found.words.append(f"messages: {dict(states)}, not all sent")
    if states["sent"] != len(keys):
        found.words.append(f"messages: {states['sent']} sent, phones received {len(keys)}")
    per_case = await connection.fetch(
        """
        select c.id, count(m.id) from cases c left join messages m
        on m.tenant_id = c.tenant_id and m.link_path = '/cases/' || c.number group by 1
        """
    )
    for row in per_case:
        found.count(row["id"], "messages", row["count"], MESSAGES)


async def _work(connection: asyncpg.Connection, found: Findings) -> None:
    left = await connection.fetch(
        "select job, given_up_at is not null as given_up, count(*), max(last_error) as why "
        "from outbox where done_at is null and not_before <= now() group by 1, 2"
    )
    found.words += [
        f"{row['count']} of {row['job']} {'given up' if row['given_up'] else 'not done'}: "
        f"{row['why'] or ''}"
        for row in left
    ]


def keys_sent(file: Path) -> list[str]:
    """The idempotency key of everything the twin delivered, doubles included."""
    keys = []
    if file.exists():
        for line in file.read_bytes().splitlines():
            try:
                keys.append(str(orjson.loads(line)["out_id"]))
            except orjson.JSONDecodeError:
                continue  # cut off by a kill: it was never answered for, and is sent again
    return keys
