"""P2: the whole of a submission over HTTP, against the same SQL by hand on a bare route.

One township, one signed-in resident, drafts that only wait to be sent. What the service says to
the database is written down once and said again by the bound; see `replay`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from sqlalchemy import event

from jointhall.app import routes_app
from jointhall.cases.answers import seal_answers
from jointhall.cases.models import Draft
from jointhall.cases.supervision.reminding import unread_reminders
from jointhall.house import secrets_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.messages.queries import count_news
from jointhall.people.browsers import Browser
from jointhall.people.sessions import Recogniser
from jointhall.people.sign_ins import open_for_resident
from jointhall.routes import ROUTES
from jointhall.service_items.queries import item_in
from jointhall.settings import read_settings
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.doors import OuterDoor
from jointhall.web.place import Place
from jointhall.web.visit import RESIDENT_COOKIE, House

from . import approving, ground
from .figures import Figure, against
from .load import Load, post_request, put_load
from .replay import _LETTER, written
from .serving import bare

BAR = 0.35
CSRF_COOKIE = "__Host-csrf"
AT_ONCE = 8

Drafts = list[tuple[UUID, UUID]]
"""Ids of drafts with their one-time numbers."""


def measure(*, short: bool) -> list[Figure]:
    many = 250 if short else 1500
    home = Path(mkdtemp(prefix="hall-bench-"))
    server, name = ground.fresh_database()
    try:
        url = server.url("hall_app", name)
        town, token, ours, theirs = asyncio.run(_prepare(url, home, many))
        # The doors alone: relay and workers, with the letters they make, are another matter.
        own = {"HALL_HOME": str(home), "DATABASE_URL": url, "LOG_LEVEL": "error"}
        with bare("doors", first="/", **own) as service:
            csrf = csrf_of(service.port, town.prefix)
            sent = [sending(town, token, csrf, draft) for draft in ours]
            put_load(service, sent[:50], at_once=AT_ONCE)
            load = put_load(service, sent[50:], at_once=AT_ONCE)
        recorded = str(home / "recorded.json")
        with bare("submission", BARE_URL=url, BARE_RECORDED=recorded) as plain:
            sent = [sending(town, token, csrf, draft, prefix="") for draft in theirs]
            put_load(plain, sent[:50], at_once=AT_ONCE)
            bound = put_load(plain, sent[50:], at_once=AT_ONCE)
    finally:
        ground.drop_database(server, name)
    return [_figure(load, bound, many)]


def _figure(load: Load, bound: Load, many: int) -> Figure:
    assert load.statuses == bound.statuses == {"303": many - 50}, (load, bound)
    return against(
        "P2", "submission over HTTP", load.rate_of_processor, bound.rate_of_processor,
        unit="submissions a second of its processor", bar=BAR, by_the_clock=round(load.rate),
        bound_by_the_clock=round(bound.rate), ratio_by_the_clock=round(load.rate / bound.rate, 3),
    )  # fmt: skip


def sending(
    town: Place, token: str, csrf: str, draft: tuple[UUID, UUID], prefix: str | None = None
) -> str:
    body = urlencode({"_csrf_token": csrf, "submission_id": str(draft[1])})
    cookies = f"{RESIDENT_COOKIE}={token}; {CSRF_COOKIE}={csrf}"
    where = town.prefix if prefix is None else prefix
    return post_request(f"{where}/drafts/{draft[0]}/submission", body, {"cookie": cookies})


def csrf_of(port: int, prefix: str) -> str:
    return httpx.get(f"http://127.0.0.1:{port}{prefix}/sign-in").cookies[CSRF_COOKIE]


async def _prepare(url: str, home: Path, many: int) -> tuple[Place, str, Drafts, Drafts]:
    # Sealed with the key the service will find in its home.
    secrets = secrets_of(read_settings({"HALL_HOME": str(home)}))
    async with ground.tools_over(url, size=6, secrets=secrets) as tools:
        _county, towns = await ground.county_with(tools, 2)
        town, beside = towns
        resident_id = await approving.a_resident(tools, "13812345678")
        async with tools.database.transaction(town.standing()) as session:
            token = await open_for_resident(
                session, resident_id, browser=Browser("127.0.0.*", "bench"), now=tools.clock.now()
            )
        ours, theirs, first = [
            await drafts_of(tools, town, beside, resident_id, n) for n in (many, many, 2)
        ]
        told = await _recorded(tools, town, token, resident_id, first)
        (home / "recorded.json").write_text(json.dumps(told, ensure_ascii=False))
    return town, token, ours, theirs


async def drafts_of(
    tools: Tools, town: Place, beside: Place, resident_id: UUID, many: int
) -> Drafts:
    now = tools.clock.now()
    async with tools.database.transaction(town.standing()) as session:
        sheet = (await item_in(session, town, "facility_farmland")).sheet
        answers = seal_answers(tools.secrets, town.tenant_id, approving.answers(town, beside))
        rows = [
            Draft(
                tenant_id=town.tenant_id, id=new_id(), resident_id=resident_id,
                item_code=sheet.code, edition=sheet.edition, title=sheet.title,
                answers_sealed=answers, submission_id=new_id(), created_at=now, updated_at=now,
            )
            for _ in range(many)
        ]  # fmt: skip
        await put(session, *rows)
    return [(row.id, row.submission_id) for row in rows]


async def _recorded(
    tools: Tools, town: Place, token: str, resident_id: UUID, drafts: Drafts
) -> dict[str, Any]:
    """Sends two drafts through the real routes and keeps what the second said to the database."""
    house = House(
        tools=tools, directory=tools.outside["directory"], identify=Recogniser(PolicyBook()),
        count_news=count_news, count_reminders=unread_reminders,
    )  # fmt: skip
    door = OuterDoor(routes_app("a secret of the bench's own", ROUTES), lambda: house)
    said: list[tuple[str, Sequence[Any]]] = []
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=door), base_url="https://bench.test"
    ) as client:
        csrf = (await client.get(f"{town.prefix}/sign-in")).cookies[CSRF_COOKIE]
        cookie = f"{RESIDENT_COOKIE}={token}; {CSRF_COOKIE}={csrf}"
        _listen(tools, said)
        for draft_id, submission_id in drafts:
            said.clear()
            answer = await client.post(
                f"{town.prefix}/drafts/{draft_id}/submission",
                data={"_csrf_token": csrf, "submission_id": str(submission_id)},
                headers={"cookie": cookie},
            )
            assert answer.status_code == 303, answer.text
    number = answer.headers["location"].split("/")[-2]
    fixed = {town.tenant_id, town.county_id, resident_id, draft_id}
    return _told(said, draft_id, number, fixed)


def _listen(tools: Tools, said: list[tuple[str, Sequence[Any]]]) -> None:
    """Writes down both what goes through the session and what goes straight to the driver."""

    def heard(query: Any) -> None:
        said.append((query.query, query.args))

    def checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.driver_connection.remove_query_logger(heard)
        connection.driver_connection.add_query_logger(heard)

    def through_session(_c: Any, _cursor: Any, text: str, values: Any, _x: Any, _m: Any) -> None:
        said.append((text, tuple(values)))

    engine = tools.database.engine.sync_engine
    event.listen(engine, "checkout", checkout)
    event.listen(engine, "before_cursor_execute", through_session)


def _told(
    said: list[tuple[str, Sequence[Any]]], draft_id: UUID, number: str, fixed: set[UUID]
) -> dict[str, Any]:
    begins = [n for n, (text, _values) in enumerate(said) if text.startswith("BEGIN")]
    cases = next(n for n, (text, _values) in enumerate(said) if "insert into cases" in text)
    first = max(n for n in begins if n < cases)
    last = next(n for n in range(cases, len(said)) if said[n][0] == "COMMIT")
    statements, own, code = [], set(), ""
    for text, values in said[first + 1 : last]:
        many = bool(values) and isinstance(values[0], list | tuple)
        rows = [list(row) for row in (values if many else [values])]
        if "insert into letters " in text:
            names = re.split(r",\s*", text[text.index("(") + 1 : text.index(")")])
            code = rows[0][names.index("verify_code")]
            rows[0][names.index("number")] = _LETTER
        own |= {value for row in rows for value in row if isinstance(value, UUID)}
        told = [[written(value) for value in row] for row in rows]
        statements.append({"text": text, "rows": told, "many": many})
    return {
        "opening": said[first][0], "statements": statements, "draft_id": str(draft_id),
        "number": number, "own": [str(id) for id in own - fixed], "code": code,
    }  # fmt: skip
