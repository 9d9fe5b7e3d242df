"""From draft to edition: no error, every local fact confirmed, and never one person alone."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import publish_library
from jointhall.service_items.library import library
from jointhall.service_items.queries import edition_of, published_in
from tests.builders.editing import BASE, CODE, DRAFT, Office, an_office, begin, type_in
from tests.builders.pages import words_of
from tests.builders.web import send

REVIEW = f"{DRAFT}/review"


async def confirm_all(office: Office) -> None:
    for number in range(5):
        done = await send(office.first, f"{BASE}/confirmations",
                          {"number": str(number), "of": "draft", "note": "问过民政局"})  # fmt: skip
        assert done.status_code == 303


async def version_of(tools: Tools, office: Office) -> str:
    async with tools.database.transaction(office.county.standing(), read_only=True) as session:
        asked = text("select version from item_drafts where code = :code order by version desc")
        return str(await session.scalar(asked, {"code": CODE}))


async def test_two_people_publish_what_was_checked_and_confirmed(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        await type_in(office.first, "guide", 承诺办结时限__n="12")
        early = await send(office.first, REVIEW)
        assert early.status_code == 409
        assert "没有核对" in words_of(early)
        await confirm_all(office)
        assert (await send(office.first, REVIEW)).status_code == 303
        alone = await send(office.first, f"{DRAFT}/approval",
                           {"version": await version_of(tools, office)})  # fmt: skip
        assert alone.status_code == 409
        assert "两个人" in words_of(alone)
        shown = words_of(await office.second.get(REVIEW))
        assert "12个工作日" in shown
        assert "问过民政局" in shown
        agreed = await send(office.second, f"{DRAFT}/approval",
                            {"version": await version_of(tools, office)})  # fmt: skip
        assert agreed.headers["location"].endswith("told=published")
        journal = words_of(await office.first.get("/console/journal?act=item"))
        assert "同意发布事项“高龄津贴”，送审的是唐若水" in journal
        async with tools.database.transaction(office.county.standing()) as session:
            (item,) = [one for one in await published_in(session) if one.code == CODE]
            assert item.origin == "console"
            assert str((await edition_of(session, CODE, item.edition)).promised_limit).startswith(
                "12"
            )
            # What comes with us does not overwrite it, at no start.
            await publish_library(session, office.county, library(), who=SYSTEM)
            (after,) = [one for one in await published_in(session) if one.code == CODE]
            assert after.edition == item.edition
        page = words_of(await office.first.get(BASE))
        assert "唐若水送审，方秀英同意发布" in page
        assert "随程序来的新版" not in page


async def test_it_comes_back_with_a_reason_and_can_be_taken_back(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        await type_in(office.first, "guide", 承诺办结时限__n="12")
        await confirm_all(office)
        await send(office.first, REVIEW)
        silent = await send(office.second, f"{DRAFT}/return", {"reason": "  "})
        assert silent.status_code == 422
        assert "写一句为什么" in words_of(silent)
        back = await send(office.second, f"{DRAFT}/return", {"reason": "12天做不到，问过吗？"})
        assert back.status_code == 303
        assert "12天做不到" in words_of(await office.first.get(DRAFT))
        await send(office.first, REVIEW)
        await send(office.first, REVIEW, {"take_back": "yes"})
        assert "12天做不到" not in words_of(await office.first.get(DRAFT))


async def test_a_change_takes_the_confirmation_away(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        await confirm_all(office)
        assert "还没核对" not in words_of(await office.first.get(REVIEW))
        await type_in(office.first, "guide", 承诺办结时限__n="12")
        assert "改过，要重新核对" in words_of(await office.first.get(REVIEW))
        again = await send(office.second, f"{BASE}/confirmations", {"number": "2", "of": "draft"})
        assert again.status_code == 303
        assert "方秀英" in words_of(await office.first.get(REVIEW))
        await send(office.second, f"{BASE}/confirmations",
                   {"number": "2", "of": "draft", "taken_back": "yes"})  # fmt: skip
        assert "还没核对" in words_of(await office.first.get(REVIEW))
        assert (
            await send(office.first, f"{BASE}/confirmations", {"number": "77"})
        ).status_code == 404


async def test_an_error_keeps_it_from_being_sent(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        await type_in(office.first, "guide", 承诺办结时限__n="很快")
        answer = await send(office.first, REVIEW)
        assert answer.status_code == 409
        assert "处错" in words_of(answer)


async def test_the_approver_agrees_to_what_they_saw(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        await confirm_all(office)
        await send(office.first, REVIEW)
        seen = await version_of(tools, office)
        await send(office.first, REVIEW, {"take_back": "yes"})
        await type_in(office.first, "guide", 一句话="悄悄改了。")
        await send(office.first, REVIEW)
        answer = await send(office.second, f"{DRAFT}/approval", {"version": seen})
        assert answer.status_code == 409
        assert "又改过了" in words_of(answer)


async def test_the_database_holds_the_two_people_apart(tools: Tools) -> None:
    async with an_office(tools) as office:
        await begin(office.first)
        with pytest.raises(DBAPIError, match="two_people"):
            async with tools.database.transaction(office.county.standing()) as session:
                await session.execute(
                    text("update item_drafts set status = 'published', sent_by_id = id,"
                         " decided_by_id = id")
                )  # fmt: skip
