"""Pages turn by key: forwards and back show the same rows, whatever came or went between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from jointhall.cases.desk.asked import asked_in, columns_of
from jointhall.cases.desk.paging import Key, Turn, page_of, turn_of
from tests.builders.cases import a_submitted_case
from tests.builders.halls import Hall
from tests.builders.pages import read, words_of


@dataclass(frozen=True)
class Row:
    id: UUID


ROWS = [Row(UUID(int=n)) for n in range(1, 8)]


def _page(turn: Turn, fetched: list[Row]) -> tuple[list[int], bool, bool]:
    page = page_of(fetched, turn, 3, lambda row: Key("", row.id))
    return [row.id.int for row in page.rows], bool(page.newer), bool(page.older)


def test_a_page_knows_whether_there_is_one_before_and_one_after() -> None:
    here = Key("", UUID(int=3))
    assert _page(Turn(), ROWS[:4]) == ([1, 2, 3], False, True)
    assert _page(Turn(here), ROWS[3:7]) == ([4, 5, 6], True, True)
    assert _page(Turn(here), ROWS[5:]) == ([6, 7], True, False)
    assert _page(Turn(here, is_back=True), ROWS[3::-1]) == ([2, 3, 4], True, True)
    assert _page(Turn(here, is_back=True), ROWS[1::-1]) == ([1, 2], False, True)
    assert _page(Turn(), []) == ([], False, False)


@pytest.mark.parametrize("said", ["", "x", "~", "2026-13-01~x", "2026-11-16~" + "9" * 40])
def test_a_key_nobody_gave_is_the_first_page(said: str) -> None:
    assert turn_of(said, "", date) == Turn()


def test_a_key_reads_back_as_it_was_written() -> None:
    key = Key(date(2026, 11, 16), UUID(int=7))
    assert turn_of("", str(key), date) == Turn(key, is_back=True)


@pytest.mark.parametrize(
    "address",
    ["/x?" + "a=1&" * 200, "/x?light=purple&sort=drop&cols=x&filed_from=soon&mine=all", "/x?q=%00"],
)
def test_what_an_address_cannot_mean_is_left_out(address: str) -> None:
    asked = asked_in(address, "cases")
    assert not asked.is_narrowed
    assert asked.sort == ""
    assert next(iter(columns_of(asked, "cases"))) == "number"


@pytest.mark.parametrize("sort", ["due", "since", "-since", "item"])
async def test_all_rows_are_met_once_in_every_order_there_and_back(hall: Hall, sort: str) -> None:
    for _n in range(5):
        await a_submitted_case(hall.tools, hall.here)
    from jointhall.cases.desk.batches import viewer_again
    from jointhall.cases.desk.waiting import SORT_KINDS, Wanted, waiting_for
    from jointhall.cases.standing_in import desk_of
    from jointhall.kernel.clock.calendar import national_calendar

    wanted = Wanted(sort=sort.lstrip("-"), is_down=sort.startswith("-"))
    met, turn, pages = [], Turn(), []
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        viewer = await viewer_again(session, hall.clerk.id, hall.tools)
        desk = await desk_of(session, viewer)
        for _turn in range(3):
            page = await waiting_for(
                session, desk, today=hall.tools.clock.now().date(), calendar=national_calendar(),
                wanted=wanted, turn=turn, most=2,
            )  # fmt: skip
            pages.append([row.id for row in page.rows])
            met += pages[-1]
            turn = turn_of(page.older, "", SORT_KINDS[wanted.sort])
        back = await waiting_for(
            session, desk, today=hall.tools.clock.now().date(), calendar=national_calendar(),
            wanted=wanted, turn=turn_of("", page.newer, SORT_KINDS[wanted.sort]), most=2,
        )  # fmt: skip
    assert len(met) == len(set(met)) == 5
    assert [row.id for row in back.rows] == pages[1]


async def test_a_list_is_printed_and_taken_out_as_it_is_asked(hall: Hall) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    one = await a_submitted_case(hall.tools, hall.here, applicant_name="=1+1")
    await hall.filed()
    asked = {"list": "cases", "item": one.item_title, "cols": ["number", "who"]}
    async with hall.at(hall.clerk) as browser:
        page = await browser.get("/workbench/print", params=asked)
        assert "1 件" in words_of(page)
        made = await browser.get("/workbench/export", params=asked)
        waiting = await browser.get("/workbench/print", params={"list": "waiting"})
        assert "2 件" in words_of(waiting)
    assert [th.get_text() for th in read(page).select("thead th")] == ["编号", "哪一件", "谁的"]
    sheet = load_workbook(BytesIO(made.content)).active
    assert next(cell.value for cell in sheet[2]) == one.number
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=1+1", "s")
