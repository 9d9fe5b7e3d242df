"""Every kind of question on its real page: filled in, filled in badly, filled in to do harm."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from jointhall.kernel.db import Database
from jointhall.kernel.tools import Tools
from jointhall.service_items import joining
from jointhall.service_items.questions import KINDS
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.cases import with_parties
from tests.builders.kinds import CODE, FILES, GOOD, code_of, fields_of, library_of_every_kind
from tests.builders.people import a_resident
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import CSRF_COOKIE, a_browser, send

TYPED = sorted(GOOD)


@pytest.fixture(scope="module")
async def place(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A township of a county whose only item asks a question of every kind."""
    sheets = library_of_every_kind(tmp_path_factory.mktemp("modules"))
    before = joining._begins_with[0]
    joining.counties_begin_with(lambda: sheets)
    try:
        return await a_township(
            database, await a_county(database), name="花石镇", villages=("日华村", "黄荆坪村")
        )
    finally:
        joining.counties_begin_with(before)


@pytest.fixture
async def filler(tools: Tools, place: Place) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has begun: `draft` is where the questions lie."""
    whole = with_parties(tools)
    someone = await a_resident(tools)
    async with a_browser(whole, place, cookies=someone.cookies) as browser:
        begun = await send(browser, f"/apply/{CODE}")
        first = begun.headers["location"].removeprefix(place.prefix)
        browser.draft = first.rpartition("/")[0]  # type: ignore[attr-defined]
        yield browser


def page_of(browser: Any, kind: str) -> str:
    return f"{browser.draft}/{code_of(kind)}"


async def hand_in(browser: Any, kind: str, data: bytes, name: str = "照片.jpg") -> httpx.Response:
    token = browser.cookies.get(CSRF_COOKIE, "")
    return await browser.post(
        page_of(browser, kind), data={"_csrf_token": token}, files={code_of(kind): (name, data)}
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
async def test_every_kind_has_a_page(filler: Any, kind: str) -> None:
    page = await filler.get(page_of(filler, kind))
    assert page.status_code == 200
    assert "<h1" in page.text


@pytest.mark.parametrize("kind", TYPED)
async def test_what_is_filled_in_rightly_is_kept_and_there_again(filler: Any, kind: str) -> None:
    answer = await send(filler, page_of(filler, kind), fields_of(kind, GOOD[kind]))
    assert answer.status_code == 303, answer.text
    again = (await filler.get(page_of(filler, kind))).text
    for said in GOOD[kind].values():
        for text in [said] if isinstance(said, str) else said:
            # A village of the register is chosen in its list; the line holds what comes after it.
            assert all(line.removeprefix("日华村") in again for line in text.split("\n"))


HARM = "<img src=x onerror=alert(1)>\u202e'\"><script>alert(1)</script>\x00"


@pytest.mark.parametrize("kind", TYPED)
async def test_what_is_typed_to_do_harm_is_a_sentence_or_text(filler: Any, kind: str) -> None:
    parts = {part: [f"{HARM}{n}" for n in range(3)] for part in GOOD[kind]}
    answer = await send(filler, page_of(filler, kind), fields_of(kind, parts))
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        answer = await filler.get(page_of(filler, kind))
    else:
        assert "<title>错误：" in answer.text
        assert 'aria-invalid="true"' in answer.text or 'class="error"' in answer.text
    assert "<img src=x" not in answer.text
    assert "<script>alert" not in answer.text
    assert "\x00" not in answer.text


SHOWN_AGAIN = {
    "quantity": {"": "三亩半"},
    "money": {"": "一千二"},
    "phone": {"": "138123"},
    "id_number": {"": "4303211943"},
    "credit_code": {"": "9111000060"},
    "bank_card": {"": "62179955"},
    "licence_plate": {"": "湘C123"},
    "short_text": {"": "长" * 101},
    "long_text": {"": "长" * 1001},
    "address": {"": "村" * 201},
    "map_point": {"lat": "27.6831", "lng": "二十七", "words": "大樟树旁边"},
    "map_area": {"points": "27.683100, 112.910200\n第二个角在田埂上"},
    "land_parcel": {"place": "门前垄", "area": "三亩", "number": "合同17号"},
    "person": {"name": "周国良", "id_number": "1234", "phone": "138"},
    "enterprise": {"name": "日华合作社", "credit_code": "91", "representative": "周国良"},
    "household": {"1-name": "罗秀兰", "1-id_number": "43", "2-name": "周国良", "2-income": "三百"},
    "table": {"1-area": "两亩", "2-area": "1.2", "2-since": ""},
}


@pytest.mark.parametrize("kind", SHOWN_AGAIN)
async def test_what_cannot_be_taken_stands_there_again_beside_its_sentence(
    filler: Any, kind: str
) -> None:
    await send(filler, page_of(filler, kind), fields_of(kind, GOOD[kind]))
    answer = await send(filler, page_of(filler, kind), fields_of(kind, SHOWN_AGAIN[kind]))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    for said in SHOWN_AGAIN[kind].values():
        assert all(line in answer.text for line in said.split("\n"))
    # What was kept before is kept still.
    again = (await filler.get(page_of(filler, kind))).text
    kept = next(iter(GOOD[kind].values()))
    assert isinstance(kept, str)
    assert kept.split("\n")[0].removeprefix("日华村") in again


async def test_each_wrong_cell_has_its_own_sentence(filler: Any) -> None:
    answer = await send(
        filler, page_of(filler, "table"),
        fields_of("table", {"1-crop": "rice", "1-area": "两亩", "2-area": "1.2"}),
    )  # fmt: skip
    assert 'href="#f-q_table-1-area"' in answer.text
    assert "第1行“种了几亩”：请只写数字，比如 2.5" in answer.text
    assert 'href="#f-q_table-2-crop"' in answer.text
    assert "第2行“种什么”：要填，不能空着" in answer.text


async def test_rows_are_added_and_taken_away_by_buttons_alone(filler: Any) -> None:
    path = page_of(filler, "table")
    typed = fields_of(
        "table", {"1-crop": "rice", "1-area": "两亩", "2-crop": "lotus", "2-area": ""}
    )
    more = await send(filler, path, {**typed, "go": "add-row"})
    assert more.status_code == 200
    assert more.text.count('class="row-of"') == 4, "three rows and the one the script copies"
    assert "两亩" in more.text
    assert 'class="error"' not in more.text
    less = await send(filler, path, {**typed, "go": "drop-row-1"})
    assert "两亩" not in less.text
    assert less.text.count('class="row-of"') == 2
    assert 'value="lotus" checked' in less.text


async def test_rows_that_are_whole_are_kept_while_more_are_added(filler: Any) -> None:
    path = page_of(filler, "table")
    await send(filler, path, {**fields_of("table", GOOD["table"]), "go": "add-row"})
    kept = (await filler.get(path)).text
    assert 'value="2.5"' in kept
    assert kept.count('class="row-of"') == 3
    broken = fields_of("table", {"1-crop": "rice", "1-area": "两亩"})
    await send(filler, path, {**broken, "go": "add-row"})
    assert 'value="2.5"' in (await filler.get(path)).text, "what is not whole replaces nothing"


async def test_ten_thousand_rows_are_a_sentence(filler: Any) -> None:
    rows = {f"q_table-{n}-area": "1" for n in range(1, 10_001)}
    answer = await send(filler, page_of(filler, "table"), rows)
    assert answer.status_code == 422
    assert "最多填50行，现在有10000行" in answer.text


async def test_rows_sent_as_parts_are_no_way_round_it(filler: Any) -> None:
    token = filler.cookies.get(CSRF_COOKIE, "")
    rows = {f"q_table-{n}-area": (None, "1") for n in range(1, 10_001)}
    answer = await filler.post(
        page_of(filler, "table"), data={"_csrf_token": token}, files={**rows, "x": ("x", b"")}
    )
    assert 400 <= answer.status_code < 500


async def test_a_sum_follows_what_it_adds_up(filler: Any) -> None:
    page = page_of(filler, "computed_sum")
    assert "<output>0亩</output>" in (await filler.get(page)).text
    await send(filler, page_of(filler, "table"), fields_of("table", GOOD["table"]))
    assert "<output>3.7亩</output>" in (await filler.get(page)).text
    onward = await send(filler, page, {"q_computed_sum": "1000000"})
    assert onward.status_code == 303
    assert "<output>3.7亩</output>" in (await filler.get(page)).text


async def test_only_a_page_with_a_map_may_ask_where_one_is(filler: Any) -> None:
    for kind in KINDS:
        page = await filler.get(page_of(filler, kind))
        may = "geolocation=(self)" in page.headers["permissions-policy"]
        assert may is kind.startswith("map_"), kind


BAD_FILES = [
    "zero bytes", "blanks", "noise", "eicar", "too large", "program", "html", "svg", "xxe",
    "zip bomb", "docx", "gif with script", "video", "png of 65535 by 65535", "png cut short",
    "jpeg magic before html", "pdf script at opening", "pdf locked", "pdf object stream bomb",
]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(FILES))
async def test_files_of_every_wrong_sort_are_told_for_what_they_are(filler: Any, kind: str) -> None:
    every = hostile.refused()
    for name in BAD_FILES:
        make, words = every[name]
        answer = await hand_in(filler, kind, make(), name="照片.jpg")
        assert answer.status_code == 422, (name, answer.status_code)
        assert words in answer.text, name
        assert "<title>错误：" in answer.text
    assert (await hand_in(filler, kind, hostile.encoded("PNG"))).status_code == 303


async def test_a_text_where_a_file_belongs_and_the_other_way_round(filler: Any) -> None:
    for kind in sorted(FILES):
        said = await send(filler, page_of(filler, kind), {code_of(kind): "/etc/passwd"})
        assert said.status_code == 422
    for kind in TYPED:
        answer = await hand_in(filler, kind, hostile.encoded("PNG"))
        assert answer.status_code in (303, 422), kind


async def test_a_signature_is_a_paper_of_the_case(filler: Any) -> None:
    answer = await hand_in(filler, "signature", hostile.encoded("PNG"), name="签名.png")
    assert answer.status_code == 303
    page = (await filler.get(page_of(filler, "signature"))).text
    assert "签名.png" in page
    assert "已经收到 1 份" in page


async def fill_in(browser: Any) -> None:
    for kind in TYPED:
        answer = await send(browser, page_of(browser, kind), fields_of(kind, GOOD[kind]))
        assert answer.status_code == 303, kind
    for kind in sorted(FILES):
        assert (await hand_in(browser, kind, hostile.encoded("PNG"))).status_code == 303


async def test_everything_is_read_again_before_it_is_sent(filler: Any) -> None:
    await fill_in(filler)
    page = (await filler.get(f"{filler.draft}/check")).text
    assert "<caption" in page, "rows stand as a table"
    assert "因病/慢性病" in page
    assert "湘C·12345" in page
    assert "北纬27.683100，东经112.910200" in page
    assert "4个角，约14.78亩" in page
    assert "<polygon points=" in page
    assert "3.7亩" in page
    assert "填之前看一眼" not in page, "what is only read is no answer"
    assert "q_computed_sum?" not in page, "and a sum is mended where its parts are"


async def test_what_was_sent_is_read_on_the_page_of_the_case(filler: Any, place: Place) -> None:
    await fill_in(filler)
    page = (await filler.get(f"{filler.draft}/check")).text
    found = re.search(r'name="submission_id" value="([^"]+)"', page)
    assert found is not None
    sent = await send(filler, f"{filler.draft}/submission", {"submission_id": found[1]})
    assert sent.status_code == 303, sent.text
    number = sent.headers["location"].removeprefix(place.prefix).split("/")[2]
    case = (await filler.get(f"/cases/{number}")).text
    assert "<caption" in case
    assert "罗**" in case, "members of a household are named without what tells who they are"
    assert "19430308" not in case
    assert "签名" in case or "照片" in case
    assert "因病/慢性病" in case
