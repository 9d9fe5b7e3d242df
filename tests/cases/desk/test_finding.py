"""A case is found by the whole of a name, a number or a phone, and by nothing less."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from jointhall.cases.desk.finding import mark_some
from tests.builders.cases import a_submitted_case
from tests.builders.halls import Hall
from tests.builders.pages import read, words_of
from tests.builders.web import send

WHO = {
    "applicant_name": "阿依古丽·买买提", "id_number": "430321194303080025", "phone": "13812345678",
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("阿依古丽·买买提", True),
        ("阿依古丽买买提", True),
        ("430321194303080025", True),
        ("4303 2119 4303 080025", True),
        ("138-1234-5678", True),
        ("阿依古丽", False),
        ("13812345679", False),
        ("罗菊英", False),
    ],
)
async def test_the_whole_of_it_finds_and_nothing_else(hall: Hall, said: str, found: bool) -> None:
    case = await a_submitted_case(hall.tools, hall.here, **WHO)
    async with hall.at(hall.clerk) as browser:
        page = await send(browser, "/workbench/finding", {"who": said})
    numbers = [row.select("td")[0].get_text() for row in read(page).select("[data-row]")]
    assert numbers == ([case.number] if found else [])
    assert ("没有这个人的办件" in words_of(page)) is not found


@pytest.mark.parametrize("said", ["", "周", "5678", "430321", "a" * 200])
async def test_a_piece_is_told_to_be_too_little(hall: Hall, said: str) -> None:
    async with hall.at(hall.clerk) as browser:
        page = await send(browser, "/workbench/finding", {"who": said})
    assert page.status_code in (200, 422)
    if page.status_code == 422:
        assert "写全名" in words_of(page)


async def test_who_looked_is_on_record_without_what_was_looked_for(hall: Hall) -> None:
    await a_submitted_case(hall.tools, hall.here, **WHO)
    async with hall.at(hall.clerk) as browser:
        await send(browser, "/workbench/finding", {"who": WHO["phone"]})
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        lines = await session.execute(
            text("select act, words, details from journal where act in"
                 " ('case.searched', 'case.found') order by seq")
        )  # fmt: skip
        rows = [tuple(row) for row in lines]
    assert [row[0] for row in rows] == ["case.searched", "case.found"]
    assert WHO["phone"] not in str(rows)
    async with hall.at(hall.neighbour) as browser:
        page = await send(browser, "/workbench/finding", {"who": WHO["phone"]})
    assert "没有这个人的办件" in words_of(page)


async def test_cases_filed_before_there_were_marks_get_theirs(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here, **WHO)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await session.execute(text("delete from case_marks where case_id = :id"), {"id": case.id})
    assert await mark_some(hall.tools, hall.here) == 1
    assert await mark_some(hall.tools, hall.here) == 0
    async with hall.at(hall.clerk) as browser:
        page = await send(browser, "/workbench/finding", {"who": WHO["applicant_name"]})
    assert case.number in words_of(page)
