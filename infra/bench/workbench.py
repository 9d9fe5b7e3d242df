"""P3: lists at the desk over 10,000 open cases of one township, twenty officers at once.

Every officer asks for one filtered and sorted list after the other, and looks at each for a second:
how long they wait for the whole page is what is measured, beside what it is with no pause at all.
The questions put to the database are timed once more one by one, by their own processor time as
well, because other work on the machine slows the clock.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from typing import Any
from urllib.parse import quote
from uuid import UUID

import asyncpg
import httpx

from jointhall.app import routes_app
from jointhall.cases.desk.asked import asked_of
from jointhall.cases.desk.batches import viewer_again
from jointhall.cases.desk.views import save_view
from jointhall.cases.supervision.reminding import unread_reminders
from jointhall.house import secrets_of
from jointhall.kernel.tools import Tools
from jointhall.messages.queries import count_news
from jointhall.offices.actions import give_post
from jointhall.offices.queries import offices_here
from jointhall.people.browsers import Browser
from jointhall.people.models import Officer
from jointhall.people.sessions import Recogniser
from jointhall.people.sign_ins import open_for_officer
from jointhall.routes import ROUTES
from jointhall.settings import read_settings
from jointhall.tenancy.policy import PolicyBook, add_rules, policy_changed
from jointhall.web.doors import OuterDoor
from jointhall.web.place import Place
from jointhall.web.visit import OFFICER_COOKIE, House

from . import ground
from .figures import Figure
from .full_desk import ITEMS, fill
from .load import Load, get_request, put_load
from .serving import bare

OFFICERS = 20
OPEN_CASES = 10_000
PAGE_BAR, QUERY_BAR = 300.0, 50.0
LOOKS_FOR = 1.0
"""Seconds an officer looks at a page of fifty rows, at the least."""
SEE_ALL = 4
"""Officers with a post in every office; the others have two."""
ITEM, OTHER = quote(ITEMS[0]), quote(ITEMS[1])
LISTS = (
    "/workbench",
    "/workbench?light=late",
    f"/workbench?item={ITEM}&sort=-since",
    "/workbench?light=ok&act=review&sort=item",
    "/workbench/cases?status=open&sort=due",
    f"/workbench/cases?item={OTHER}&light=soon&sort=-filed",
    "/workbench/cases?q=0123",
    f"/workbench/cases?status=under_review&q={quote('三组')}&sort=due",
    "/workbench/cases?mine=hand&sort=due&cols=title&cols=with&cols=due",
    "/workbench/cases?filed_from=2026-01-01&channel=online&sort=item",
)
VIEWS = (
    ("waiting", "今天要完", "light=soon"),
    ("waiting", "老事项", f"item={ITEM}&sort=since"),
    ("cases", "没办完的", "status=open&sort=due"),
    ("cases", "超期的", "light=late"),
)


@dataclass(frozen=True)
class Desk:
    """An officer at work: the cookie they come with."""

    id: UUID
    token: str


def measure(*, short: bool) -> list[Figure]:
    home = Path(mkdtemp(prefix="hall-bench-"))
    server, name = ground.fresh_database()
    try:
        url = server.url("hall_app", name)
        town, desks = asyncio.run(_prepare(url, server.url("postgres", name), home))
        slowest = asyncio.run(_questions(url, home, town, desks))
        requests = [_asking(town, desk, path) for path in LISTS for desk in desks]
        many = requests * (1 if short else 4)
        own = {"HALL_HOME": str(home), "DATABASE_URL": url, "LOG_LEVEL": "error"}
        with bare("doors", first="/", **own) as service:
            put_load(service, requests[::7], at_once=4)
            used = ground.processor_seconds(server)
            load = put_load(service, many, at_once=OFFICERS, pause=LOOKS_FOR)
            used = (ground.processor_seconds(server) - used) / len(many) * 1000
            rush = put_load(service, requests, at_once=OFFICERS)
            alone = put_load(service, requests[::5], at_once=1)
    finally:
        ground.drop_database(server, name)
    return [_pages(load, rush, alone, used), _slowest(slowest)]


def _pages(load: Load, rush: Load, alone: Load, used: float) -> Figure:
    p95 = load.within(0.95)
    return Figure(
        "P3", f"a list over {OPEN_CASES} open cases, {OFFICERS} officers at once, p95",
        round(p95, 1), "ms", PAGE_BAR, p95 <= PAGE_BAR and set(load.statuses) == {"200"},
        more={
            "median_ms": load.within(0.5), "p99_ms": load.within(0.99),
            "pages_a_second": round(load.rate, 1),
            # Other work on the machine slows the clock, the processor time far less.
            "processor_ms_python": round(1000 / load.rate_of_processor, 1),
            "processor_ms_postgres": round(used, 1),
            "without_a_pause_p95_ms": rush.within(0.95),
            "one_officer_alone_median_ms": alone.within(0.5),
            "one_officer_alone_p95_ms": alone.within(0.95), "statuses": load.statuses,
        },
    )  # fmt: skip


def _slowest(found: Sequence[tuple[float, str]]) -> Figure:
    took, said = max(found)
    return Figure(
        "P3", "the slowest question a list puts to the database", round(took, 1), "ms",
        QUERY_BAR, took <= QUERY_BAR,
        more={"questions": len(found), "it_was": " ".join(said.split())[:160]},
    )  # fmt: skip


def _asking(town: Place, desk: Desk, path: str) -> str:
    return get_request(f"{town.prefix}{path}", cookie=f"{OFFICER_COOKIE}={desk.token}")


async def _prepare(url: str, above: str, home: Path) -> tuple[Place, list[Desk]]:
    # Sealed with the key the service will find in its home.
    secrets = secrets_of(read_settings({"HALL_HOME": str(home)}))
    async with ground.tools_over(url, size=4, secrets=secrets) as tools:
        _county, towns = await ground.county_with(tools, 2)
        desks = [await _officer(tools, towns[0], nth) for nth in range(OFFICERS)]
        async with tools.database.transaction(towns[0].standing()) as session:
            offices = [one.code for one in await offices_here(session) if one.kind != "village"]
        connection = await asyncpg.connect(above)
        who = [desk.id for desk in desks]
        await fill(connection, tools, towns[0], offices, who, many=OPEN_CASES)
        await connection.close()
    return towns[0], desks


async def _officer(tools: Tools, town: Place, nth: int) -> Desk:
    now = tools.clock.now()
    async with tools.database.transaction(town.standing()) as session:
        officer = Officer(tenant_id=town.tenant_id, login=f"desk{nth}", name=f"陈{nth}")
        session.add(officer)
        await session.flush()
        who = f"officer:{officer.id}"
        await add_rules(session, [("g", who, role) for role in ("counter", "reviewer", "decider")])
        await policy_changed(session)
        offices = [one for one in await offices_here(session) if one.kind != "village"]
        beside = itertools.islice(itertools.cycle(offices), nth, nth + 2)
        for office in offices if nth < SEE_ALL else beside:
            await give_post(session, office, officer.id, title="经办")
        viewer = await viewer_again(session, officer.id, tools)
        for of_list, name, asked in VIEWS:
            pairs = [tuple(pair.split("=")) for pair in asked.split("&")]
            await save_view(
                session, viewer, of_list="cases" if of_list == "cases" else "waiting", name=name,
                asked=asked_of([(key, value) for key, value in pairs], "waiting"),
                office_id=None, now=now,
            )  # fmt: skip
        browser = Browser("127.0.0.*", "bench")
        token = await open_for_officer(session, officer.id, browser=browser, now=now)
    return Desk(officer.id, token)


async def _questions(
    url: str, home: Path, town: Place, desks: Sequence[Desk]
) -> list[tuple[float, str]]:
    """Every question of every list, the median of five times, of an officer who sees it all."""
    secrets = secrets_of(read_settings({"HALL_HOME": str(home)}))
    found: dict[tuple[str, str], list[float]] = {}
    # One connection: each question is thought out once, before it is timed.
    async with ground.tools_over(url, size=1, secrets=secrets) as tools:
        house = House(
            tools=tools, directory=tools.outside["directory"],
            identify=Recogniser(PolicyBook()), count_news=count_news,
            count_reminders=unread_reminders,
        )  # fmt: skip
        door = OuterDoor(routes_app("a secret of the bench's own", ROUTES), lambda: house)

        shown = ""

        def asked(one: asyncpg.connection.LoggedQuery) -> None:
            found.setdefault((shown, one.query), []).append(one.elapsed * 1000)

        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=door), base_url="https://bench.test"
        ) as client:
            headers = {"cookie": f"{OFFICER_COOKIE}={desks[0].token}"}
            for _round in range(2):
                for path in LISTS:
                    answer = await client.get(f"{town.prefix}{path}", headers=headers)
                    assert answer.status_code == 200, answer.text[:500]
            # At the driver: not every question goes through SQLAlchemy.
            async with tools.database.engine.connect() as connection:
                raw: Any = (await connection.get_raw_connection()).driver_connection
                raw.add_query_logger(asked)
            for shown in LISTS * 5:
                await client.get(f"{town.prefix}{shown}", headers=headers)
    # Other work on the machine stops the clock of one time or the other, not of most.
    return [(median(times), said) for (_path, said), times in found.items()]
