"""Notices at the portal: read by everybody while they are up, objected to in confidence."""

from __future__ import annotations

from datetime import timedelta

import httpx

from jointhall.cases.notices import Objection
from jointhall.kernel.who import NOBODY
from jointhall.people import sign_ins
from tests.builders import hostile
from tests.builders.crossing import Scene
from tests.builders.noticed import OBJECTOR, heard, looked_at, posted
from tests.builders.pages import link_named, read, words_of
from tests.builders.people import AT_HOME, SignedInResident, a_resident
from tests.builders.sheets_noticed import CARD, NAME, PHONE
from tests.builders.web import a_browser, follow, send


async def a_notice(scene: Scene) -> tuple[str, str]:
    """A running notice: the case's number and its own."""
    number = await posted(scene)
    return number, (await looked_at(scene, number))[1].number


def once(page: httpx.Response) -> str:
    field = read(page).find("input", {"name": "submission_id"})
    assert field is not None
    return str(field["value"])


async def object_to(
    browser: httpx.AsyncClient, notice: str, *, words: str = "他家有两台收割机", **also: str
) -> httpx.Response:
    asked = await browser.get(f"/notices/{notice}/objection")
    fields = {"name": OBJECTOR, "words": words, "submission_id": once(asked)} | also
    return await send(browser, f"/notices/{notice}/objection", fields)


async def test_everybody_reads_what_is_up_and_nothing_that_names_anybody_whole(
    noticed: Scene,
) -> None:
    _case, number = await a_notice(noticed)
    async with a_browser(noticed.tools, noticed.here) as browser:
        listed = words_of(await browser.get("/notices"))
        assert "还有 3 天" in listed
        assert number in listed
        page = words_of(await browser.get(f"/notices/{number}"))
    for words in ("临时救助公示", "欧**三", "430321********0012", "138****5678", "村务公开栏",
                  "拟给予临时救助", "11月19日（周四）"):  # fmt: skip
        assert words in page
    assert not any(secret in listed + page for secret in (NAME, CARD, PHONE))


async def test_after_its_days_the_page_says_it_has_ended_and_shows_nobody(noticed: Scene) -> None:
    _case, number = await a_notice(noticed)
    noticed.tools.clock.move_on(timedelta(days=4))  # type: ignore[attr-defined]
    async with a_browser(noticed.tools, noticed.here) as browser:
        page = words_of(await browser.get(f"/notices/{number}"))
        listed = words_of(await browser.get("/notices"))
        assert "这份公示已经结束" in page
        assert not any(shown in page + listed for shown in ("欧**三", "430321", "138****"))
        assert "现在没有正在公示的" in listed
        assert (await browser.get(f"/notices/{number}x")).status_code == 404


async def test_a_neighbouring_townships_door_does_not_have_it(noticed: Scene) -> None:
    _case, number = await a_notice(noticed)
    async with a_browser(noticed.tools, noticed.there) as browser:
        assert (await browser.get(f"/notices/{number}")).status_code == 404
        assert number not in (await browser.get("/notices")).text


async def test_the_countys_door_leads_to_its_townships(noticed: Scene) -> None:
    async with a_browser(noticed.tools, noticed.county) as browser:
        listed = await browser.get("/notices")
        assert link_named(listed, noticed.here.name) == f"{noticed.here.prefix}/notices"


async def test_an_objection_is_sent_once_and_answered_in_the_same_place(noticed: Scene) -> None:
    case, number = await a_notice(noticed)
    neighbour = await a_resident(noticed.tools)
    async with a_browser(noticed.tools, noticed.here, cookies=neighbour.cookies) as browser:
        asked = await browser.get(f"/notices/{number}/objection")
        assert "申请人看不到" in words_of(asked)
        fields = {"name": OBJECTOR, "words": "不实", "submission_id": once(asked)}
        photo = {"file": ("收割机.jpg", hostile.encoded("JPEG", hostile.photo((90, 90))))}
        sent = await send(browser, f"/notices/{number}/objection", fields, files=photo)
        again = await send(browser, f"/notices/{number}/objection", fields)
        assert sent.headers["location"] == again.headers["location"]
        receipt = words_of(await follow(browser, sent.headers["location"]))
        assert f"请记下编号 {number}-1" in receipt
        assert "收割机.jpg" in receipt
        await heard(noticed, case, Objection(number=f"{number}-1"), "dismissed")
        told = words_of(await follow(browser, sent.headers["location"]))
        assert "异议不成立" in told
        assert "到他家看过了" in told


