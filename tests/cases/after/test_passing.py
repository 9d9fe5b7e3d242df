"""A case that belongs elsewhere goes there whole, and its applicant keeps one link that works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jointhall.cases.after.passing import MOST_HOPS, pass_on
from jointhall.cases.after.passings import passings_of
from jointhall.cases.answers import answers_of
from jointhall.cases.history import broken_at
from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered, history_of
from jointhall.deadlines.queries import deadlines_of
from jointhall.documents.queries import documents_of
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.service_items.adoption.closing import Why, close_here
from jointhall.web.place import Place
from tests.builders.cases import a_submitted_case
from tests.builders.decided import acts, letters, now
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import a_resident
from tests.builders.web import a_browser, send

CLERK = Actor("officer", None, "谭建辉", "便民服务中心")


async def passed(hall: Hall, case: Case, place: Place, to: Place, why: str = "归那里管。") -> None:
    async with hall.tools.database.transaction(place.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        await pass_on(session, hall.tools, place, held, to=to.division_code, why=why, by=CLERK)
    await hall.work_off()


async def test_the_whole_case_arrives_with_number_day_papers_and_past(hall: Hall) -> None:
    case = await hall.filed()
    hall.tools.clock.move_on(timedelta(days=1))
    await passed(hall, case, hall.here, hall.there)
    there = await now(hall.tools, hall.there, case)
    assert (there.status, there.number, there.id) == ("submitted", case.number, case.id)
    assert (there.filed_at, there.updated_at) == (case.filed_at, case.filed_at)
    secrets = hall.tools.secrets
    assert answers_of(secrets, there) == answers_of(secrets, case)
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        held = await case_numbered(session, case.number)
        papers = await documents_of(session, "draft", case.id)
        (limit,) = [one for one in await deadlines_of(session, "case", case.id) if one.is_open]
        lines = await history_of(session, held)
    assert [line.act for line in lines] == ["case.submitted", "case.taken_over"]
    assert broken_at(lines) is None
    # The five days run from the day of the first receipt.
    assert (limit.key, limit.start_at) == ("acceptance", case.filed_at)
    assert papers
    for paper in papers:
        kept = await hall.tools.files.stat(hall.there.tenant_id, paper.store_key)
        assert kept.size == paper.size


async def test_the_applicant_is_told_when_it_is_taken_and_their_link_goes_on(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await hall.filed(resident_id=resident.id)
    await passed(hall, case, hall.here, hall.there)
    (letter,) = await letters(hall.tools, hall.here, case, "passed_on")
    assert hall.there.name in letter.told["text"]
    assert (await acts(hall.tools, hall.here, case))[-2:] == ["case.passed_on", "case.taken_there"]
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        gone = await browser.get(f"/cases/{case.number}")
        assert gone.headers["location"] == f"{hall.there.prefix}/cases/{case.number}"
        stays = await browser.get(f"/cases/{case.number}?stay=1")
        assert f"已经转给{hall.there.name}办" in words_of(stays)
        assert f"看在{hall.there.name}办到哪一步了" in words_of(stays)
        mine = words_of(await browser.get("/cases"))
        assert mine.count(case.number) == 1
        told = await send(browser, "/progress", {"number": case.number, "last4": "5678"})
        assert hall.there.name in words_of(told)
    async with a_browser(hall.tools, hall.there, cookies=resident.cookies) as browser:
        page = words_of(await browser.get(f"/cases/{case.number}"))
    assert "收下转来的" in page


async def test_what_stays_is_a_record_for_who_received_it_and_nobody_writes_to_it(
    hall: Hall,
) -> None:
    case = await hall.filed()
    base = f"/workbench/cases/{case.number}"
    await passed(hall, case, hall.here, hall.there)
    async with hall.at(hall.clerk) as browser:
        page = await browser.get(base)
        shown = words_of(page)
        assert f"这件在{hall.there.name}办，归那边管" in shown
        assert "转送告知书" in shown
        assert "填的和交的（存档" in shown
        for noun in ("notes", "talk", "watching", "copies", "extension"):
            assert f'{base}/{noun}"' not in page.text
        for noun, fields in (("notes", {"note": "再看看"}), ("talk", {"talk": "您好"})):
            late = await send(browser, f"{base}/{noun}", fields)
            assert (late.status_code, "只留存档" in words_of(late)) == (409, True)
            assert next(iter(fields.values())) in words_of(late)
        assert (await send(browser, f"{base}/watching", {})).status_code == 409
    async with hall.at(hall.leader) as browser:
        shown = words_of(await browser.get(base))
        assert "只有当时收件的站所能看" in shown
        assert "导出凭证包" not in shown
        paper = await browser.get(f"{base}/versions")
        assert "这件没有补正过" in words_of(paper)


async def test_what_the_other_side_does_not_take_comes_back_by_itself(hall: Hall) -> None:
    case = await hall.filed()
    async with hall.tools.database.transaction(hall.there.standing()) as session:
        moving = Why("办公室在搬家。", "请先到县里办。")
        await close_here(session, hall.there, case.item_code, moving, who=CLERK)
    await passed(hall, case, hall.here, hall.there)
    here = await now(hall.tools, hall.here, case)
    assert (here.status, here.closed_at, here.updated_at) == ("submitted", None, case.filed_at)
    assert await letters(hall.tools, hall.here, case, "passed_on") == []
    with pytest.raises(NotHere):
        await now(hall.tools, hall.there, case)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        (passing,) = await passings_of(session, here)
        limits = [one for one in await deadlines_of(session, "case", case.id) if one.is_open]
    assert (passing.status, hall.there.name in passing.returned_why) == ("returned", True)
    assert [one.start_at for one in limits] == [case.filed_at]


async def test_it_may_be_passed_back_and_not_round_for_ever(hall: Hall) -> None:
    case = await hall.filed()
    await passed(hall, case, hall.here, hall.there)
    await passed(hall, case, hall.there, hall.here, "地在你们那边。")
    assert (await now(hall.tools, hall.here, case)).status == "submitted"
    assert (await now(hall.tools, hall.there, case)).status == "passed_on"
    await passed(hall, case, hall.here, hall.there)
    assert (await now(hall.tools, hall.there, case)).status == "submitted"
    with pytest.raises(Refusal, match=f"已经转过{MOST_HOPS}次"):
        await passed(hall, case, hall.there, hall.here)
    done = await acts(hall.tools, hall.there, case)
    assert done.count("case.submitted") == 2  # filed, and once more when it came back
    assert broken_at(await _lines(hall, hall.there, case)) is None
    assert broken_at(await _lines(hall, hall.here, case)) is None


async def _lines(hall: Hall, place: Place, case: Case) -> list:  # type: ignore[type-arg]
    async with hall.tools.database.transaction(place.standing()) as session:
        return list(await history_of(session, await case_numbered(session, case.number)))


async def test_only_what_waits_may_go_and_only_with_place_and_reason(hall: Hall) -> None:
    case = await hall.filed()
    for to, why in ((hall.here, "归自己"), (hall.there, " "), (hall.there, "长" * 301)):
        with pytest.raises(BadForm):
            await passed(hall, case, hall.here, to, why)
    accepted = await hall.asked()
    with pytest.raises(Refusal, match="不能再这样办了"):
        await passed(hall, accepted, hall.here, hall.there)


async def test_at_the_desk(hall: Hall) -> None:
    case = await a_submitted_case(hall.tools, hall.here)
    path = f"/workbench/cases/{case.number}/passing"
    async with hall.at(hall.clerk) as browser:
        assert "收件日期不变" in words_of(await browser.get(path))
        bad = await send(browser, path, {"why": "归那里"})
        assert (bad.status_code, "请选转给哪里" in words_of(bad)) == (422, True)
        assert "归那里" in bad.text
        fields = {"to": hall.there.division_code, "why": "户口在那边。"}
        done = await send(browser, path, fields, follow=True)
        assert "转过去了" in words_of(done)
        late = await send(browser, path, fields)
        assert late.status_code == 409
