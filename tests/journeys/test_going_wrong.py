"""What goes wrong is said in plain words, beside the field, with everything kept."""

from __future__ import annotations

from typing import Any

from tests.builders.files import PROGRAM, a_pdf
from tests.builders.walk import Walk
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import answer_all, asked, farmland
from tests.journeys.signing_in import a_phone, sign_in_resident, texted


async def test_a_wrong_code_and_a_wrong_number(walk: Walks) -> None:
    phone = a_phone()
    async with walk("phone") as resident:
        await resident.go("/t/huashi/sign-in")
        await resident.page.locator("[autocomplete=tel]").fill("12345")
        await resident.submit()
        await _says(resident, "11 位", kept={"phone": "12345"})
        await resident.look("sign-in-wrong")
        await resident.page.locator("[autocomplete=tel]").fill(f" {phone[:3]} {phone[3:]} ")
        await resident.submit()
        right = await texted(resident, phone)
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        await resident.page.locator("[autocomplete=one-time-code]").fill(wrong)
        await resident.submit()
        await _says(resident, "对不上")
        await resident.look("sign-in-code-wrong")
        await resident.page.locator("[autocomplete=one-time-code]").fill(right)
        await resident.submit()
        assert resident.path != "/t/huashi/sign-in/code"


async def test_empty_answers_and_files_that_are_not_taken(walk: Walks) -> None:
    phone = a_phone()
    answers = farmland(phone)
    async with walk("phone") as resident:
        await resident.go("/t/huashi/apply/facility_farmland")
        await sign_in_resident(resident, phone)
        await resident.submit()
        await resident.submit()
        await _says(resident, "选")
        await resident.look("question-choice-empty")
        await answer_all(resident, answers, until="id_number")
        await _wrong(resident, "430321196505120013", "对", name="question-id-wrong")
        await answer_all(resident, answers, until="area")
        await _wrong(resident, "三亩多", "数字")
        await answer_all(resident, answers, until="use_period")
        await resident.page.locator("[name=use_period-from]").fill("2036-11-30")
        await resident.page.locator("[name=use_period-until]").fill("2026-12-01")
        await resident.submit()
        await _says(resident, "早")
        await resident.look("question-period-wrong")
        await answer_all(resident, answers, until="agreement_file")
        await resident.submit()
        await _says(resident, "")
        for name, body, word in [
            ("协议.pdf", PROGRAM, "PDF"),
            ("协议.pdf", a_pdf(script="app.alert(1)"), "脚本"),
            ("空的.pdf", b"", "空"),
        ]:
            await resident.page.locator("input[type=file]").set_input_files(_file(name, body))
            await resident.submit()
            assert asked(resident) == "agreement_file"
            await _says(resident, word)
            if word == "脚本":
                await resident.look("question-file-refused")
        await answer_all(resident, answers)


async def test_who_may_not_have_it_is_told_at_once(walk: Walks) -> None:
    phone = a_phone()
    async with walk("phone") as resident:
        await resident.go("/t/huashi/apply/old_age_allowance")
        await sign_in_resident(resident, phone)
        await resident.submit()
        answers: dict[str, Any] = {
            "for_whom": "替自己办", "applicant_name": "周秋生", "id_number": "430321197011010045",
        }  # fmt: skip
        await answer_all(resident, answers, until="stop")
        assert "80" in await resident.words()
        await resident.look("stop")


async def test_pages_that_are_not_there(walk: Walks) -> None:
    async with walk("phone") as somebody:
        await somebody.go("/t/huashi/nothing-here")
        await somebody.look("not-here")
        await somebody.go("/t/nowhere/")
        await somebody.look("no-such-place")
        await somebody.go("/t/huashi/search?q=航天飞机")
        assert "0731-5555 0107" in await somebody.words()
        await somebody.look("search-nothing")
        await somebody.go("/t/huashi/workbench")
        await somebody.look("desk-sign-in")
        for name in ("items", "pages/help", "pages/privacy", "pages/accessibility"):
            await somebody.go(f"/t/huashi/{name}")
            await somebody.look(name.rpartition("/")[2])
        await somebody.go("/design")
        await somebody.look("design")


async def _wrong(resident: Walk, value: str, says: str, *, name: str = "") -> None:
    code = asked(resident)
    await resident.page.locator(f"[name={code}]").fill(value)
    await resident.submit()
    assert asked(resident) == code
    await _says(resident, says, kept={code: value})
    if name:
        await resident.look(name)


async def _says(resident: Walk, words: str, *, kept: dict[str, str] | None = None) -> None:
    """The summary and the field say the same; the title says that something is wrong."""
    assert (await resident.page.title()).startswith("错误：")
    summary = (await resident.page.locator("[data-alarm] li").first.inner_text()).strip()
    beside = (await resident.page.locator("main form .error").first.inner_text()).strip()
    assert words in summary, summary
    assert beside.removeprefix("错误：").strip() == summary
    for name, value in (kept or {}).items():
        assert await resident.page.locator(f"[name={name}]").input_value() == value


def _file(name: str, body: bytes) -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": body}
