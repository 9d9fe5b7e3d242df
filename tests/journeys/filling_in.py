"""How people fill in the two items of the demo county, one question a page."""

from __future__ import annotations

import secrets
from typing import Any

from tests.builders.files import a_pdf, a_photo
from tests.builders.walk import Walk

PDF = {"name": "用地协议.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
PHOTO = {"name": "IMG_0107.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}


YES_NO = {"是": "yes", "否": "no"}
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def farmland(phone: str, area: str = "3.5") -> dict[str, Any]:
    """Ground that lies in two townships; lists tell cases apart by their area."""
    return {
        "who": "农户",
        "applicant_name": "周秋生",
        "id_number": "430321196505120012",
        "phone": phone,
        "purpose": "种植",
        "townships": ["花石镇", "茶恩寺镇"],
        "village": "天马村三组，水库东边",
        "area": f"{area.translate(WIDE)} 亩",
        "basic_farmland": "不占",
        "use_period": ("2026-12-01", "2036-11-30"),
        "agreement_file": PDF,
        "plan_file": PHOTO,
        "notice_photo": PHOTO,
        "promise": True,
    }


def an_area() -> str:
    """An area nobody else in this run has, as lists show it."""
    return f"{secrets.randbelow(800) + 100}.{secrets.randbelow(9) + 1}"


def allowance(phone: str) -> dict[str, Any]:
    """For a mother of eighty-three."""
    return {
        "for_whom": "替家里老人办",
        "applicant_name": "罗菊英",
        "id_number": "430321194303080025",
        "registered_here": "是",
        "village": "罗汉村五组",
        "other_allowance": "否",
        "bank_card": "6217 9955 1000 0123 454",
        "card_photo": PHOTO,
        "agent_name": "周琴",
        "relation": "子女",
        "phone": phone,
        "promise": True,
    }


def asked(walk: Walk) -> str:
    """The code of the question on the page; `check` after the last."""
    return walk.path.rsplit("/", 1)[-1]


async def put(walk: Walk, code: str, answer: Any) -> None:
    """Fills the page in without sending it."""
    page = walk.page
    if isinstance(answer, dict):
        await page.locator(f"input[name={code}]").set_input_files(answer)
    elif isinstance(answer, tuple):
        await page.locator(f"[name={code}-from]").fill(answer[0])
        await page.locator(f"[name={code}-until]").fill(answer[1])
    elif isinstance(answer, list):
        for words in answer:
            await walk.choose(words)
    elif answer is True:
        await page.locator(f"input[name={code}]").check()
    elif answer in YES_NO:
        await page.locator(f"input[name={code}][value={YES_NO[answer]}]").check()
    elif await page.locator(f"input[type=radio][name={code}]").count():
        label = page.locator("label.choice").filter(has=page.locator("span", has_text=answer))
        await label.first.click()
    else:
        await page.locator(f"[name={code}]").fill(answer)


async def answer_all(
    walk: Walk,
    answers: dict[str, Any],
    *,
    until: str = "check",
    looks: dict[str, str] | None = None,
) -> list[str]:
    """Answers question after question until this one; what was asked, in order."""
    went: list[str] = []
    while (code := asked(walk)) != until:
        assert code not in went, f"{code} came twice: {await walk.words()}"
        went.append(code)
        if looks and code in looks:
            await walk.look(looks[code])
        await put(walk, code, answers[code])
        await walk.submit()
    return went
