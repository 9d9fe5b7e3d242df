"""A township changes its own door and pages, and nothing that is its county's."""

from __future__ import annotations

from jointhall.kernel.tools import Tools
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, send


async def test_its_phone_and_face_change_and_its_name_does_not(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database), name="花石镇")
    admin = await an_officer(tools, township, roles=["township_admin"])
    async with a_browser(tools, township, cookies=admin.cookies) as browser:
        fields = {"name": "县城", "phone": "0731-5555 0888", "colour": "#28497c"}
        assert (await send(browser, "/workbench/settings", fields)).status_code == 303
        shown = (await browser.get("/pages/help")).text
        assert "0731-5555 0888" in shown
        assert "花石镇" in shown
        assert "县城" not in shown
        assert "#28497c" in (await browser.get("/face.css")).text
        wrong = await send(browser, "/workbench/settings", {"colour": "#ffee88"})
        assert wrong.status_code == 422
        assert "太浅" in wrong.text


async def test_a_page_is_written_and_read_at_once(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    admin = await an_officer(tools, township, roles=["township_admin"])
    async with (
        a_browser(tools, township, cookies=admin.cookies) as browser,
        a_browser(tools, township) as anybody,
    ):
        before = await anybody.get("/pages/about")
        assert "办公时间和地点" in before.text
        fields = {
            "title": "关于我们",
            "body": "## 在哪里\n\n- 电话 {phone}\n- <b>集镇</b> {secret}",
        }
        where = "/workbench/settings/pages/about"
        assert (await send(browser, where, fields)).status_code == 303
        after = (await anybody.get("/pages/about")).text
        assert f"电话 {township.phone}" in after
        assert "&lt;b&gt;集镇" in after
        assert "{secret}" in after
        assert (await send(browser, where, {"title": "", "body": ""})).status_code == 422
        assert (await browser.get("/workbench/settings/pages/nothing")).status_code == 404


async def test_only_who_may_change_the_tenant(tools: Tools) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    counter = await an_officer(tools, township, roles=["counter"])
    async with a_browser(tools, township, cookies=counter.cookies) as browser:
        assert (await browser.get("/workbench/settings")).status_code == 403
        assert (await send(browser, "/workbench/settings", {"phone": "1"})).status_code == 403


async def test_the_list_to_go_live_takes_questions_from_other_subjects(tools: Tools) -> None:
    from jointhall.tenancy import checklist as lists

    async def asked(_session: object, _place: object) -> lists.Missing:
        return lists.Missing("还差 3 个", "/workbench/settings")

    lists.item("样件走到尾", asked)
    try:
        township = await a_township(tools.database, await a_county(tools.database))
        admin = await an_officer(tools, township, roles=["township_admin"])
        async with a_browser(tools, township, cookies=admin.cookies) as browser:
            shown = (await browser.get("/workbench/settings")).text
        assert "样件走到尾" in shown
        assert "还差 3 个" in shown
    finally:
        del lists._items["样件走到尾"]
