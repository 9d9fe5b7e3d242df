"""Applications on the service's own server: bare ones that bound it, and its doors alone."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import uvloop
from granian.constants import Interfaces
from granian.server.embed import Server
from jinja2 import Environment
from litestar import Litestar, Request, get, post
from litestar.response import Response

from jointhall.app import Service
from jointhall.cases.supervision.reminding import unread_reminders
from jointhall.house import secrets_of, tools_of
from jointhall.messages.queries import count_news
from jointhall.people.sessions import Recogniser
from jointhall.settings import read_settings
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.visit import House

from .replay import Replay

PAGE = """<!doctype html><html lang="zh-CN"><head><title>{{ title }}</title></head><body>
{% for part in parts %}<section><h2>{{ part.title }}</h2><ul>
{% for line in part.lines %}<li><a href="{{ line.href }}">{{ line.words }}</a></li>
{% endfor %}</ul></section>{% endfor %}</body></html>"""


@get("/json", sync_to_thread=False)
def as_json() -> dict[str, str]:
    return {"status": "ok"}


_PAGE = Environment(autoescape=True).from_string(PAGE)
_LINES = [{"href": f"/items/{n}", "words": f"事项 {n}"} for n in range(10)]
_PARTS = [{"title": f"主题 {n}", "lines": _LINES} for n in range(4)]


@get("/page", sync_to_thread=False)
def as_page() -> Response[str]:
    return Response(_PAGE.render(title="花石镇", parts=_PARTS), media_type="text/html")


def submitting(url: str, recorded: Path) -> Litestar:
    """The statements of one submission, by hand on asyncpg, in one transaction a request."""
    replay = Replay.of(json.loads(recorded.read_text()))
    pool: list[asyncpg.Pool] = []

    async def opened() -> None:
        pool.append(await asyncpg.create_pool(url, min_size=10, max_size=10))

    @post("/drafts/{draft_id:uuid}/submission", status_code=303)
    async def submit(request: Request[Any, Any, Any]) -> Response[str]:
        await request.form()
        async with pool[0].acquire() as connection:
            number = await replay.run(connection, request.path_params["draft_id"])
        return Response("", status_code=303, headers={"location": f"/cases/{number}/receipt"})

    return Litestar([as_json, submit], on_startup=[opened], openapi_config=None)


def doors() -> Service:
    """The service itself without relay and workers, as where RabbitMQ feeds other processes."""
    settings = read_settings()
    assert settings.database_url is not None
    url = settings.database_url

    @asynccontextmanager
    async def open_house() -> AsyncIterator[House]:
        tools = tools_of(settings, url, name="hall web", size=settings.database_connections)
        yield House(
            tools=tools, directory=tools.outside["directory"],
            identify=Recogniser(PolicyBook()), count_news=count_news,
            count_reminders=unread_reminders,
        )  # fmt: skip
        await tools.database.close()

    return Service(open_house, secrets_of(settings).token("csrf"))


async def _serve(app: Litestar | Service, port: int) -> None:
    server = Server(
        app, address="127.0.0.1", port=port, interface=Interfaces.ASGI, websockets=False,
        log_enabled=False, backlog=1024,
    )  # fmt: skip
    await server.serve()


if __name__ == "__main__":
    name, port = sys.argv[1], int(sys.argv[2])
    app: Litestar | Service
    if name == "doors":
        app = doors()
    elif name == "submission":
        app = submitting(os.environ["BARE_URL"], Path(os.environ["BARE_RECORDED"]))
    else:
        app = Litestar([as_json, as_page], openapi_config=None)
    uvloop.run(_serve(app, port))
    asyncio.set_event_loop(None)
