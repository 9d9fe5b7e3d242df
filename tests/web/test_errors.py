"""What is answered when something is wrong on our side."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Any

import pytest
from litestar import get
from litestar.response import Response
from sqlalchemy import text

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import DIRECTORY
from jointhall.web.access import public
from jointhall.web.given import Session
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


@get("/probe/asks", guards=[public])
async def asks(session: Session) -> Response[str]:
    await session.execute(text("select 1"))
    return Response("answered")


@get("/probe/takes-long", guards=[public])
async def takes_long(session: Session) -> Response[str]:
    await session.execute(text("set local statement_timeout = 50"))
    await session.execute(text("select pg_sleep(5)"))
    return Response("answered")


@pytest.fixture
async def place(tools: Tools) -> Place:
    return await a_township(tools.database, await a_county(tools.database))


async def taken(tools: Tools, stack: AsyncExitStack) -> None:
    """Every connection in somebody's hand, and nobody waits long for one."""
    pool: Any = tools.database.engine.pool
    pool._timeout = 0.1
    for _nth in range(pool.size()):
        await stack.enter_async_context(tools.database.transaction(DIRECTORY, read_only=True))


@pytest.mark.parametrize("is_known", [True, False], ids=["place known", "place to be looked up"])
async def test_without_a_connection_the_answer_is_a_plain_503_and_later_the_page(
    tools: Tools, place: Place, is_known: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_browser(tools, place, more=(asks,)) as browser:
        address = "/probe/asks"
        assert (await browser.get(address)).status_code == 200
        fresh = 60.0 if is_known else 0.0
        monkeypatch.setattr("jointhall.tenancy.directory.FRESH_SECONDS", fresh)
        async with AsyncExitStack() as stack:
            await taken(tools, stack)
            answer = await browser.get(address)
        assert answer.status_code == 503
        assert "现在用的人太多" in answer.text
        assert answer.headers["retry-after"] == "30"
        assert (await browser.get(address)).text == "answered"


async def test_a_question_over_its_time_is_a_503_too(tools: Tools, place: Place) -> None:
    async with a_browser(tools, place, more=(takes_long,)) as browser:
        answer = await browser.get("/probe/takes-long")
        assert answer.status_code == 503
        assert "什么都没有改动" in answer.text
