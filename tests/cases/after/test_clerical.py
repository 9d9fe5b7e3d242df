"""A slip of the pen is mended by a new letter; the old one's code says so; no decision changes."""

from __future__ import annotations

import pytest

from jointhall.cases.after.clerical import mend, mendable
from jointhall.cases.after.deliveries import Wish
from jointhall.cases.after.wishes import Served
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case
from jointhall.documents.models import Letter
from jointhall.documents.queries import letter_of
from jointhall.documents.verification import verdict_on_code
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.who import Actor
from tests.builders.decided import a_decided_case, deliveries, letters, now
from tests.builders.halls import Hall
from tests.builders.pages import words_of
from tests.builders.people import a_resident
from tests.builders.web import a_browser, send

LEADER = Actor("officer", None, "何卫东", "领导班子")


async def mended(
    hall: Hall, case: Case, letter: Letter, wrong: str, right: str, why: str = "打字打错"
) -> None:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        held = await hold_case(session, case.id)
        found = await letter_of(session, letter.id)
        await mend(
            session, hall.tools, hall.here, held, found, wrong=wrong, right=right, why=why,
            by=LEADER,
        )  # fmt: skip
    await hall.work_off()


async def a_letter(hall: Hall, case: Case, kind: str = "granted") -> Letter:
    return (await letters(hall.tools, hall.here, case, kind))[-1]


async def verdict(hall: Hall, letter: Letter) -> str:
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        return (await verdict_on_code(session, letter.verify_code)).standing.value


async def test_a_new_letter_takes_its_place_and_says_the_same_but_for_the_slip(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    old = await a_letter(hall, case)
    name = old.told["addressee"]
    await mended(hall, case, old, name, name + "甲")
    new = await a_letter(hall, case)
    assert new.told["addressee"] == name + "甲"
    assert new.told["text"] == old.told["text"]
    assert (await verdict(hall, old), await verdict(hall, new)) == ("superseded", "genuine")
    (notice,) = await letters(hall.tools, hall.here, case, "clerical")
    assert f"“{name}”更正为“{name}甲”" in notice.told["text"]
    assert (await now(hall.tools, hall.here, case)).status == "closed"
    # The new letter and the notice were brought online as the first was.
    assert [one.status for one in await deliveries(hall.tools, hall.here, case)] == ["done"] * 3
    with pytest.raises(Refusal, match="已经失效"):
        await mended(hall, case, old, name, "乙")


async def test_what_was_not_brought_yet_is_not_brought_any_more(hall: Hall) -> None:
    resident = await a_resident(hall.tools)
    case = await a_decided_case(
        hall.tools, hall.here, served=Served(Wish.WINDOW), resident_id=resident.id
    )
    old = await a_letter(hall, case)
    await mended(hall, case, old, old.told["addressee"], "周秋声")
    async with a_browser(hall.tools, hall.here, cookies=resident.cookies) as browser:
        mine = words_of(await browser.get(f"/cases/{case.number}"))
    assert "有笔误，换了新的，这份不要再用" in mine
    assert "可以带身份证到窗口取" in mine
    by_letter = {one.letter_id: one.status for one in await deliveries(hall.tools, hall.here, case)}
    new = await a_letter(hall, case)
    assert (by_letter[old.id], by_letter[new.id]) == ("called_off", "waiting")
    assert (await now(hall.tools, hall.here, case)).status == "granted"


@pytest.mark.parametrize(
    ("wrong", "right", "field"),
    [
        ("", "甲", "wrong"),
        ("这几个字里面没有", "甲", "wrong"),
        ("，", "、", "wrong"),
        ("同意", "不同意", "right"),
        ("长" * 101, "甲", "wrong"),
    ],
)
async def test_what_is_no_slip_is_refused(hall: Hall, wrong: str, right: str, field: str) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    letter = await a_letter(hall, case)
    if wrong == "同意":
        # The words in which this letter decides, with enough around them to be there once.
        text = letter.told["text"]
        at = next(i for word in ("准予", "同意", "批准") if (i := text.find(word)) >= 0)
        wrong, right = text[at - 2 : at + 6], text[at - 2 : at] + "不予" + text[at + 2 : at + 6]
    with pytest.raises(BadForm) as bad:
        await mended(hall, case, letter, wrong, right)
    assert field in bad.value.troubles
    assert await verdict(hall, letter) == "genuine"


async def test_at_the_desk(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    letter = await a_letter(hall, case)
    path = f"/workbench/cases/{case.number}/clerical"
    async with hall.at(hall.leader) as browser:
        assert letter.title in words_of(await browser.get(path))
        chosen = await browser.get(f"{path}?letter={letter.id}")
        assert letter.told["text"][:10] in words_of(chosen)
        bad = await send(browser, path, {"letter": str(letter.id), "wrong": "没有", "why": "错了"})
        assert bad.status_code == 422
        fields = {
            "letter": str(letter.id), "wrong": letter.told["addressee"], "right": "周秋声",
            "why": "名字打错",
        }  # fmt: skip
        done = await send(browser, path, fields, follow=True)
        assert "更正了" in words_of(done)
        twice = await send(browser, path, fields)
        assert twice.status_code == 409
    async with hall.at(hall.clerk) as browser:
        assert (await browser.get(path)).status_code == 403


async def test_receipts_and_records_are_not_mended(hall: Hall) -> None:
    case = await a_decided_case(hall.tools, hall.here)
    async with hall.tools.database.transaction(hall.here.standing()) as session:
        found = await mendable(session, await hold_case(session, case.id))
    assert {one.kind for one in found} == {"acceptance", "granted"}
