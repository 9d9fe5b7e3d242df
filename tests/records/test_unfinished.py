"""Jobs that were given up: seen, done again or let go, each in their own tenant only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from jointhall.documents.queries import documents_of, letters_of_case
from jointhall.kernel.files import FolderStore, StoreUnreachable
from jointhall.kernel.jobs import GIVES_UP_AFTER, perform
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.cases import a_submitted_case, with_parties
from tests.builders.jobs import a_given_up_job
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


async def an_admin(tools: Tools, place: Place) -> SignedInOfficer:
    role = "county_admin" if place.is_county else "township_admin"
    return await an_officer(tools, place, roles=[role])


async def test_what_was_given_up_is_told_and_put_back_to_work(tools: Tools) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    officer = await an_admin(tools, place)
    id = await a_given_up_job(tools, place)
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        shown = (await browser.get("/workbench/jobs")).text
        assert "送信封" in shown
        assert "都已经送到了，用不着再办" in shown
        assert "要用的那一处没有答应" in shown
        one = (await browser.get(f"/workbench/jobs/{id}")).text
        assert "11月16日" in one
        assert "磁盘满了，写不进去" in one
        assert "OSError: No space left" in one
        answer = await send(browser, f"/workbench/jobs/{id}/retry", follow=True)
        assert "1 项已经放回去重新办" in answer.text
        assert "没有没办成的任务" in answer.text
        assert (await send(browser, f"/workbench/jobs/{id}/retry")).status_code == 404
        assert "重新办没办成的任务" in (await browser.get("/workbench/journal")).text


async def test_all_of_a_kind_or_all_there_are_go_back_at_once(tools: Tools) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    officer = await an_admin(tools, place)
    for job in ("exchange.deliver", "messages.send_sms", "messages.send_sms"):
        await a_given_up_job(tools, place, job)
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        shown = (await browser.get("/workbench/jobs")).text
        assert "全部再办一次（3 项）" in shown
        assert "只办“发短信”（2 项）" in shown
        fields = {"job": "messages.send_sms"}
        answer = await send(browser, "/workbench/jobs/retry", fields, follow=True)
        assert "2 项已经放回去重新办" in answer.text
        answer = await send(browser, "/workbench/jobs/retry", {}, follow=True)
        assert "1 项已经放回去重新办" in answer.text
        answer = await send(browser, "/workbench/jobs/retry", {}, follow=True)
        assert "也许别人刚刚放回去了" in answer.text


async def test_one_is_let_go_with_a_reason_and_never_done_again(tools: Tools) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    officer = await an_admin(tools, place)
    id = await a_given_up_job(tools, place)
    path = f"/workbench/jobs/{id}/letting-go"
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        without = await send(browser, path, {"why": "  "})
        assert without.status_code == 422
        assert "请写明为什么放弃" in without.text
        long = await send(browser, path, {"why": "长" * 201})
        assert "最多 200 个字" in long.text
        assert "长" * 201 in long.text
        answer = await send(browser, path, {"why": "对方已经收到纸质件"}, follow=True)
        assert "放弃了，原因记在操作记录里" in answer.text
        assert "对方已经收到纸质件" in answer.text
        assert "没有没办成的任务" in answer.text
        assert (await send(browser, path, {"why": "再来"})).status_code == 404
        assert (await send(browser, f"/workbench/jobs/{id}/retry")).status_code == 404
        await send(browser, "/workbench/jobs/retry", {})
        assert "对方已经收到纸质件" in (await browser.get(f"/workbench/jobs/{id}")).text
        assert "放弃了一项没办成的任务" in (await browser.get("/workbench/journal")).text


async def test_the_county_sees_how_many_each_township_has(tools: Tools) -> None:
    county = await a_county(tools.database)
    here = await a_township(tools.database, county)
    for _time in range(3):
        await a_given_up_job(tools, here)
    officer = await an_admin(tools, county)
    async with a_browser(tools, county, cookies=officer.cookies) as browser:
        shown = (await browser.get("/console/jobs")).text
        assert "各乡镇没办成的" in shown
        assert here.name in shown
        assert "送信封" not in shown
    officer = await an_admin(tools, here)
    async with a_browser(tools, here, cookies=officer.cookies) as browser:
        assert "各乡镇没办成的" not in (await browser.get("/workbench/jobs")).text


async def test_another_townships_is_not_there(tools: Tools) -> None:
    county = await a_county(tools.database)
    here, there = await a_township(tools.database, county), await a_township(tools.database, county)
    officer = await an_admin(tools, here)
    id = await a_given_up_job(tools, there)
    async with a_browser(tools, here, cookies=officer.cookies) as browser:
        assert "没有没办成的任务" in (await browser.get("/workbench/jobs")).text
        assert (await browser.get(f"/workbench/jobs/{id}")).status_code == 404
        assert (await send(browser, f"/workbench/jobs/{id}/retry")).status_code == 404
        leaving = await send(browser, f"/workbench/jobs/{id}/letting-go", {"why": "试试"})
        assert leaving.status_code == 404
        await send(browser, "/workbench/jobs/retry", {})
    officer = await an_admin(tools, there)
    async with a_browser(tools, there, cookies=officer.cookies) as browser:
        assert "送信封" in (await browser.get("/workbench/jobs")).text


async def test_who_may_not_is_refused(tools: Tools) -> None:
    place = await a_county(tools.database)
    officer = await an_officer(tools, place, roles=["bureau_reviewer"])
    async with a_browser(tools, place, cookies=officer.cookies) as browser:
        assert (await browser.get("/console/jobs")).status_code == 403
        assert (await send(browser, "/console/jobs/retry", {})).status_code == 403


async def test_done_again_after_the_cause_is_mended_it_is_done_once(
    tools: Tools, tmp_path: Path
) -> None:
    whole = with_parties(tools)
    place = await a_township(tools.database, await a_county(tools.database), name="花石镇")
    (tmp_path / "a file").touch()
    broken = replace(whole, files=FolderStore(tmp_path / "a file" / "store", secret=b"s" * 32))
    case = await a_submitted_case(whole, place)
    id = await handed_on(whole, place)
    for _time in range(GIVES_UP_AFTER):
        with pytest.raises(StoreUnreachable):
            await perform(broken, place.standing(), id)
        assert await handed_on(whole, place) == id
    assert not await perform(whole, place.standing(), id)
    officer = await an_admin(whole, place)
    async with a_browser(whole, place, cookies=officer.cookies) as browser:
        shown = (await browser.get("/workbench/jobs")).text
        assert "印文书、盖章" in shown
        assert "收件回执 花政收〔2026〕1号" in shown
        assert "那边好了以后，再办一次" in shown
        one = (await browser.get(f"/workbench/jobs/{id}")).text
        assert one.count("<li>") >= GIVES_UP_AFTER
        await send(browser, f"/workbench/jobs/{id}/retry")
    assert await perform(whole, place.standing(), id)
    assert not await perform(whole, place.standing(), id)
    async with whole.database.transaction(place.standing(), read_only=True) as session:
        (receipt,) = await letters_of_case(session, case.id)
        assert receipt.is_made
        assert len(await documents_of(session, "letter", receipt.id)) == 1


async def handed_on(tools: Tools, place: Place) -> UUID:
    """The letter to be made, handed on once more as the relay does."""
    async with tools.database.transaction(place.standing()) as session:
        more = "update outbox set attempts = attempts + 1 where job = 'documents.make_letter'"
        found: UUID = (await session.scalars(text(f"{more} returning id"))).one()
        return found
