"""Taken in at one township's window for another: theirs with clock and papers, ours by a word."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from jointhall.cases.elsewhere.records import Handover, Intake
from jointhall.cases.models import Case
from jointhall.cases.queries import history_of
from jointhall.documents.models import Document
from jointhall.exchange.verifying import copies_of, flaws_alone, flaws_between
from jointhall.people.queries import resident_by_id
from jointhall.web.place import Place
from tests.builders.halls import Hall
from tests.builders.jobs import work_off
from tests.builders.pages import read, words_of
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.web import a_browser, send
from tests.builders.window import AGENT, taken_in


async def test_it_becomes_their_case_and_leaves_nothing_here_but_a_word(
    hall: Hall, window: SignedInOfficer
) -> None:
    async with hall.at(window) as browser:
        path = await taken_in(browser, hall.here, left=True, **AGENT)
        sent = words_of(await browser.get(path))
        assert "正在送过去" in sent
        assert "等对方签收" in sent
        await hall.work_off()
        stands = words_of(await browser.get(path))
        listed = words_of(await browser.get("/workbench/intakes?which=elsewhere"))
    intake, case = await _intake(hall), await _case(hall)
    assert case.number == intake.number
    assert (case.channel, case.status) == ("elsewhere", "submitted")
    assert "答案和材料这里已经删掉" in stands
    assert "等待受理" in stands
    assert case.number in listed
    assert intake.answers_sealed is None
    assert await _papers(hall, hall.there, case.id) == 0
    assert await _papers(hall, hall.here, case.id) > 0
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        told = [line.words for line in await history_of(session, case)]
    assert f"{hall.there.name}窗口代收，家里人替他来的" in told
    async with hall.at(hall.clerk) as browser:
        page = words_of(await browser.get(f"/workbench/cases/{case.number}"))
    assert "异地代收" in page
    await chains_hold(hall)


async def test_how_it_stands_there_comes_back_word_by_word(
    hall: Hall, window: SignedInOfficer
) -> None:
    path, case = await _arrived(hall, window)
    async with hall.at(hall.clerk) as browser:
        answer = await send(browser, f"/workbench/cases/{case.number}/acceptance")
        assert answer.status_code == 303, answer.text
    await hall.work_off()
    intake, accepted = await _intake(hall), await _case(hall)
    assert intake.case_words == "正在办理"
    assert intake.due_on == accepted.due_on
    async with hall.at(window) as browser:
        stands = await browser.get(path)
    assert "正在办理" in words_of(stands)
    assert "6217995510000123454" not in stands.text
    await chains_hold(hall)


async def test_papers_left_are_signed_for_and_what_is_missing_is_named(
    hall: Hall, window: SignedInOfficer
) -> None:
    path, case = await _arrived(hall, window, left=True)
    page = f"/workbench/cases/{case.number}/handover"
    async with hall.at(hall.clerk) as browser:
        waits = await browser.get("/workbench?act=originals")
        assert "等原件，签收" in words_of(waits)
        assert f'href="{hall.here.prefix}{page}"' in waits.text
        none = await send(browser, page)
        assert none.status_code == 422
        assert "就在哪样前面打勾" in words_of(none)
        boxes = read(await browser.get(page)).select('input[name="came"]')
        assert len(boxes) >= 2
        names = [str(one["value"]) for one in boxes]
        wrong = await send(browser, page, {"came": names[1:], "damaged": names[:1]})
        assert "没收到的不用写破损" in words_of(wrong)
        assert len(read(wrong).select("input[checked]")) == len(names)
        signed = await send(browser, page, {"came": names[1:], "damaged": names[1:2]})
        assert signed.status_code == 303, signed.text
        said = words_of(await browser.get(page))
        assert "没有收到" in said
        assert "收到了，有破损" in said
        case_page = words_of(await browser.get(f"/workbench/cases/{case.number}"))
        assert f"没有收到：{names[0]}；有破损：{names[1]}" in case_page
    await hall.work_off()
    assert (await _intake(hall)).originals_missing == names[:1]
    async with hall.at(hall.clerk) as browser:
        (rest,) = read(await browser.get(page)).select('input[name="came"]')
        late = await send(browser, page, {"came": [str(rest["value"])]})
        assert late.status_code == 303, late.text
        assert "待办 1 件" in words_of(await browser.get("/workbench")), "only its acceptance"
        again = await send(browser, page, {"came": [str(rest["value"])]})
        assert again.status_code == 409
        assert "已经签收过了" in words_of(again)
    async with hall.at(window) as browser:
        before = words_of(await browser.get(path))
        assert "对方没有收到" in before
        assert "对方收到了，有破损" in before
        await hall.work_off()
        stands = words_of(await browser.get(path))
    assert "对方没有收到" not in stands
    assert "签收" in stands


async def test_the_countys_window_takes_in_for_a_township(hall: Hall) -> None:
    window = await an_officer(hall.tools, hall.county, roles=["counter"])
    async with hall.at(window) as browser:
        choose = words_of(await browser.get("/workbench/intakes/new"))
        path = await taken_in(browser, hall.here)
        await hall.work_off()
        stands = words_of(await browser.get(path))
    case = await _case(hall)
    assert "能在这里收的" in choose
    assert "等待受理" in stands
    async with a_browser(hall.tools, hall.county) as browser:
        phone = await _phone(hall, case.resident_id)
        found = await send(browser, "/progress", {"number": case.number, "last4": phone[-4:]})
    assert hall.here.name in words_of(found)


async def test_what_came_from_other_windows_lies_in_one_list(
    hall: Hall, window: SignedInOfficer
) -> None:
    async with hall.at(hall.clerk) as browser:
        assert "会出现在这里" in words_of(await browser.get("/workbench/intakes?which=came"))
    async with hall.at(window) as browser:
        await taken_in(browser, hall.here)
        await taken_in(browser, hall.here, left=True)
    await hall.work_off()
    async with hall.at(hall.clerk) as browser:
        listed = words_of(await browser.get("/workbench/intakes?which=came"))
    assert listed.index("样没签收") < listed.index("没有")


async def test_they_may_send_it_back_with_the_reason(hall: Hall, window: SignedInOfficer) -> None:
    path, case = await _arrived(hall, window, left=True)
    page = f"/workbench/cases/{case.number}/handover"
    async with hall.at(hall.clerk) as browser:
        silent = await send(browser, f"{page}/return", {"words": " "})
        assert silent.status_code == 422
        back = await send(browser, f"{page}/return", {"words": "户口在湘乡，不归我们"})
        assert back.status_code == 303, back.text
        late = await send(browser, f"{page}/return", {"words": "再退一次"})
        assert late.status_code == 409
    await hall.work_off()
    assert (await _case(hall)).status == "not_accepted"
    async with hall.at(window) as browser:
        stands = words_of(await browser.get(path))
    assert "户口在湘乡，不归我们" in stands
    assert "请还给申请人" in stands
    await chains_hold(hall)


async def test_an_item_closed_there_meanwhile_comes_back_by_itself(
    hall: Hall, window: SignedInOfficer
) -> None:
    async with hall.at(window) as browser:
        path = await taken_in(browser, hall.here)
    leader = await an_officer(hall.tools, hall.here, roles=["decider"], offices=["lingdao"])
    async with hall.at(leader) as browser:
        shut = await send(
            browser, "/workbench/items/old_age_allowance/opening",
            {"open": "no", "why": "系统换代", "instead": "下月再来"},
        )  # fmt: skip
        assert shut.status_code in (200, 303), shut.text
    await hall.work_off()
    intake = await _intake(hall)
    assert intake.status == "returned"
    assert intake.answers_sealed is not None
    async with hall.at(window) as browser:
        assert "没有收" in words_of(await browser.get(path))


async def test_the_applicant_finds_it_in_one_list_and_by_its_number(
    hall: Hall, window: SignedInOfficer
) -> None:
    async with hall.at(window) as browser:
        await taken_in(browser, hall.here)
    intake = await _intake(hall)
    resident = await _resident(hall, intake.resident_id)
    async with a_browser(hall.tools, hall.county, cookies=resident) as browser:
        coming = words_of(await browser.get("/cases"))
    phone = await _phone(hall, intake.resident_id)
    async with a_browser(hall.tools, hall.there) as browser:
        asked = {"number": intake.number, "last4": phone[-4:]}
        on_its_way = words_of(await send(browser, "/progress", asked))
    assert "窗口替您收的" in coming
    assert intake.number in coming
    assert f"正在送往{hall.here.name}" in on_its_way
    await hall.work_off()
    async with a_browser(hall.tools, hall.county, cookies=resident) as browser:
        there = words_of(await browser.get("/cases"))
    async with a_browser(hall.tools, hall.there) as browser:
        found = words_of(await send(browser, "/progress", asked))
    assert "窗口替您收的" not in there
    assert intake.number in there
    assert hall.here.name in found
    assert "受理" in found


async def test_an_envelope_delivered_twice_makes_one_case(
    hall: Hall, window: SignedInOfficer, owner
) -> None:  # type: ignore[no-untyped-def]
    async with hall.at(window) as browser:
        await taken_in(browser, hall.here)
    await hall.work_off()
    await owner.execute("alter table outbox disable row level security")
    await owner.execute(
        "update outbox set done_at = null where county_id = $1", hall.county.tenant_id
    )
    await owner.execute("alter table outbox enable row level security")
    await work_off(hall.tools, hall.here, hall.there)
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        assert len((await session.scalars(select(Case))).all()) == 1
        assert len((await session.scalars(select(Handover))).all()) == 1
    await chains_hold(hall)


async def chains_hold(hall: Hall) -> None:
    sides = []
    for place in (hall.county, hall.here, hall.there):
        async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
            sides.append(await copies_of(session, place.tenant_id))
    for side in sides:
        assert flaws_alone(side, hall.tools.secrets) == []
    assert flaws_between(sides) == []


async def _arrived(hall: Hall, window: SignedInOfficer, *, left: bool = False) -> tuple[str, Case]:
    """Taken in at the neighbour's window: its page there, and the case it is here."""
    async with hall.at(window) as browser:
        path = await taken_in(browser, hall.here, left=left)
    await hall.work_off()
    return path, await _case(hall)


