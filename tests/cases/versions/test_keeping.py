"""What a correction replaces is kept, bit for bit, and shown beside what took its place."""

from __future__ import annotations

from datetime import timedelta

import asyncpg
import pytest

from jointhall.cases.acceptance import ask_correction
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case
from jointhall.cases.versions.keeping import answers_then, digest_of
from jointhall.cases.versions.models import Version, versions_of
from jointhall.kernel.who import Actor
from tests.builders import hostile
from tests.builders.halls import Hall
from tests.builders.pages import read, words_of
from tests.builders.people import SignedInResident, a_resident
from tests.builders.web import a_browser, follow, send

CLERK = Actor("officer", None, "谭建辉", "便民服务中心")


async def mended(hall: Hall, resident: SignedInResident, case: Case, village: str) -> None:
    """Asks for a correction and sends it: another village, another photo of the notice."""
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        await ask_correction(
            session, hall.tools, hall.here, held, what=f"村组写错了，应该是{village}。", by=CLERK
        )
    await hall.work_off()
    hall.tools.clock.move_on(timedelta(minutes=10))
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        draft = f"/drafts/{case.id}"
        opened = await send(browser, f"/cases/{case.number}/correction")
        assert opened.headers["location"].endswith(f"{draft}/check")
        await send(browser, f"{draft}/village", {"village": village, "back_to": "check"})
        photo = hostile.encoded("JPEG", hostile.photo((640, 480)))
        sent = await send(
            browser, f"{draft}/notice_photo", {"back_to": "check"},
            files={"notice_photo": ("新照片.jpg", photo, "image/jpeg")},
        )  # fmt: skip
        assert sent.status_code == 303, sent.text
        check = read(await browser.get(f"{draft}/check"))
        once = check.select_one("input[name=submission_id]")["value"]
        done = await send(browser, f"{draft}/submission", {"submission_id": once})
        assert done.headers["location"].endswith(f"/cases/{case.number}")
    await hall.work_off()


async def kept(hall: Hall, case: Case) -> list[Version]:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        return await versions_of(session, await hold_case(session, case.id))


async def test_answers_and_papers_of_before_are_kept_and_shown(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await hall.filed(resident_id=resident.id)
    await mended(hall, resident, case, "黄荆坪村四组")
    (version,) = await kept(hall, case)
    before = answers_then(hall.tools, version)
    assert before["village"] == "黄荆坪村三组，水库东边"
    assert digest_of(before) == version.sha256
    assert (version.sent_at, version.asked) == (case.filed_at, "村组写错了，应该是黄荆坪村四组。")
    old = before["notice_photo"][0]
    async with hall.at(hall.clerk) as browser:
        path = f"/workbench/cases/{case.number}/versions"
        page = await browser.get(path)
        shown = words_of(page)
        assert "黄荆坪村三组，水库东边" in shown
        assert "黄荆坪村四组" in shown
        assert "原版没有被动过" in shown
        # Only what changed stands there.
        assert "3.5" not in shown
        # The paper that was replaced is still there, and so is the new one.
        links = [str(link["href"]) for link in read(page).select(".versions td a")]
        assert [one for one in links if old["id"] in one]
        for link in links:
            assert (await follow(browser, link)).status_code == 200
        assert "补正改了 2 处" in words_of(await browser.get(f"/workbench/cases/{case.number}"))
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        mine = words_of(await browser.get(f"/cases/{case.number}/versions"))
        assert "新照片.jpg" in mine
        assert (await browser.get(f"/documents/{old['id']}?look=1")).status_code == 200
        assert "看我补过什么" in words_of(await browser.get(f"/cases/{case.number}"))


async def test_to_strangers_and_neighbours_it_is_not_there(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await hall.filed(resident_id=resident.id)
    await mended(hall, resident, case, "黄荆坪村四组")
    stranger = await a_resident(hall.tools)
    async with a_browser(hall.tools, hall.here, cookies=stranger.cookies) as browser:
        assert (await browser.get(f"/cases/{case.number}/versions")).status_code == 404
    async with hall.at(hall.neighbour) as browser:
        assert (await browser.get(f"/workbench/cases/{case.number}/versions")).status_code == 404


async def test_what_was_never_mended_says_so(hall: Hall) -> None:
    case = await hall.filed()
    async with hall.at(hall.clerk) as browser:
        page = await browser.get(f"/workbench/cases/{case.number}/versions")
    assert "没有补正过" in words_of(page)
    assert await kept(hall, case) == []


async def test_a_version_cannot_be_changed(hall: Hall, above: asyncpg.Connection) -> None:
    resident = await a_resident(hall.tools)
    case = await hall.filed(resident_id=resident.id)
    await mended(hall, resident, case, "黄荆坪村四组")
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only added to"):
        await above.execute("update case_versions set asked = ''")
