"""S4: each application is sent three times at once over a network that breaks, and is one case."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import asyncpg
import httpx

from infra.bench import approving, ground
from infra.bench.figures import Figure
from infra.bench.serving import free_port
from infra.bench.submission import CSRF_COOKIE, csrf_of, drafts_of
from jointhall.cases.models import Draft
from jointhall.cases.once import print_of
from jointhall.house import secrets_of
from jointhall.people.browsers import Browser
from jointhall.people.sign_ins import open_for_resident
from jointhall.settings import read_settings
from jointhall.web.place import Place
from jointhall.web.visit import RESIDENT_COOKIE

from .cutting import Cutting
from .rig import HALL, Process, wait_for

TIMES = 3
EVERY = 10
AT_ONCE = 8


def submit_once(*, short: bool) -> list[Figure]:
    """As many cases as applications, each sender told of the same one; another body is refused."""
    many = 60 if short else 1000
    home = Path(mkdtemp(prefix="hall-faults-"))
    server, name = ground.fresh_database()
    try:
        url = server.url("hall_app", name)
        town, token, drafts, seen = asyncio.run(_prepare(url, home, many))
        began = time.monotonic()
        with _service(home, url) as port:
            told = asyncio.run(_send_all(port, town, token, drafts, seen))
        seconds = time.monotonic() - began
        seen_there = asyncio.run(_looked_up(server.url("postgres", name), told, drafts))
    finally:
        ground.drop_database(server, name)
    cases = seen_there["cases"]
    met = cases == many and not seen_there["words"]
    return [
        Figure(
            "S4", "one case of each application, sent three times at once", cases,
            f"cases of {many}", many, met,
            more={
                "sends": told.sends, "cut": told.cut, "answers": dict(told.answers),
                "another_body": dict(told.another_body), "seconds": round(seconds, 1),
                "found": seen_there["words"],
            },
        )
    ]  # fmt: skip


@contextmanager
def _service(home: Path, url: str) -> Iterator[int]:
    port = free_port()
    own = {"HALL_HOME": str(home), "DATABASE_URL": url, "DEMO": "1", "PORT": str(port)}
    service = Process(
        [*HALL, "serve"], os.environ | own | {"LOG_LEVEL": "error"}, home / "service.log"
    )
    service.start()
    try:
        wait_for(port)
        yield port
    finally:
        service.stop()
        print((home / "service.log").read_text(errors="replace")[-3000:], file=sys.stderr, end="")


class Told:
    """What the senders were told."""

    def __init__(self) -> None:
        self.sends, self.cut = 0, 0
        self.answers: Counter[str] = Counter()
        self.another_body: Counter[str] = Counter()
        self.receipts: dict[UUID, set[str]] = {}


async def _send_all(
    port: int, town: Place, token: str, drafts: Sequence[tuple[UUID, UUID]], seen: str
) -> Told:
    told = Told()
    csrf = csrf_of(port, town.prefix)
    cookies = f"{RESIDENT_COOKIE}={token}; {CSRF_COOKIE}={csrf}"
    left = iter(drafts)
    async with Cutting(port, every=EVERY) as way, httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{way.port}{town.prefix}", timeout=60,
        limits=httpx.Limits(max_keepalive_connections=0),
        headers={"cookie": cookies, "content-type": "application/x-www-form-urlencoded",
                 "connection": "close"},
    ) as client:  # fmt: skip

        async def send(draft_id: UUID, number: UUID, shown: str) -> httpx.Response:
            body = urlencode({"_csrf_token": csrf, "submission_id": str(number), "seen": shown})
            while True:
                told.sends += 1
                try:
                    return await client.post(f"/drafts/{draft_id}/submission", content=body)
                except httpx.TransportError:
                    await asyncio.sleep(0.05)  # no answer: as people do, once more

        async def one_after_another() -> None:
            for draft_id, number in left:
                three = [send(draft_id, number, seen) for _time in range(TIMES)]
                answers = await asyncio.gather(*three)
                told.answers.update(str(answer.status_code) for answer in answers)
                told.receipts[draft_id] = {a.headers.get("location", "") for a in answers}
                other = await send(draft_id, number, uuid4().hex)
                told.another_body[str(other.status_code)] += 1

        await asyncio.gather(*[one_after_another() for _ in range(AT_ONCE)])
        told.cut = way.cut
    return told


async def _looked_up(url: str, told: Told, drafts: Sequence[tuple[UUID, UUID]]) -> dict[str, Any]:
    connection = await asyncpg.connect(url)
    try:
        return await found(connection, told, drafts)
    finally:
        await connection.close()


async def found(
    connection: asyncpg.Connection, told: Told, drafts: Sequence[tuple[UUID, UUID]]
) -> dict[str, Any]:
    """How many cases there are, and a sentence for everything that is not once for each draft."""
    asked = {
        "cases": "select count(*) from cases",
        "numbers": "select count(distinct number) from cases",
        "given out": "select coalesce(sum(last), 0) from case_numbers",
        "submissions": "select count(distinct submission_id) from cases",
        "receipts": "select count(*) from letters where kind = 'receipt'",
        "lines": "select count(*) from case_history where act = 'case.submitted'",
    }
    counted = {what: int(await connection.fetchval(question)) for what, question in asked.items()}
    words = [
        f"{what}: {count}, not {len(drafts)}"
        for what, count in counted.items() if count != len(drafts)
    ]  # fmt: skip
    if len(told.receipts) != len(drafts):
        words.append(f"{len(told.receipts)} senders were told, not {len(drafts)}")
    if torn := [id for id, receipts in told.receipts.items() if len(receipts) != 1]:
        words.append(f"{len(torn)} senders were told of different cases")
    if told.answers != {"303": TIMES * len(drafts)}:
        words.append(f"answers: {dict(told.answers)}")
    if told.another_body != {"422": len(drafts)}:
        words.append(f"another body under the same number: {dict(told.another_body)}")
    if told.cut < told.sends // EVERY:
        words.append(f"{told.cut} of {told.sends} replies were cut, not every {EVERY}th")
    return {"cases": counted["cases"], "words": words}


async def _prepare(
    url: str, home: Path, many: int
) -> tuple[Place, str, list[tuple[UUID, UUID]], str]:
    # Sealed with the key the service will find in its home.
    secrets = secrets_of(read_settings({"HALL_HOME": str(home)}))
    async with ground.tools_over(url, size=4, secrets=secrets) as tools:
        _county, (town, beside) = await ground.county_with(tools, 2)
        resident_id = await approving.a_resident(tools, "13812345678")
        async with tools.database.transaction(town.standing()) as session:
            token = await open_for_resident(
                session, resident_id, browser=Browser("127.0.0.*", "faults"), now=tools.clock.now()
            )
        drafts = await drafts_of(tools, town, beside, resident_id, many)
        async with tools.database.transaction(town.standing(), read_only=True) as session:
            seen = print_of(tools, await session.get_one(Draft, (town.tenant_id, drafts[0][0])))
    return town, token, drafts, seen