async def _intake(hall: Hall) -> Intake:
    async with hall.tools.database.transaction(hall.there.standing(), read_only=True) as session:
        return (await session.scalars(select(Intake))).one()


async def _case(hall: Hall) -> Case:
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        return (await session.scalars(select(Case))).one()


async def _papers(hall: Hall, place: Place, owner_id: UUID) -> int:
    async with hall.tools.database.transaction(place.standing(), read_only=True) as session:
        found = await session.scalars(select(Document).where(Document.owner_id == owner_id))
        return len(found.all())


async def _phone(hall: Hall, resident_id: UUID) -> str:
    standing = hall.there.standing(resident_id=resident_id)
    async with hall.tools.database.transaction(standing, read_only=True) as session:
        resident = await resident_by_id(session, resident_id)
    assert resident is not None
    return resident.phone(hall.tools.secrets)


async def _resident(hall: Hall, resident_id: UUID) -> dict[str, str]:
    from jointhall.people import sign_ins
    from jointhall.web.visit import RESIDENT_COOKIE
    from tests.builders.people import AT_HOME

    standing = hall.there.standing(resident_id=resident_id)
    async with hall.tools.database.transaction(standing) as session:
        token = await sign_ins.open_for_resident(
            session, resident_id, browser=AT_HOME, now=hall.tools.clock.now()
        )
    return {RESIDENT_COOKIE: token}
