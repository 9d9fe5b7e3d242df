"""A letter brought by a person: each way with its own day, and a record of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from jointhall.cases.after import bringing
from jointhall.cases.after.announcing import notice_over, put_up
from jointhall.cases.after.deliveries import Delivery, Wish, hold_delivery
from jointhall.cases.after.wishes import Served
from jointhall.cases.enclosed import Photo
from jointhall.cases.masking import masked_name
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case
from jointhall.kernel.jobs import later
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.who import Actor
from tests.builders import hostile
from tests.builders.decided import a_decided_case, acts, deliveries, letters, now
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import a_resident
from tests.builders.web import a_browser, send

CLERK = Actor("officer", None, "谭建辉", "便民服务中心")
PAPER = Served(Wish.WINDOW)
SLIP = Photo(hostile.encoded("JPEG", hostile.photo((320, 240))), "回证.jpg")


async def a_waiting(hall: Hall) -> tuple[Case, Delivery]:
    case = await a_decided_case(hall.tools, hall.here, served=PAPER)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    return case, delivery


ACTS = {
    "window": bringing.hand_over,
    "left": bringing.leave,
    "post": bringing.post,
    "signed": bringing.signed_for,
    "returned": bringing.come_back,
    "notice": put_up,
}


async def brought(
    hall: Hall,
    case: Case,
    act: str,
    told: Mapping[str, str],
    *,
    slip: Photo | None = None,
    on: date | None = None,
) -> None:
    tools, place = hall.tools, hall.here
    async with tools.database.transaction(place.standing()) as session:
        held = await hold_case(session, case.id)
        (one,) = await deliveries(tools, place, case)
        delivery = await hold_delivery(session, one.id, case_id=case.id)
        said = bringing.Bringing(place, held, delivery, CLERK, told, slip, on)
        await ACTS[act](session, tools, said)
    await hall.work_off()


SIGNED = {"signer": "周秋生", "relation": "self"}
LEFT = {"where": "日华村五组家门口", "why": "说不认这个决定，不肯签。", "witnesses": "村干部张某"}
POSTED = {"carrier": "邮政", "tracking": "EB123456789CN"}
NOTICE = {"why": "电话停机，家中无人，村里不知去向。", "where": "村务公开栏"}


@pytest.mark.parametrize(("act", "told"), [("window", SIGNED), ("left", LEFT)])
async def test_over_the_counter_or_left_it_counts_that_day(
    hall: Hall, act: str, told: dict[str, str]
) -> None:
    case, _ = await a_waiting(hall)
    await brought(hall, case, act, told, slip=SLIP)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.way, delivery.effective_on) == (act, date(2026, 11, 16))
    assert (await now(hall.tools, hall.here, case)).status == "closed"
    (record,) = await letters(hall.tools, hall.here, case, "delivery")
    assert delivery.record_id == record.id
    assert next(iter(told.values())) in record.told["text"]
    with pytest.raises(Refusal, match="刚有人记过"):
        await brought(hall, case, act, told)


async def test_by_post_it_counts_from_the_day_it_was_signed_for(hall: Hall) -> None:
    case, _ = await a_waiting(hall)
    await brought(hall, case, "post", POSTED)
    assert (await now(hall.tools, hall.here, case)).status == "granted"
    hall.tools.clock.move_on(timedelta(days=5))
    for wrong in (None, date(2026, 11, 15), date(2026, 11, 22)):
        with pytest.raises(BadForm) as bad:
            await brought(hall, case, "signed", {"signer": "周秋生"}, on=wrong)
        assert list(bad.value.troubles) == ["on"]
    await brought(hall, case, "signed", {"signer": "周秋生"}, on=date(2026, 11, 18))
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.way, delivery.effective_on) == ("post", date(2026, 11, 18))
    assert delivery.told(hall.tools.secrets)["tracking"] == POSTED["tracking"]
    assert (await now(hall.tools, hall.here, case)).status == "closed"


async def test_what_the_post_brings_back_is_brought_another_way(hall: Hall) -> None:
    case, before = await a_waiting(hall)
    await brought(hall, case, "post", POSTED)
    await brought(hall, case, "returned", {"why": "地址没有这个人。"})
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.status, delivery.way, delivery.due_on) == ("waiting", None, before.due_on)
    await brought(hall, case, "window", SIGNED)
    assert (await now(hall.tools, hall.here, case)).status == "closed"


async def test_a_notice_counts_after_thirty_days_by_itself(hall: Hall) -> None:
    case, _ = await a_waiting(hall)
    await brought(hall, case, "notice", NOTICE)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.status, delivery.ends_on) == ("under_way", date(2026, 12, 16))
    hall.tools.clock.move_on(timedelta(days=29))
    await _ring(hall, case, delivery)
    assert (await now(hall.tools, hall.here, case)).status == "granted"
    hall.tools.clock.move_on(timedelta(days=2))
    await _ring(hall, case, delivery)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.way, delivery.effective_on) == ("notice", date(2026, 12, 16))
    assert (await now(hall.tools, hall.here, case)).status == "closed"


async def test_everybody_reads_the_notice_masked_and_only_while_it_hangs(hall: Hall) -> None:
    case, _ = await a_waiting(hall)
    name = hall.tools.secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed)
    told = {**NOTICE, "where": f"{name}家门口，电话13812345678"}
    await brought(hall, case, "notice", told)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    number = delivery.told(hall.tools.secrets)["notice"]
    async with a_browser(hall.tools, hall.here) as browser:
        listed = words_of(await browser.get("/notices"))
        page = words_of(await browser.get(f"/delivery-notices/{number}"))
    assert number in listed
    for said in (listed, page):
        assert name not in said
        assert masked_name(name) in said
        assert case.number not in said
    assert "13812345678" not in page
    assert "12月16日" in page
    async with a_browser(hall.tools, hall.there) as browser:
        assert (await browser.get(f"/delivery-notices/{number}")).status_code == 404
    async with hall.at(hall.clerk) as browser:
        shown = words_of(await browser.get(f"/workbench/cases/{case.number}/delivery"))
    assert "打开过 1 次" in shown
    hall.tools.clock.move_on(timedelta(days=31))
    await _ring(hall, case, delivery)
    async with a_browser(hall.tools, hall.here) as browser:
        assert number not in words_of(await browser.get("/notices"))
        gone = words_of(await browser.get(f"/delivery-notices/{number}"))
    assert "这份公告已经结束" in gone
    assert masked_name(name) not in gone
    (record,) = await letters(hall.tools, hall.here, case, "delivery")
    assert f"公告编号：{number}" in record.told["text"]
    assert "网上打开次数：1 次" in record.told["text"]


async def test_a_notice_comes_down_when_its_letter_is_taken_online(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await a_decided_case(hall.tools, hall.here, served=PAPER, resident_id=resident.id)
    await brought(hall, case, "notice", NOTICE)
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    number = delivery.told(hall.tools.secrets)["notice"]
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        assert "公告送达" in words_of(await browser.get(f"/cases/{case.number}"))
        await send(browser, f"/cases/{case.number}/delivery", {"sure": "yes"})
        assert "已经结束" in words_of(await browser.get(f"/delivery-notices/{number}"))


async def _ring(hall: Hall, case: Case, delivery: Delivery) -> None:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        await later(session, notice_over, delivery_id=str(delivery.id), case_id=str(case.id))
    await hall.work_off()


@pytest.mark.parametrize(
    ("act", "told", "missing"),
    [
        ("window", {}, {"signer", "relation"}),
        ("left", {"where": "家", "why": "不签"}, {"witnesses"}),
        ("post", {"carrier": "邮政"}, {"tracking"}),
        ("notice", {"where": "村里"}, {"why"}),
        ("window", {**SIGNED, "signer": "长" * 301}, {"signer"}),
    ],
)
async def test_each_way_says_what_it_needs(
    hall: Hall, act: str, told: dict[str, str], missing: set[str]
) -> None:
    case, _ = await a_waiting(hall)
    with pytest.raises(BadForm) as bad:
        await brought(hall, case, act, told)
    assert set(bad.value.troubles) == missing


async def test_at_the_desk_and_at_home(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await a_decided_case(
        hall.tools,
        hall.here,
        served=Served(Wish.POST, "周秋生 日华村五组"),
        resident_id=resident.id,
    )
    path = f"/workbench/cases/{case.number}/delivery"
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    async with hall.at(hall.clerk) as browser:
        assert case.number in words_of(await browser.get("/workbench/deliveries"))
        assert "送达文书" in words_of(await browser.get("/workbench"))
        shown = words_of(await browser.get(path))
        assert "申请人要寄纸质的" in shown
        assert "日华村五组" in shown
        fields = {"act": "post", "delivery": str(delivery.id), "post_carrier": "邮政"}
        bad = await send(browser, path, fields)
        assert (bad.status_code, "写快递单号" in words_of(bad)) == (422, True)
        done = await send(browser, path, {**fields, "post_tracking": "EB1"}, follow=True)
        assert "记下了" in words_of(done)
        assert "寄出了，等签收" in words_of(done)
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        mine = words_of(await browser.get(f"/cases/{case.number}"))
        assert "决定书寄出了，请留意签收" in mine
        nothing = await send(browser, f"/cases/{case.number}/delivery", {})
        assert nothing.status_code == 422
        taken = await send(browser, f"/cases/{case.number}/delivery", {"sure": "yes"}, follow=True)
        assert "收到了，算送达了" in words_of(taken)
    assert (await now(hall.tools, hall.here, case)).status == "closed"
    async with hall.at(hall.clerk) as browser:
        late = await send(browser, path, {**fields, "post_tracking": "EB1"})
        assert (late.status_code, "刚有人记过" in words_of(late)) == (409, True)
        record = await send(browser, path, {"act": "record", "delivery": str(delivery.id)})
        assert record.status_code == 303
    assert len(await letters(hall.tools, hall.here, case, "delivery")) == 1


async def test_opening_the_letter_is_taking_it(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await a_decided_case(hall.tools, hall.here, served=PAPER, resident_id=resident.id)
    (letter,) = await letters(hall.tools, hall.here, case, "granted")
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        assert (await browser.get(f"/letters/{letter.id}")).status_code == 200
        assert (await browser.get(f"/letters/{letter.id}")).status_code == 200
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.way, delivery.status) == ("online", "done")
    assert delivery.shown_at is not None


async def test_the_wish_is_said_anew_until_somebody_has_set_out(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await a_decided_case(hall.tools, hall.here, served=PAPER, resident_id=resident.id)
    path = f"/cases/{case.number}/wish"
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        assert path in (await browser.get(f"/cases/{case.number}")).text
        bad = await send(browser, path, {"serve_by": "post", "serve_to": ""})
        assert (bad.status_code, "请写收件人" in words_of(bad)) == (422, True)
        assert (await send(browser, path, {"serve_by": "pigeon"})).status_code == 422
        fields = {"serve_by": "post", "serve_to": "周秋生 日华村五组"}
        done = await send(browser, path, fields, follow=True)
        assert "改好了：寄给我" in words_of(done)
    lines = await acts(hall.tools, hall.here, case)
    assert lines.count("case.served_otherwise") == 1
    async with hall.at(hall.clerk) as desk:
        shown = words_of(await desk.get(f"/workbench/cases/{case.number}/delivery"))
    assert "申请人要寄纸质的" in shown
    assert "日华村五组" in shown
    await brought(hall, case, "post", POSTED)
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        late = await send(browser, path, {"serve_by": "window"})
        assert (late.status_code, "不能再改" in words_of(late)) == (409, True)


async def test_who_agrees_to_online_after_all_is_served_with_what_lies_ready(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await a_decided_case(hall.tools, hall.here, served=PAPER, resident_id=resident.id)
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        page = words_of(await browser.get(f"/cases/{case.number}/wish"))
        assert "现在就算送到" in page
        await send(browser, f"/cases/{case.number}/wish", {"serve_by": "online"})
    (delivery,) = await deliveries(hall.tools, hall.here, case)
    assert (delivery.way, delivery.status) == ("online", "done")
    assert (await now(hall.tools, hall.here, case)).status == "closed"


async def test_another_household_cannot_take_it(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here, served=PAPER)
    stranger = await a_resident(hall.tools)
    async with a_browser(hall.tools, hall.here, cookies=stranger.cookies) as browser:
        told = await send(browser, f"/cases/{case.number}/delivery", {"sure": "yes"})
    assert told.status_code == 404
    assert (await now(hall.tools, hall.here, case)).status == "granted"
