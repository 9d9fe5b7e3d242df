"""Extension, special procedures and ending at the desk: each a page, each a plain sentence."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

import httpx
import pytest

from jointhall.kernel.who import NOBODY
from jointhall.people.sign_ins import open_for_resident
from tests.builders import hostile
from tests.builders.coursed import letters, seen, started, under_way
from tests.builders.crossing import Scene
from tests.builders.pages import link_named, words_of
from tests.builders.people import AT_HOME, SignedInOfficer, SignedInResident, an_officer
from tests.builders.web import a_browser, follow, send

PHOTO = hostile.encoded("JPEG", hostile.photo((90, 90)))


async def clerk(scene: Scene) -> SignedInOfficer:
    return await an_officer(
        scene.tools, scene.here, name="谭建辉", roles=["counter"], offices=["zhengwu"]
    )


async def head(scene: Scene, *, name: str = "何卫东") -> SignedInOfficer:
    return await an_officer(
        scene.tools, scene.here, name=name, roles=["decider"], offices=["lingdao"]
    )


def at(scene: Scene, officer: SignedInOfficer) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    return a_browser(scene.tools, scene.here, cookies=officer.cookies)


async def test_an_extension_is_asked_for_at_one_desk_and_answered_at_another(
    coursed: Scene,
) -> None:
    number = await under_way(coursed)
    path = f"/workbench/cases/{number}"
    async with at(coursed, await clerk(coursed)) as browser:
        page = await follow(browser, link_named(await browser.get(path), "延期"))
        assert "12月7日（周一） → 改到 12月21日（周一）" in words_of(page)
        empty = await send(browser, f"{path}/extension", {"why": " "})
        assert empty.status_code == 422
        assert "请写清楚为什么按期办不完" in words_of(empty)
        done = await send(browser, f"{path}/extension", {"why": "要等回函"}, follow=True)
        assert "等负责人批" in words_of(done)
        again = await send(browser, f"{path}/extension", {"why": "要等回函"})
        assert again.status_code == 409
        assert "在等负责人批" in words_of(again)
        answered = await send(browser, f"{path}/extension/answer", {"answer": "grant"})
        assert answered.status_code == 403
    async with at(coursed, await head(coursed)) as browser:
        desk = await browser.get("/workbench")
        assert "批延期" in words_of(desk)
        page = await browser.get(f"{path}/extension")
        assert "批不批延期" in words_of(page)
        assert "要等回函" in words_of(page)
        none = await send(browser, f"{path}/extension/answer", {"words": "再想想"})
        assert none.status_code == 422
        assert "再想想" in none.text
        done = await send(browser, f"{path}/extension/answer", {"answer": "grant"}, follow=True)
        assert "批准延期了" in words_of(done)
        late = await send(browser, f"{path}/extension/answer", {"answer": "grant"})
        assert late.status_code == 409
        assert "批延期" not in words_of(await browser.get("/workbench"))
    assert "extension" in await letters(coursed, number)


async def test_a_head_who_asked_does_not_answer(coursed: Scene) -> None:
    number = await under_way(coursed)
    path = f"/workbench/cases/{number}/extension"
    async with at(coursed, await head(coursed)) as browser:
        await send(browser, path, {"why": "要等回函"})
        page = await browser.get(path)
        assert "要由另一位负责人批" in words_of(page)
        mine = await send(browser, f"{path}/answer", {"answer": "grant"})
        assert mine.status_code == 403
        assert "延期是您自己提的" in words_of(mine)
    async with at(coursed, await head(coursed, name="肖云峰")) as browser:
        refused = await send(
            browser, f"{path}/answer", {"answer": "refuse", "words": "抓紧办"}, follow=True
        )
        assert "没有批准延期" in words_of(refused)
        assert "抓紧办" in words_of(await browser.get(path))


async def test_a_hearing_is_started_and_ended_at_the_desk(coursed: Scene) -> None:
    number = await under_way(coursed)
    path = f"/workbench/cases/{number}"
    said = {"name": "听证", "why": "邻居要求听证", "days": "10"}
    async with at(coursed, await clerk(coursed)) as browser:
        page = await follow(browser, link_named(await browser.get(path), "特别程序"))
        assert "专家评审" in words_of(page)
        assert "村里公示" not in words_of(page)
        bare = await send(browser, f"{path}/procedure", said)
        assert bare.status_code == 422
        assert "请传启动它的文件" in words_of(bare)
        assert "邻居要求听证" in bare.text
        exe = await send(browser, f"{path}/procedure", said, files={"file": ("a.exe", b"MZ")})
        assert exe.status_code == 422
        paper = {"file": ("听证通知.jpg", PHOTO)}
        done = await send(browser, f"{path}/procedure", said, files=paper, follow=True)
        assert "从明天起停表" in words_of(done)
        assert "正在听证" in words_of(done)
        listed = words_of(await browser.get("/workbench"))
        assert "等结论" in listed
        page = await browser.get(f"{path}/procedure")
        shown = await follow(browser, link_named(page, "听证通知.jpg"))
        assert shown.headers["content-type"] == "image/jpeg"
        twice = await send(browser, f"{path}/procedure", said, files=paper)
        assert twice.status_code == 409
        paper = {"file": ("笔录.jpg", PHOTO)}
        over = await send(
            browser, f"{path}/procedure/end", {"conclusion": "可以办"}, files=paper, follow=True
        )
        assert "从明天起接着计时" in words_of(over)
        late = await send(browser, f"{path}/procedure/end", {"conclusion": "可以办"}, files=paper)
        assert late.status_code == 409
        assert "可以办" in late.text


async def test_a_case_is_ended_by_who_decides_it(coursed: Scene) -> None:
    number = await under_way(coursed)
    path = f"/workbench/cases/{number}/ending"
    said = {"ground": "gone", "why": "地被征收了"}
    async with at(coursed, await clerk(coursed)) as browser:
        assert "得由作决定的负责人来办" in words_of(await browser.get(path))
        assert (await send(browser, path, said)).status_code == 403
    async with at(coursed, await head(coursed)) as browser:
        page = await follow(
            browser, link_named(await browser.get(f"/workbench/cases/{number}"), "终止办理")
        )
        assert "不能恢复" in words_of(page)
        bad = await send(browser, path, {"why": "地被征收了"})
        assert bad.status_code == 422
        assert "请选一条终止的原因" in words_of(bad)
        assert "地被征收了" in bad.text
        done = await send(browser, path, said, follow=True)
        assert "终止了" in words_of(done)
        again = await send(browser, path, said)
        assert again.status_code == 409
        assert "不能终止" in words_of(again)
    assert (await seen(coursed, number))[0].status == "ended"


@pytest.mark.parametrize("noun", ["extension", "procedure", "ending"])
async def test_who_has_no_hand_in_it_is_told_so(coursed: Scene, noun: str) -> None:
    number = await under_way(coursed)
    other = await an_officer(
        coursed.tools, coursed.here, name="陈农", offices=["nongye"],
        permissions=["case:read", "case:extend", "case:suspend", "case:end"],
    )  # fmt: skip
    reader = await an_officer(coursed.tools, coursed.here, permissions=["case:read"])
    path = f"/workbench/cases/{number}/{noun}"
    async with at(coursed, other) as browser:
        fields = {"why": "x", "name": "听证", "days": "3", "ground": "gone"}
        assert (await send(browser, path, fields)).status_code == 403
        assert (await browser.get("/workbench/cases/HS20261116-9999/" + noun)).status_code == 404
    async with at(coursed, reader) as browser:
        assert (await browser.get(path)).status_code == 403
        assert "延期" not in words_of(await browser.get(f"/workbench/cases/{number}"))


async def test_the_applicant_sees_that_it_stands_still_and_until_when(coursed: Scene) -> None:
    number = await under_way(coursed)
    await started(coursed, number)
    async with coursed.tools.database.transaction(NOBODY) as session:
        token = await open_for_resident(
            session, coursed.resident_id, browser=AT_HOME, now=coursed.tools.clock.now()
        )
    cookies = SignedInResident(coursed.resident_id, "", token).cookies
    async with a_browser(coursed.tools, coursed.here, cookies=cookies) as browser:
        said = words_of(await browser.get(f"/cases/{number}"))
        assert "正在听证" in said
        assert "估计到11月30日" in said
        assert "停表，不算日子" in said
        assert "特别程序告知书" in said
