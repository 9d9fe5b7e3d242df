"""A county with two officers who edit items, and a draft in the making."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.service_items.editing import drafting
from jointhall.service_items.queries import editions_in, published_in
from jointhall.web.place import Place
from tests.builders.pages import read
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county
from tests.builders.web import a_browser, send

CODE = "old_age_allowance"
BASE = f"/console/items/{CODE}"
DRAFT = f"{BASE}/draft"


@dataclass
class Office:
    """Two people of one county at their desks."""

    county: Place
    first: httpx.AsyncClient
    second: httpx.AsyncClient


@asynccontextmanager
async def an_office(tools: Tools) -> AsyncIterator[Office]:
    """唐若水 and 方秀英 of a county of its own, both with the permissions to edit and approve."""
    county = await a_county(tools.database)
    async with AsyncExitStack() as stack:
        people = []
        for name, role in (("唐若水", "county_admin"), ("方秀英", "item_editor")):
            officer = await an_officer(tools, county, name=name, roles=[role])
            browser = a_browser(tools, county, cookies=officer.cookies)
            people.append(await stack.enter_async_context(browser))
        yield Office(county, people[0], people[1])


async def begin(browser: httpx.AsyncClient, *, base: str = BASE) -> None:
    answer = await send(browser, f"{base}/draft/beginning")
    assert answer.status_code == 303, answer.text


async def a_draft_with_two_texts(
    session: AsyncSession, code: str, *, mark: str, by: Actor, now: datetime
) -> dict[str, str]:
    """A draft of this item in which two people changed the same place; the ids of what was made."""
    item = next(one for one in await published_in(session) if one.code == code)
    edition = (await editions_in(session))[code, item.edition]
    draft = await drafting.begin(
        session, code, dict(edition.sheet), module=edition.module, based_on=edition.edition,
        by=by, now=now,
    )  # fmt: skip
    for number in (1, 2):
        saved = await drafting.save(
            session, draft, lambda text, n=number: {**text, "一句话": f"{n}{mark}"},  # type: ignore[misc]
            seen=1, by=by, now=now,
        )  # fmt: skip
    return {"item draft": str(draft.id), "draft aside": str(saved.aside)}


def fields_of(answer: httpx.Response) -> dict[str, Any]:
    """What the editor's form would send, as a browser fills it from the page."""
    form = read(answer).select_one("form[data-editor]")
    assert form is not None, answer.text[:300]
    said: dict[str, Any] = {}

    def add(name: str, value: str) -> None:
        said.setdefault(name, []).append(value)

    for one in form.select("input, textarea, select"):
        name = str(one.get("name") or "")
        if not name or name == "_csrf_token":
            continue
        if one.name == "textarea":
            add(name, re.sub(r"^\r?\n", "", one.get_text()))
        elif one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            if chosen is not None:
                add(name, str(chosen.get("value", chosen.get_text())))
        elif one.get("type") in ("checkbox", "radio"):
            if one.has_attr("checked"):
                add(name, str(one.get("value", "on")))
        else:
            add(name, str(one.get("value", "")))
    return {name: values if len(values) > 1 else values[0] for name, values in said.items()}


async def page_of(browser: httpx.AsyncClient, part: str, at: str = "") -> httpx.Response:
    return await browser.get(DRAFT, params={"part": part, "at": at})


async def type_in(
    browser: httpx.AsyncClient, part: str, at: str = "", *, do: str = "save", **said: Any
) -> httpx.Response:
    """Opens a page of the editor, changes fields, presses a button; dots are written as __."""
    fields = fields_of(await page_of(browser, part, at))
    wanted = {name.replace("__", "."): value for name, value in said.items()}
    unknown = set(wanted) - set(fields)
    assert not unknown, f"the page has no {unknown}: {sorted(fields)}"
    return await send(browser, DRAFT, {**fields, **wanted, "do": do})
