"""The kinds shown live: every one, in every state, each passing the gate of pages."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.service_items.questions import KINDS
from jointhall.service_items.specimens import SPECIMENS, asked_as, filled, sample_counter
from jointhall.web.place import Place as Town
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


@pytest.fixture(scope="module")
async def town(database: Database) -> Town:
    return await a_township(database, await a_county(database))


def test_every_kind_has_a_specimen() -> None:
    assert set(SPECIMENS) == set(KINDS)


@pytest.mark.parametrize("code", sorted(code for code, each in SPECIMENS.items() if each.right))
def test_what_is_shown_as_right_is_right(code: str) -> None:
    question, counter = asked_as(code, "q"), sample_counter(date(2026, 11, 16))
    assert KINDS[code].parse(question, filled(question, SPECIMENS[code].right), counter) is not None


async def test_the_list_leads_to_each(tools: Tools, town: Town) -> None:
    async with a_browser(tools, town) as browser:
        page = (await browser.get("/design/questions")).text
        assert all(f'/design/questions/{code}"' in page for code in KINDS)
        assert "/design/questions" in (await browser.get("/design")).text


@pytest.mark.parametrize("code", sorted(KINDS))
async def test_each_is_shown_in_its_states(tools: Tools, town: Town, code: str) -> None:
    async with a_browser(tools, town) as browser:
        answer: httpx.Response = await browser.get(f"/design/questions/{code}")
    assert answer.status_code == 200
    assert "还没填" in answer.text
    if KINDS[code].is_typed:
        assert "填错了" in answer.text
        assert 'class="error"' in answer.text
    else:
        assert "填错了" not in answer.text


async def test_a_kind_that_is_none_is_not_there(tools: Tools, town: Town) -> None:
    async with a_browser(tools, town) as browser:
        assert (await browser.get("/design/questions/nothing")).status_code == 404
