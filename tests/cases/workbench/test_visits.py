"""A visit recorded on the phone: the form, its photos, and agreeing only afterwards."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import select

from jointhall.cases.answering import answer_task
from jointhall.cases.queries import case_numbered, tasks_of
from jointhall.cases.steps import Referral
from jointhall.cases.visiting import keep_words
from jointhall.cases.visits import Told, visit_of_task
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.draining import ALL, drain
from tests.builders import hostile
from tests.builders.crossing import OFFICER, Scene
from tests.builders.noticed import acts_of
from tests.builders.pages import action_of, link_named, words_of
from tests.builders.people import an_officer
from tests.builders.sheets_noticed import filed, taken_on
from tests.builders.web import a_browser, follow, send

WHOLE = {"who": "陈建、谭军", "went_on": "2026-11-16", "found": "家里四口人，与申请一致"}
WITH_PLACE = "geolocation=(self)"


async def test_it_is_recorded_with_photos_and_place_and_then_agreed_to(noticed: Scene) -> None:
    number = await filed(noticed)
    await taken_on(noticed, number, by=OFFICER)
    reviewer = await an_officer(
        noticed.tools, noticed.here, name="谭军", roles=["reviewer"], offices=["minzheng"]
    )
    path = f"/workbench/cases/{number}"
    async with a_browser(noticed.tools, noticed.here, cookies=reviewer.cookies) as browser:
        case = await browser.get(path)
        assert "先到场：入户，至少 2 人" in words_of(case)
        assert WITH_PLACE in case.headers["permissions-policy"]
        early = await post(browser, action_of(case, "/opinion"), {"vote": "agree"})
        assert early.status_code == 422
        assert "先到场看过" in words_of(early)
        photo = ("现场.jpg", hostile.encoded("JPEG", hostile.photo((90, 90))))
        few = WHOLE | {"who": "陈建", "lat": "27.75", "lng": "112.5"}
        alone = await post(browser, action_of(case, "/visit"), few, files={"photos": photo})
        assert alone.status_code == 422
        assert "2 个人一起去" in words_of(alone)
        assert "家里四口人" in alone.text
        assert "现场.jpg" in words_of(alone)  # the photo need not come again
        kept = await post(
            browser,
            action_of(case, "/visit"),
            WHOLE | {"lat": "27.75", "lng": "112.5"},
            follow=True,
        )
        said = words_of(kept)
        assert "到场情况记下了" in said
        assert "北纬 27.75000，东经 112.50000" in said
        shown = await follow(browser, link_named(kept, "现场.jpg"))
        assert shown.headers["content-type"] == "image/jpeg"
        agreed = await post(browser, action_of(kept, "/opinion"), {"vote": "agree"}, follow=True)
        assert "意见交了" in words_of(agreed)
        assert "家里四口人" in words_of(agreed)
        late = await post(browser, action_of(case, "/visit"), WHOLE)
        assert late.status_code == 409
    assert "visit.recorded" in await acts_of(noticed, number)


async def test_a_wrong_photo_is_taken_out_again(noticed: Scene) -> None:
    number = await filed(noticed)
    await taken_on(noticed, number, by=OFFICER)
    reviewer = await an_officer(
        noticed.tools, noticed.here, roles=["reviewer"], offices=["minzheng"]
    )
    async with a_browser(noticed.tools, noticed.here, cookies=reviewer.cookies) as browser:
        case = await browser.get(f"/workbench/cases/{number}")
        photo = {"photos": ("别家.jpg", hostile.encoded("JPEG", hostile.photo((90, 90))))}
        kept = await post(browser, action_of(case, "/visit"), WHOLE, files=photo, follow=True)
        photo_id = link_named(kept, "别家.jpg").partition("?")[0].rpartition("/")[2]
        without = await post(
            browser, action_of(case, "/visit"), WHOLE | {"drop": photo_id}, follow=True
        )
        assert "别家.jpg" not in words_of(without)


async def test_an_office_that_was_asked_something_else_does_not_read_what_was_found(
    noticed: Scene,
) -> None:
    number = await filed(noticed, large=True)
    await taken_on(noticed, number, by=OFFICER)
    await _gone(noticed, number)
    farmer = await an_officer(noticed.tools, noticed.here, roles=["reviewer"], offices=["nongye"])
    async with a_browser(noticed.tools, noticed.here, cookies=farmer.cookies) as browser:
        page = await browser.get(f"/workbench/cases/{number}")
        assert "您这一步不用看" in words_of(page)
        assert "门口有三只狗" not in page.text
        assert WITH_PLACE not in page.headers.get("permissions-policy", "")


async def test_what_another_tenant_asks_to_look_at_is_recorded_before_the_answer(
    noticed: Scene,
) -> None:
    number, tools, county = await filed(noticed, large=True), noticed.tools, noticed.county
    await taken_on(noticed, number, by=OFFICER)
    await _gone(noticed, number)
    async with tools.database.transaction(noticed.here.standing()) as session:
        for task in await tasks_of(session, await case_numbered(session, number)):
            await answer_task(
                session, tools, noticed.here, task, vote="agree", opinion="", by=OFFICER
            )
    await drain(tools, county.tenant_id, queues=ALL - {"messages"})
    async with tools.database.transaction(county.standing(), read_only=True) as session:
        referral = await session.scalar(select(Referral).where(Referral.status == "open"))
        assert referral is not None
    bureau = await an_officer(tools, county, roles=["bureau_reviewer"], offices=["xian_minzheng"])
    path = f"/workbench/referrals/{referral.id}"
    async with a_browser(tools, county, cookies=bureau.cookies) as browser:
        page = await browser.get(path)
        assert "先到场：踏勘，至少 1 人" in words_of(page)
        early = await post(browser, action_of(page, "/answer"), {"vote": "agree"})
        assert early.status_code == 422
        empty = await post(browser, action_of(page, "/visit"), {"found": "看过了"})
        assert empty.status_code == 422
        assert "看过了" in empty.text
        photo = {"photos": ("地块.jpg", hostile.encoded("JPEG", hostile.photo((90, 90))))}
        kept = await post(browser, action_of(page, "/visit"), WHOLE, files=photo, follow=True)
        assert "到场情况记下了，可以答复了" in words_of(kept)
        shown = await follow(browser, link_named(kept, "地块.jpg"))
        assert shown.headers["content-type"] == "image/jpeg"
        answered = await post(browser, action_of(page, "/answer"), {"vote": "agree"}, follow=True)
        assert "答复交了" in words_of(answered)
    await drain(tools, county.tenant_id, queues=ALL - {"messages"})
    clerk = await an_officer(tools, noticed.here, roles=["decider"], offices=["lingdao"])
    async with a_browser(tools, noticed.here, cookies=clerk.cookies) as browser:
        case = await browser.get(f"/workbench/cases/{number}")
        assert "到场：踏勘" in words_of(case)
        assert "与申请一致" in words_of(case)


async def _gone(scene: Scene, number: str) -> None:
    """The home visit made and recorded."""
    async with scene.tools.database.transaction(scene.here.standing()) as session:
        for task in await tasks_of(session, await case_numbered(session, number)):
            visit = await visit_of_task(session, task.id)
            if visit is not None:
                today = on_which_day(scene.tools.clock.now())
                told = Told(("陈建", "谭军"), "门口有三只狗")
                keep_words(scene.tools, visit, told, went_on=today, by=OFFICER)


async def post(
    browser: httpx.AsyncClient, href: str, fields: dict[str, str], **also: Any
) -> httpx.Response:
    """Sends to an address as it stands in a page."""
    return await send(browser, str(browser.base_url.join(href)), fields, **also)
