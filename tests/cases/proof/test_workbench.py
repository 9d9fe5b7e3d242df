"""Either side takes what it holds of a case along, and anybody can check it."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from jointhall.cases.after.passing import pass_on
from jointhall.cases.models import Case
from jointhall.cases.queries import case_numbered
from jointhall.cases.steps import Referral
from jointhall.exchange.bundle.verify_bundle import published_in, verify
from jointhall.kernel.who import Actor
from tests.builders.bundles import an_answered_case, parts_of, taken
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import send
from tests.builders.window import taken_in


async def test_the_handling_side_takes_everything_along(hall: Hall, tmp_path: Path) -> None:
    case = await an_answered_case(hall)
    async with hall.at(hall.leader) as browser:
        page = f"/workbench/cases/{case.number}/bundle"
        assert "办理历史" in words_of(await browser.get(page))
        bundle = await taken(browser, page, tmp_path / "bundle.zip")
        shown = words_of(await browser.get(f"/workbench/cases/{case.number}"))
        published = published_in((await browser.get("/keys.json")).json())
        keys = words_of(await browser.get("/keys"))
    found = verify(bundle, published)
    assert found["number"] == case.number
    assert (found["envelopes"], found["receipts"]) == (2, 2)
    assert found["papers"] >= 3
    assert found["letters"] == 2
    assert found["lines"] >= 5
    assert "导出了凭证包" in shown
    assert hall.there.name in keys
    assert "签发印章的机构" in keys


async def test_the_side_that_was_asked_takes_only_what_it_was_shown(
    hall: Hall, tmp_path: Path
) -> None:
    await an_answered_case(hall)
    head = await an_officer(
        hall.tools, hall.there, name="刘志国", roles=["decider"], offices=["lingdao"]
    )
    async with hall.tools.database.transaction(hall.there.standing(), read_only=True) as session:
        referral = await session.scalar(select(Referral))
    assert referral is not None
    async with hall.at(head) as browser:
        page = f"/workbench/referrals/{referral.id}/bundle"
        assert "导出凭证包" in words_of(await browser.get(f"/workbench/referrals/{referral.id}"))
        await browser.get(page)
        bundle = await taken(browser, page, tmp_path / "bundle.zip")
    found = verify(bundle)
    assert (found["papers"], found["letters"], found["lines"]) == (2, 0, 0)
    whole = b"".join(parts_of(bundle).values())
    assert b"430321196505120012" not in whole
    assert b"13812345678" not in whole
    assert json.loads(parts_of(bundle)["dossier.json"])["case_number"] == referral.case_number


async def test_the_window_that_took_it_in_proves_what_it_did(hall: Hall, tmp_path: Path) -> None:
    window = await an_officer(
        hall.tools, hall.there, roles=["counter"], permissions=["exchange:export"],
        offices=["zhengwu"],
    )  # fmt: skip
    async with hall.at(window) as browser:
        path = await taken_in(browser, hall.here, left=True)
        await hall.work_off()
        await browser.get(f"{path}/bundle")
        bundle = await taken(browser, f"{path}/bundle", tmp_path / "bundle.zip")
        draft = await taken_in(browser, hall.there)
        assert (await send(browser, f"{draft}/bundle")).status_code == 404
    found = verify(bundle)
    assert (found["envelopes"], found["papers"], found["letters"]) == (2, 0, 2)
    whole = b"".join(parts_of(bundle).values())
    assert b"6217995510000123454" not in whole
    assert b"430321194303080025" not in whole


async def test_a_case_taken_in_elsewhere_proves_where_it_came_from(
    hall: Hall, tmp_path: Path
) -> None:
    window = await an_officer(hall.tools, hall.there, roles=["counter"], offices=["zhengwu"])
    async with hall.at(window) as browser:
        await taken_in(browser, hall.here)
    await hall.work_off()
    async with hall.tools.database.transaction(hall.here.standing(), read_only=True) as session:
        number = (await session.scalars(select(Case))).one().number
    desk = await an_officer(
        hall.tools, hall.here, permissions=["exchange:export", "case:read"],
        offices=["zhengwu", "lingdao", "minzheng"],
    )  # fmt: skip
    async with hall.at(desk) as browser:
        bundle = await taken(browser, f"/workbench/cases/{number}/bundle", tmp_path / "b.zip")
    assert verify(bundle)["envelopes"] == 2


async def test_both_ends_of_a_case_that_was_passed_on_hold(hall: Hall, tmp_path: Path) -> None:
    case = await hall.filed()
    by = Actor("officer", None, "谭建辉", "便民服务中心")
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await case_numbered(session, case.number, hold=True)
        await pass_on(
            session, hall.tools, hall.here, held, to=hall.there.division_code, why="归那里管。",
            by=by,
        )  # fmt: skip
    await hall.work_off()
    for place in (hall.here, hall.there):
        desk = await an_officer(
            hall.tools, place, permissions=["exchange:export", "case:read"],
            offices=["zhengwu", "lingdao", "ziran"],
        )  # fmt: skip
        async with hall.at(desk) as browser:
            path = f"/workbench/cases/{case.number}/bundle"
            found = verify(await taken(browser, path, tmp_path / f"{place.slug}.zip"))
        assert (found["envelopes"], found["papers"], found["gone"]) == (2, 3, 0)


async def test_who_sees_only_a_part_takes_nothing(hall: Hall) -> None:
    case = await hall.asked()
    half = await an_officer(
        hall.tools, hall.here, roles=["reviewer"], permissions=["exchange:export"],
        offices=["ziran"],
    )  # fmt: skip
    async with hall.at(half) as browser:
        answer = await send(browser, f"/workbench/cases/{case.number}/bundle")
    assert answer.status_code == 403
    assert "只有受理或决定这件的站所能导出" in words_of(answer)
