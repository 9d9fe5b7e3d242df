"""The record of a notice: sealed when it comes down, new with each proof; how often read."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from jointhall.cases.notice_record import views_of
from jointhall.cases.objecting import keep_proof
from jointhall.documents.models import Letter
from jointhall.documents.queries import letters_of_case
from tests.builders.coursed import a_paper, held
from tests.builders.crossing import OFFICER, Scene
from tests.builders.noticed import heard, looked_at, objected, posted, wake
from tests.builders.pages import words_of
from tests.builders.people import an_officer
from tests.builders.web import a_browser


async def records(scene: Scene, number: str) -> list[Letter]:
    async with held(scene, number) as (session, case):
        return [one for one in await letters_of_case(session, case.id) if one.kind == "posting"]


async def proven(scene: Scene, number: str) -> str:
    _case, notice = await looked_at(scene, number)
    async with held(scene, number) as (session, case):
        found = await session.get(type(notice), (notice.tenant_id, notice.id))
        assert found is not None
        paper = a_paper("公示栏.jpg")
        await keep_proof(session, scene.tools, case, found, paper, by=OFFICER)
    return paper.name


async def test_who_opens_it_is_counted_and_after_its_end_no_more(noticed: Scene) -> None:
    number = await posted(noticed)
    _case, notice = await looked_at(noticed, number)
    async with a_browser(noticed.tools, noticed.here) as browser:
        for _nth in range(3):
            await browser.get(f"/notices/{notice.number}")
        await wake(noticed, 4)
        await browser.get(f"/notices/{notice.number}")
    async with held(noticed, number) as (session, _held):
        assert await views_of(session, notice) == 3
    clerk = await an_officer(noticed.tools, noticed.here, roles=["reviewer"], offices=["minzheng"])
    async with a_browser(noticed.tools, noticed.here, cookies=clerk.cookies) as browser:
        said = words_of(await browser.get(f"/workbench/notices/{notice.number}"))
    assert "3 次" in said
    assert "政公〔2026〕1号" in said


async def test_it_comes_down_with_a_sealed_record_of_what_hung(noticed: Scene) -> None:
    number = await posted(noticed)
    await proven(noticed, number)
    assert await records(noticed, number) == []
    await wake(noticed, 4)
    (record,) = await records(noticed, number)
    _case, notice = await looked_at(noticed, number)
    assert (record.status, notice.record_id) == ("made", record.id)
    said = record.told["text"]
    assert notice.number in said
    assert notice.content_hash in said.replace(" ", "")
    kept = notice.shown(noticed.tools.secrets).as_bytes()
    assert hashlib.sha256(kept).hexdigest() == notice.content_hash
    assert "村务公开栏" in said
    assert "收到异议：没有" in said
    assert "村里的照片 1：2026年11月16日" in said


async def test_a_proof_that_comes_later_and_an_objection_heard_make_it_anew(
    noticed: Scene,
) -> None:
    number = await posted(noticed)
    objection = await objected(noticed, number)
    await wake(noticed, 4)
    (first,) = await records(noticed, number)
    assert "1 份，1 份还在核实" in first.told["text"]
    assert "还没有登记。" in first.told["text"]
    await heard(noticed, number, objection, "dismissed")
    await proven(noticed, number)
    assert [one.status for one in await records(noticed, number)][:2] == ["superseded"] * 2
    last = (await records(noticed, number))[-1]
    assert "1 份，0 份成立" in last.told["text"]
    assert "还没有登记。" not in last.told["text"]


async def test_the_record_names_nobody(noticed: Scene) -> None:
    number = await posted(noticed)
    await objected(noticed, number)
    await wake(noticed, 4)
    async with held(noticed, number) as (session, case):
        texts = list(
            await session.scalars(
                select(Letter.told["text"].astext).where(
                    Letter.case_id == case.id, Letter.kind == "posting"
                )
            )
        )
    assert texts
    assert not any(secret in text for text in texts for secret in ("欧阳", "肖桂芳", "13812345678"))
