"""What the two scripts add in a browser, and what they never keep."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, Route, async_playwright

from jointhall.web.pages import STATIC

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HALL = "https://hall.test"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'none'; form-action 'self'"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

FORM = """<form method="post" action="/sent" data-draft="7/area">
<label>亩<input name="area" id="f-area"></label>
<label>谁<input type="radio" name="who" value="self"></label>
<label>号<input name="id_number" data-sensitive></label>
<label>密<input name="word" type="password"></label>
<input type="hidden" name="_csrf_token" value="x">
<button data-busy="正在送出">继续</button></form>"""

QUEUE = """<input id="find"><form method="post"><table>
<tr data-row data-item="老"><td><input type="checkbox"></td><td><a href="#1">一</a></td></tr>
<tr data-row data-item="老"><td><input type="checkbox"></td><td><a href="#2">二</a></td></tr>
<tr data-row data-item="地"><td><input type="checkbox"></td><td><a href="#3">三</a></td></tr>
</table>
<div data-batch hidden><span data-count>0</span><button type="submit">同意</button>
<button type="button" data-clear>不选了</button></div></form>
<form method="post" data-act><label><input type="radio" name="act" data-key="a">同意</label>
<label><input type="radio" name="act" data-key="r">不同意</label><textarea data-opinion></textarea>
<button type="button" data-canned><kbd>1</kbd><span>符合规划，同意。</span></button></form>
<a data-go="t" href="#tasks">待办</a>"""


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def page_of(chromium: Browser, body: str, script: str) -> AsyncIterator[Page]:
    """One page under our policy; `/sent` answers late, so that a second press has its chance."""
    context = await chromium.new_context()
    page = await context.new_page()

    async def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HALL)
        if path.startswith("/static/"):
            await route.fulfill(
                body=(STATIC / script).read_text(encoding="utf-8"), content_type="text/javascript"
            )
        else:
            await route.fulfill(
                body=f"<!doctype html><meta charset=utf-8><main>{body}</main>"
                f'<script src="/static/{script}" data-found="找回来了"'
                ' data-offline="没有信号"></script>',
                content_type="text/html",
                headers={"content-security-policy": POLICY},
            )

    await page.route("**/*", answer)
    await page.goto(f"{HALL}/form")
    yield page
    await context.close()


async def test_two_presses_send_once(chromium: Browser) -> None:
    async with page_of(chromium, FORM, "portal.js") as page:
        posts: list[str] = []
        page.on("request", lambda request: posts.append(request.method))
        await page.evaluate(
            "() => { const b = document.querySelector('button'); b.click(); b.click(); }"
        )
        await page.wait_for_url(f"{HALL}/sent")
        assert posts.count("POST") == 1


async def test_what_was_typed_is_there_again_and_what_is_sensitive_is_not(
    chromium: Browser,
) -> None:
    async with page_of(chromium, FORM, "portal.js") as page:
        await page.fill("[name=area]", "3.5")
        await page.check("[name=who]")
        await page.fill("[name=id_number]", "430321195003080021")
        await page.fill("[name=word]", "secret")
        await page.wait_for_timeout(400)
        kept = await page.evaluate("JSON.stringify(localStorage)")
        assert "3.5" in kept
        assert "430321195003080021" not in kept
        assert "secret" not in kept
        await page.reload()
        assert await page.input_value("[name=area]") == "3.5"
        assert await page.is_checked("[name=who]")
        assert await page.input_value("[name=id_number]") == ""
        assert await page.inner_text("[data-said]") == "找回来了"


async def test_a_lost_line_holds_the_form_and_sends_it_when_it_is_back(chromium: Browser) -> None:
    async with page_of(chromium, FORM, "portal.js") as page:
        await page.fill("[name=area]", "3.5")
        await page.context.set_offline(True)
        await page.click("button")
        assert await page.inner_text("[data-said]") == "没有信号"
        assert page.url == f"{HALL}/form"
        await page.context.set_offline(False)
        await page.wait_for_url(f"{HALL}/sent")


async def test_keys_walk_choose_and_open(chromium: Browser) -> None:
    async with page_of(chromium, QUEUE, "desk.js") as page:
        await page.keyboard.press("j")
        await page.keyboard.press("j")
        assert await _marked(page) == "二"
        await page.keyboard.press("x")
        assert await page.is_visible("[data-batch]")
        assert await page.inner_text("[data-count]") == "1"
        await page.keyboard.press("k")
        assert await _marked(page) == "一"
        await page.keyboard.press("Enter")
        assert page.url.endswith("#1")
        await page.keyboard.press("Escape")
        assert await page.is_hidden("[data-batch]")


async def test_different_matters_are_not_decided_together(chromium: Browser) -> None:
    async with page_of(chromium, QUEUE, "desk.js") as page:
        boxes = page.locator("[data-row] input")
        await boxes.nth(0).check()
        await boxes.nth(1).check()
        assert await page.is_enabled("[data-batch] [type=submit]")
        await boxes.nth(2).check()
        assert await page.is_disabled("[data-batch] [type=submit]")


async def test_letters_choose_digits_write_and_slash_looks(chromium: Browser) -> None:
    async with page_of(chromium, QUEUE, "desk.js") as page:
        await page.keyboard.press("r")
        assert await page.is_checked("[data-key=r]")
        await page.keyboard.press("1")
        assert await page.input_value("textarea") == "符合规划，同意。"
        await page.keyboard.type("ja")
        assert await page.input_value("textarea") == "符合规划，同意。ja", "typing is not a command"
        await page.keyboard.press("Escape")
        await page.keyboard.press("/")
        assert await page.evaluate("document.activeElement.id") == "find"
        await page.keyboard.press("Escape")
        await page.keyboard.press("g")
        await page.keyboard.press("t")
        assert page.url.endswith("#tasks")


async def _marked(page: Page) -> str:
    return (await page.inner_text("[data-row].is-at")).strip()