async def test_nobody_else_opens_an_objection(noticed: Scene) -> None:
    _case, number = await a_notice(noticed)
    neighbour = await a_resident(noticed.tools)
    async with a_browser(noticed.tools, noticed.here, cookies=neighbour.cookies) as browser:
        await object_to(browser, number)
    applicant = await _applicant(noticed)
    for someone in (applicant, await a_resident(noticed.tools)):
        async with a_browser(noticed.tools, noticed.here, cookies=someone.cookies) as browser:
            assert (await browser.get(f"/objections/{number}-1")).status_code == 404
    async with a_browser(noticed.tools, noticed.here) as browser:
        assert "/sign-in" in (await browser.get(f"/objections/{number}-1")).headers["location"]


async def test_what_is_missing_is_said_by_its_field_and_what_was_typed_stays(
    noticed: Scene,
) -> None:
    _case, number = await a_notice(noticed)
    neighbour = await a_resident(noticed.tools)
    async with a_browser(noticed.tools, noticed.here, cookies=neighbour.cookies) as browser:
        refused = await object_to(browser, number, words="", name="肖桂芳阿姨")
        assert refused.status_code == 422
        assert "请写哪里不对" in words_of(refused)
        assert "肖桂芳阿姨" in refused.text
        asked = await browser.get(f"/notices/{number}/objection")
        fields = {"name": OBJECTOR, "words": "不实", "submission_id": once(asked)}
        bad = {"file": ("a.exe", b"MZ\x90\x00")}
        refused = await send(browser, f"/notices/{number}/objection", fields, files=bad)
        assert refused.status_code == 422
        assert "不实" in refused.text
        garbage = {"name": OBJECTOR, "words": "x" * 5000, "submission_id": "'"}
        assert (await send(browser, f"/notices/{number}/objection", garbage)).status_code == 422


async def test_the_applicant_and_the_late_are_told_what_to_do_instead(noticed: Scene) -> None:
    _case, number = await a_notice(noticed)
    applicant = await _applicant(noticed)
    async with a_browser(noticed.tools, noticed.here, cookies=applicant.cookies) as browser:
        own = await browser.get(f"/notices/{number}/objection")
        assert own.status_code == 409
        assert "您自己申请的公示" in words_of(own)
        # Signed in, the notice is the same for them as for everybody.
        assert "欧**三" in words_of(await browser.get(f"/notices/{number}"))
    noticed.tools.clock.move_on(timedelta(days=4))  # type: ignore[attr-defined]
    neighbour = await a_resident(noticed.tools)
    async with a_browser(noticed.tools, noticed.here, cookies=neighbour.cookies) as browser:
        late = await browser.get(f"/notices/{number}/objection")
        assert late.status_code == 409
        assert "已经结束" in words_of(late)


async def test_the_applicant_sees_the_days_left_on_the_line_of_stations(noticed: Scene) -> None:
    case, _number = await a_notice(noticed)
    applicant = await _applicant(noticed)
    async with a_browser(noticed.tools, noticed.here, cookies=applicant.cookies) as browser:
        page = words_of(await browser.get(f"/cases/{case}"))
    assert "公示中，还有 3 天" in page
    assert "公示到11月19日（周四）" in page


async def _applicant(scene: Scene) -> SignedInResident:
    """The applicant with a session of their own."""
    async with scene.tools.database.transaction(NOBODY) as session:
        token = await sign_ins.open_for_resident(
            session, scene.resident_id, browser=AT_HOME, now=scene.tools.clock.now()
        )
    return SignedInResident(scene.resident_id, "", token)
