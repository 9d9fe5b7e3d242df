"""An applicant at a window, and the officer there who fills in for them, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.cases import ALLOWANCE
from tests.builders.pages import read
from tests.builders.people import a_phone
from tests.builders.web import CSRF_COOKIE, send

WHO = {
    "came": "self", "applicant": "周秋生", "id_number": "430321194303080025",
}  # fmt: skip
AGENT = {
    "came": "kin", "agent": "周琴", "agent_id_number": "430321196505120012",
    "agent_phone": "13900001111", "ground": "女儿，看过户口本和委托书",
}  # fmt: skip
ANSWERS: dict[str, str] = {
    "for_whom": "self", "registered_here": "yes", "village": "日华村五组",
    "other_allowance": "no", "bank_card": "6217995510000123454", "promise": "yes",
}  # fmt: skip


async def begun(
    browser: httpx.AsyncClient, there: Place, *, item: str = ALLOWANCE, **who: str
) -> str:
    """The address of a new intake for this township."""
    said = {**WHO, "phone": a_phone(), "town": there.slug, **who}
    answer = await send(browser, f"/workbench/intakes/new/{item}", said)
    assert answer.status_code == 303, answer.text
    return "/workbench/intakes/" + answer.headers["location"].rpartition("/")[2]


async def filled(
    browser: httpx.AsyncClient, path: str, answers: Mapping[str, str] = ANSWERS
) -> httpx.Response:
    """Every page of the form, as far as it goes; the last answer."""
    for _turn in range(12):
        page = read(await browser.get(f"{path}/form"))
        answer = await typed(browser, path, page, answers)
        if answer.status_code != 303 or answer.headers["location"].endswith("/check"):
            return answer
    raise AssertionError("the form does not end")


async def typed(
    browser: httpx.AsyncClient, path: str, page: Any, answers: Mapping[str, str], **more: str
) -> httpx.Response:
    """One page of the form sent, with a photograph or a PDF wherever one is asked for."""
    form = page.select_one("form.intake-form")
    said: dict[str, Any] = {"_csrf_token": browser.cookies.get(CSRF_COOKIE, "")}
    files: list[Any] = []
    for one in form.select("input, select, textarea"):
        name, kind = str(one.get("name") or ""), one.get("type")
        if not name or name == "_csrf_token":
            continue
        if kind == "file":
            is_pdf = "image" not in str(one.get("accept", ""))
            there = one.find_parent(class_="intake-q").select(".intake-paper")
            if not there:
                content = hostile.pdf() if is_pdf else hostile.encoded("JPEG")
                files.append((name, ("纸.pdf" if is_pdf else "照.jpg", content)))
        elif name in answers:
            said[name] = answers[name]
        elif kind not in ("radio", "checkbox") or one.has_attr("checked"):
            said[name] = one.get("value", "") if one.name != "textarea" else one.get_text()
    return await browser.post(f"{path}/form", data={**said, **more}, files=files or None)


async def taken_in(
    browser: httpx.AsyncClient, there: Place, *, left: bool = False, **who: str
) -> str:
    """An old-age allowance taken in and sent; the address of its intake."""
    path = await begun(browser, there, **who)
    await filled(browser, path)
    page = read(await browser.get(f"{path}/check"))
    said = {"agreed": "yes", "serve_by": "window"}
    if (day := page.select_one('input[name="day"]')) is not None:
        said |= {"how": "in_person", "day": str(day["value"])}
    if left:
        said |= {str(one["name"]): "left" for one in page.select('input[name^="m-"]')}
    answer = await send(browser, f"{path}/submission", said)
    assert answer.status_code == 303, answer.text
    return path
