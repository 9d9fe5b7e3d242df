"""What others ask goes to the office of ours that can answer it."""

from __future__ import annotations

from sqlalchemy import select

from jointhall.cases.steps import Referral
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import send


async def test_another_office_of_ours_answers(hall: Hall) -> None:
    case = await hall.asked()
    other = await an_officer(
        hall.tools, hall.there, name="曾国强", roles=["reviewer"], offices=["nongye"]
    )
    async with hall.tools.database.transaction(hall.there.standing(), read_only=True) as session:
        referral = await session.scalar(select(Referral))
    assert referral is not None
    path = f"/workbench/referrals/{referral.id}"
    async with hall.at(hall.neighbour) as browser:
        assert "转给本单位别的站所" in words_of(await browser.get(path))
        untold = await send(browser, f"{path}/transfer", {"to": "office:nongye", "why": " "})
        assert untold.status_code == 422
        assert "请写一句为什么" in words_of(untold)
        gone = await send(browser, f"{path}/transfer", {"to": "office:nongye", "why": "归农业办"})
        assert gone.status_code == 303
        late = await send(browser, f"{path}/answer", {"vote": "agree"})
        assert late.status_code == 403
    async with hall.at(other) as browser:
        assert case.title in words_of(await browser.get("/workbench"))
        told = await send(browser, f"{path}/answer", {"vote": "agree"}, follow=True)
        assert told.status_code == 200
