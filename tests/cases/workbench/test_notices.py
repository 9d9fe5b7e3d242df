"""Notices at the desk: how long still, proof that they hung, objections to those who hear them."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

import httpx

from tests.builders import hostile
from tests.builders.crossing import Scene
from tests.builders.noticed import OBJECTOR, acts_of, looked_at, objected, posted, wake
from tests.builders.pages import action_of, link_named, words_of
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.web import a_browser, follow, send


async def hearer(scene: Scene, *, office: str = "minzheng") -> SignedInOfficer:
    return await an_officer(
        scene.tools, scene.here, name="谭军", roles=["reviewer"], offices=[office]
    )


def at(scene: Scene, officer: SignedInOfficer) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return a_browser(scene.tools, scene.here, cookies=officer.cookies)


async def test_what_is_up_is_listed_with_its_days_and_its_words_as_they_hang(
    noticed: Scene,
) -> None:
    case, notice = await looked_at(noticed, await posted(noticed))
    async with at(noticed, await hearer(noticed)) as browser:
        listed = await browser.get("/workbench/notices")
        assert "公示中，还有 3 天" in words_of(listed)
        page = await follow(browser, link_named(listed, "临时救助公示"))
        said = words_of(page)
        assert notice.content_hash in said
        assert "欧**三" in said
        assert "还在公示" in said
        on_case = words_of(await browser.get(f"/workbench/cases/{case.number}"))
        assert notice.number in on_case
        over = await browser.get("/workbench/notices?which=over")
        assert "这里还没有" in words_of(over)


async def test_a_photo_of_the_board_is_kept_as_proof_and_what_is_none_is_refused(
    noticed: Scene,
) -> None:
    number = await posted(noticed)
    _case, notice = await looked_at(noticed, number)
    path = f"/workbench/notices/{notice.number}"
    async with at(noticed, await hearer(noticed)) as browser:
        for files in ({}, {"proof": ("a.exe", b"MZ\x90")}):
            refused = await send(browser, f"{path}/proof", files=files)
            assert refused.status_code == 422
        photo = {"proof": ("公示栏.jpg", hostile.encoded("JPEG", hostile.photo((90, 90))))}
        kept = await send(browser, f"{path}/proof", files=photo, follow=True)
        assert "张贴凭证登记好了" in words_of(kept)
        shown = await follow(browser, link_named(kept, "公示栏.jpg"))
        assert shown.headers["content-type"] == "image/jpeg"
    assert "notice.proven" in await acts_of(noticed, number)


async def test_an_objection_waits_on_the_desk_that_hears_it_and_is_answered_there(
    noticed: Scene,
) -> None:
    number = await posted(noticed)
    objection = await objected(noticed, number)
    async with at(noticed, await hearer(noticed)) as browser:
        desk = await browser.get("/workbench")
        assert "核实异议" in words_of(desk)
        page = await browser.get(f"/workbench/objections/{objection.number}")
        said = words_of(page)
        assert OBJECTOR in said
        assert "他家有两台收割机" in said
        assert "期满以前核实，最少给一个工作日" in said
        assert "公示期里提的异议，公示期满前核实" in said
        refused = await send(browser, f"/workbench/objections/{objection.number}/answer")
        assert refused.status_code == 422
        assert "请选异议成立还是不成立" in words_of(refused)
        fields = {"verdict": "dismissed", "reasons": "收割机是借来的"}
        told = await send(
            browser, f"/workbench/objections/{objection.number}/answer", fields, follow=True
        )
        assert "答复了，提异议的人会收到短信" in words_of(told)
        late = await send(browser, f"/workbench/objections/{objection.number}/answer", fields)
        assert late.status_code == 409
        assert "核实异议" not in words_of(await browser.get("/workbench"))
        journal = await acts_of(noticed, number)
    assert "objection.answered" in journal


async def test_who_does_not_hear_it_neither_reads_nor_answers(noticed: Scene) -> None:
    number = await posted(noticed)
    objection = await objected(noticed, number)
    _case, notice = await looked_at(noticed, number)
    async with at(noticed, await hearer(noticed, office="nongye")) as browser:
        page = await browser.get(f"/workbench/objections/{objection.number}")
        assert page.status_code == 403
        assert OBJECTOR not in page.text
        fields = {"verdict": "upheld", "reasons": "x"}
        answered = await send(browser, f"/workbench/objections/{objection.number}/answer", fields)
        assert answered.status_code == 403
        of_notice = words_of(await browser.get(f"/workbench/notices/{notice.number}"))
        assert "内容只给那里的人看" in of_notice
        assert "核实异议" not in words_of(await browser.get("/workbench"))


async def test_objections_are_not_answered_together(noticed: Scene) -> None:
    objection = await objected(noticed, await posted(noticed))
    async with at(noticed, await hearer(noticed)) as browser:
        fields = {"id": f"objection.{objection.id}", "act": "agree"}
        done = await send(browser, "/workbench/batch", fields, follow=True)
        assert "要在它自己的页面上办" in words_of(done)
        path = f"/workbench/objections/{objection.number}"
        assert action_of(await browser.get(path), "/answer")


async def test_what_an_objection_holds_says_so_and_what_is_over_is_listed_apart(
    noticed: Scene,
) -> None:
    number = await posted(noticed)
    objection = await objected(noticed, number)
    await wake(noticed, 4)
    async with at(noticed, await hearer(noticed)) as browser:
        listed = words_of(await browser.get("/workbench/notices"))
        assert "公示期满，还有 1 份异议在核实" in listed
        path = f"/workbench/objections/{objection.number}/answer"
        await send(browser, path, {"verdict": "upheld", "reasons": "属实"})
        assert "现在没有正在公示的" in words_of(await browser.get("/workbench/notices"))
        over = await browser.get("/workbench/notices?which=over")
        assert "有异议成立" in words_of(over)
        page = words_of(await follow(browser, link_named(over, "临时救助公示")))
        assert "自动撤下" in page
        assert "看居民看到的这一页" not in page
