"""Either side takes what it holds of a case along, and anybody can check it."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from jointhall.cases.steps import Referral
from jointhall.exchange.bundle.verify_bundle import verify
from tests.builders.bundles import an_answered_case, parts_of, taken
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import send


async def test_the_handling_side_takes_everything_along(hall: Hall, tmp_path: Path) -> None:
    case = await an_answered_case(hall)
    async with hall.at(hall.leader) as browser:
        page = f"/workbench/cases/{case.number}/bundle"
        assert "办理历史" in words_of(await browser.get(page))
        bundle = await taken(browser, page, tmp_path / "bundle.zip")
        shown = words_of(await browser.get(f"/workbench/cases/{case.number}"))
        published = (await browser.get("/keys.json")).json()["keys"]
        keys = words_of(await browser.get("/keys"))
    trusted = {id: one["ed25519"] for id, one in published.items()}
    found = verify(bundle, trusted)
    assert found["number"] == case.number
    assert (found["envelopes"], found["receipts"]) == (2, 2)
    assert found["papers"] >= 3
    assert found["letters"] == 2
    assert found["lines"] >= 5
    assert "导出了凭证包" in shown
    assert hall.there.name in keys


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
