"""Any item of the library, filed in a browser from its guide to its receipt, as its example says.

One by default; every item with `EVERY_ITEM=1`.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Locator

from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Place
from jointhall.service_items.examples import counter_of, run
from jointhall.service_items.library import library
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Example, Sheet
from tests.builders.walk import Walk
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import PHOTO, asked
from tests.journeys.signing_in import a_phone, sign_in_resident

BY_DEFAULT = {"subsistence_allowance"}
HERE = "huashi"
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_chosen = [
    sheet
    for sheet in library().sheets()
    if os.environ.get("EVERY_ITEM") or sheet.code in BY_DEFAULT
]


def granted(sheet: Sheet) -> Example:
    return next(one for one in sheet.examples if one.ends == "granted")


@pytest.mark.parametrize("sheet", _chosen, ids=lambda sheet: sheet.code)
async def test_a_resident_files_it(walk: Walks, sheet: Sheet) -> None:
    example = granted(sheet)
    answers = run(sheet, example).answers
    days = datetime.now(UTC).date() - date.fromisoformat(example.today)
    async with walk("phone") as resident:
        phone = a_phone()
        await resident.go(f"/t/{HERE}/items/{sheet.code}")
        assert sheet.title in await resident.heading()
        await resident.go(f"/t/{HERE}/apply/{sheet.code}")
        await sign_in_resident(resident, phone)
        await resident.submit()
        went: list[str] = []
        while (code := asked(resident)) != "check":
            assert code not in went, f"{code} came twice: {await resident.words()}"
            went.append(code)
            question = sheet.question(code)
            assert question is not None
            await put(resident, sheet, question, answers.get(code), days)
            await resident.submit()
        await resident.submit()
        number = (await resident.page.inner_text(".receipt-no")).strip()
        assert number
        await resident.go(f"/t/{HERE}/cases/{number}")
        assert sheet.title in await resident.words()


async def put(
    walk: Walk, sheet: Sheet, question: Question, value: Value | None, days: timedelta
) -> None:
    """Fills one question in by its fields, whatever its kind."""
    kind = kind_of(question)
    if value is None or not kind.is_typed:
        return
    if kind.is_file:
        await walk.page.locator(f"input[type=file][name={question.code}]").set_input_files(PHOTO)
        return
    if question.kind == "linked_choices":
        await _choose_twice(walk, question, value)
        return
    raw = kind.typed(question, _here(value, counter_of(granted(sheet)).townships, days))
    for part, texts in raw.parts.items():
        if part.endswith("-"):
            continue
        if part.partition("-")[0].isdigit():
            await _row_there(walk, question.code, int(part.partition("-")[0]))
        name = f"{question.code}-{part}" if part else question.code
        await _fill(walk.page.locator(f"[name='{name}']:visible, [name='{name}'][type=hidden]"),
                    list(texts))  # fmt: skip


async def _choose_twice(walk: Walk, question: Question, value: list[str]) -> None:
    """The script makes two lists of one; the second offers what the first allows."""
    chosen = question.choice(value[0])
    assert chosen is not None
    first = walk.page.locator(f"#f-{question.code}")
    await first.select_option(label=chosen.label)
    if len(value) > 1:
        below = next(one for one in chosen.below if one.code == value[1])
        await walk.page.locator(f"[name={question.code}]").select_option(label=below.label)


async def _row_there(walk: Walk, code: str, row: int) -> None:
    while await walk.page.locator(f"#{code}-row-{row}").count() == 0:
        rows = await walk.page.locator("[data-row]").count()
        await walk.page.locator("button[value=add-row]").click()
        await walk.page.locator("[data-row]").nth(rows).wait_for()


async def _fill(fields: Locator, texts: list[str]) -> None:
    first = fields.first
    sort = await first.evaluate("one => one.type || one.tagName.toLowerCase()")
    if sort in ("radio", "checkbox"):
        for text in texts or [""]:
            await fields.and_(fields.page.locator(f"[value='{text}']")).first.check()
    elif sort.startswith("select"):
        await first.select_option(texts[0])
    elif sort != "hidden":
        await first.fill(texts[0] if texts else "")


def _here(value: Any, places: tuple[Place, ...], days: timedelta) -> Any:
    """The example's value on the day of today: its days moved, its places as the demo county's."""
    if isinstance(value, dict):
        return {key: _here(one, places, days) for key, one in value.items()}
    if isinstance(value, list):
        return [_here(one, places, days) for one in value]
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            return (date.fromisoformat(value) + days).isoformat()
        return _codes(places).get(value, value)
    return value


def _codes(places: tuple[Place, ...]) -> dict[str, str]:
    """The example's placeholders as the codes of townships of the demo county."""
    real = ("430321107000", "430321104000", "430321106000", "430321108000")
    return {place.code: code for place, code in zip(places, real, strict=False)}
