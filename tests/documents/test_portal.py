"""The pages anyone sees who scans a letter's code, and the downloads of those it belongs to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from jointhall.documents.actions import issue_letter, keep_upload, revoke_letter
from jointhall.documents.models import Letter
from jointhall.documents.queries import letter_of
from jointhall.kernel.db import Database
from jointhall.kernel.files import new_key
from jointhall.kernel.jobs import perform
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.people import a_resident, an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send

OFFICER = Actor("officer", uuid4(), "陈建", "便民服务中心")
TEXT = "冯建设：\n\n您的申请收到了，现予受理。"


@pytest.fixture
def desk(tools: Tools, tmp_path: Path) -> Tools:
    return replace(
        tools, outside={"keys": tmp_path / "keys", "directory": TenantDirectory(tools.database)}
    )


@pytest.fixture
async def town(database: Database) -> Place:
    return await a_township(database, await a_county(database, name="湘潭县"), name="花石镇")


async def a_letter(desk: Tools, town: Place, *, printed: bool = True, **also: object) -> Letter:
    async with desk.database.transaction(town.standing()) as session:
        letter = await issue_letter(
            session, desk, town, kind="acceptance", title="受理通知书", text=TEXT, by=OFFICER,
            case_id=uuid4(), **also,  # type: ignore[arg-type]
        )  # fmt: skip
    if printed:
        async with desk.database.transaction(town.standing()) as session:
            rows = await session.execute(
                text("select id from outbox where tenant_id = :t and done_at is null"),
                {"t": town.tenant_id},
            )
            waiting = [row.id for row in rows]
        for id in waiting:
            await perform(desk, town.standing(), id)
    return letter


async def test_whoever_scans_the_code_sees_that_it_is_genuine(desk: Tools, town: Place) -> None:
    letter = await a_letter(desk, town)
    async with a_browser(desk, town) as browser:
        page = await browser.get(f"/v/{letter.verify_code}")
    assert page.status_code == 200
    assert "这份文书是真的，现在有效" in page.text
    for said in ("受理通知书", "花政受〔2026〕1号", "湘潭县花石镇人民政府", "2026年11月16日"):
        assert said in page.text
    assert "冯建设" not in page.text


async def test_a_signed_in_stranger_sees_the_same(desk: Tools, town: Place) -> None:
    letter = await a_letter(desk, town, resident_id=uuid4())
    stranger = await a_resident(desk)
    async with a_browser(desk, town, cookies=stranger.cookies) as browser:
        assert "现在有效" in (await browser.get(f"/v/{letter.verify_code}")).text


async def test_the_code_says_what_became_of_the_letter(desk: Tools, town: Place) -> None:
    letter = await a_letter(desk, town, printed=False)
    async with a_browser(desk, town) as browser:
        assert "正在盖章" in (await browser.get(f"/v/{letter.verify_code}")).text
        async with desk.database.transaction(town.standing()) as session:
            held = await letter_of(session, letter.id)
            await revoke_letter(session, desk, held, why="姓名写错了", by=OFFICER)
        page = await browser.get(f"/v/{letter.verify_code}")
    assert "已经撤销" in page.text
    assert "姓名写错了" in page.text


async def test_an_unknown_code_is_not_found(desk: Tools, town: Place) -> None:
    async with a_browser(desk, town) as browser:
        for code in ("x" * 22, "%3Cscript%3E", "..%2f..%2fetc", "'; drop table letters;--"):
            page = await browser.get(f"/v/{code}")
            assert page.status_code == 404
            assert "<script>" not in page.text


async def test_a_pdf_can_be_checked(desk: Tools, town: Place) -> None:
    owner = await a_resident(desk)
    letter = await a_letter(desk, town, resident_id=owner.id)
    async with a_browser(desk, town, cookies=owner.cookies) as mine:
        pdf = (await mine.get(f"/letters/{letter.id}")).content
    changed = bytearray(pdf)
    changed[len(pdf) // 4] ^= 1
    async with a_browser(desk, town) as browser:
        assert "核对文书真假" in (await browser.get("/v")).text
        for body, said in (
            (pdf, "这份文书是真的"),
            (bytes(changed), "这个文件被改过"),
            (hostile.pdf(), "没有查到这份文书"),
            (b"MZ" + bytes(50), "不是我们发的文书"),
        ):
            page = await send(browser, "/v", files={"letter": ("a.pdf", body)})
            assert said in page.text
        empty = await send(browser, "/v", {})
    assert empty.status_code == 422
    assert "请选一个 PDF 文件" in empty.text


async def test_a_letter_is_given_to_the_one_it_is_for_and_to_nobody_else(
    desk: Tools, town: Place
) -> None:
    owner, stranger = await a_resident(desk), await a_resident(desk)
    letter = await a_letter(desk, town, resident_id=owner.id)
    async with a_browser(desk, town, cookies=owner.cookies) as mine:
        given = await mine.get(f"/letters/{letter.id}")
    assert given.status_code == 200
    assert given.content.startswith(b"%PDF-")
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["content-disposition"].startswith("attachment;")
    assert given.headers["cache-control"] == "private, no-store"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in given.headers["content-security-policy"]
    assert int(given.headers["content-length"]) == len(given.content)
    async with a_browser(desk, town, cookies=stranger.cookies) as theirs:
        assert (await theirs.get(f"/letters/{letter.id}")).status_code == 404
    async with a_browser(desk, town) as nobody:
        assert (await nobody.get(f"/letters/{letter.id}")).status_code == 303


async def test_a_letter_still_in_the_press_says_so(desk: Tools, town: Place) -> None:
    owner = await a_resident(desk)
    letter = await a_letter(desk, town, printed=False, resident_id=owner.id)
    async with a_browser(desk, town, cookies=owner.cookies) as mine:
        page = await mine.get(f"/letters/{letter.id}")
    assert page.status_code == 409
    assert "正在盖章" in page.text


async def test_a_picture_is_shown_in_place_only_when_asked_and_runs_nothing(
    desk: Tools, town: Place
) -> None:
    owner = await a_resident(desk)
    async with desk.database.transaction(town.standing()) as session:
        document, _ = await keep_upload(
            session, desk, hostile.encoded("PNG"), owner_kind="draft", owner_id=uuid4(),
            purpose="photo", filename="现场.png", by=OFFICER, resident_id=owner.id,
        )  # fmt: skip
    async with a_browser(desk, town, cookies=owner.cookies) as mine:
        saved = await mine.get(f"/documents/{document.id}")
        shown = await mine.get(f"/documents/{document.id}?look=1")
    assert saved.headers["content-disposition"].startswith("attachment;")
    assert shown.headers["content-disposition"].startswith("inline;")
    assert shown.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert shown.headers["content-type"] == "image/png"
    assert saved.content == shown.content


async def test_officers_see_letters_of_their_own_township_only(
    desk: Tools, database: Database, town: Place
) -> None:
    letter = await a_letter(desk, town, resident_id=uuid4())
    path = f"/workbench/letters/{letter.id}"
    here = await an_officer(desk, town, permissions=["case:read"])
    idle = await an_officer(desk, town)
    elsewhere = await a_township(database, await a_county(database))
    there = await an_officer(desk, elsewhere, permissions=["case:read"])
    async with a_browser(desk, town, cookies=here.cookies) as browser:
        assert (await browser.get(path)).status_code == 200
    async with a_browser(desk, town, cookies=idle.cookies) as browser:
        assert (await browser.get(path)).status_code == 403
    async with a_browser(desk, elsewhere, cookies=there.cookies) as browser:
        assert (await browser.get(path)).status_code == 404


async def test_a_signed_address_works_as_long_as_it_says(desk: Tools, town: Place) -> None:
    store, key, soon = desk.files, new_key(town.tenant_id, "incoming"), timedelta(minutes=5)
    put = await store.presigned_put(
        town.tenant_id, key, max_size=10, media_type="image/png", expires=soon
    )
    late = await store.presigned_put(
        town.tenant_id, key, max_size=10, media_type="image/png", expires=-soon
    )
    async with a_browser(desk, town) as browser:
        png = {"content-type": "image/png"}
        assert (await browser.put(put.url, content=b"12345678901", headers=png)).status_code == 413
        assert (await browser.put(late.url, content=b"123", headers=png)).status_code == 403
        html = {"content-type": "text/html"}
        assert (await browser.put(put.url, content=b"123", headers=html)).status_code == 403
        assert (await browser.get(put.url)).status_code == 403
        assert (await browser.put(put.url, content=b"123", headers=png)).status_code == 204
        get = await store.presigned_get(town.tenant_id, key, filename="照片.png", expires=soon)
        given = await browser.get(get.url)
        assert given.content == b"123"
        assert "%E7%85%A7" in given.headers["content-disposition"]
        assert (await browser.put(get.url, content=b"x", headers=png)).status_code == 403
        assert (await browser.get("/files/rubbish.rubbish")).status_code == 403
