"""Papers kept and letters issued, on a real database and a real store."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from jointhall.documents import actions, press
from jointhall.documents.actions import (
    issue_letter,
    issuer_of,
    keep_offered,
    keep_upload,
    offer_upload,
    revoke_letter,
    throw_away,
    when_made,
)
from jointhall.documents.models import Document, Letter
from jointhall.documents.queries import (
    document_of,
    documents_by_id,
    documents_of,
    letter_of,
    letters_of_case,
)
from jointhall.documents.seals import verify
from jointhall.documents.unfit import Unfit
from jointhall.documents.verification import Standing, verdict_on_code, verdict_on_pdf
from jointhall.kernel.db import Database
from jointhall.kernel.files import NoSuchFile
from jointhall.kernel.jobs import perform
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import speaking
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.tenancy import a_county, a_township

OFFICER = Actor("officer", uuid4(), "陈建", "便民服务中心")
TEXT = "冯建设：\n\n您的申请收到了，现予受理。\n\n办件编号：HS20261116-0007\n电话：0731-5555 0107"


@pytest.fixture
def desk(tools: Tools, tmp_path: Path) -> Tools:
    """The tools with what the press needs: keys and the directory of places."""
    return replace(
        tools, outside={"keys": tmp_path / "keys", "directory": TenantDirectory(tools.database)}
    )


@pytest.fixture(scope="module")
async def county(database: Database) -> Place:
    return await a_county(database, name="湘潭县")


@pytest.fixture
async def town(database: Database, county: Place) -> Place:
    return await a_township(database, county, name="花石镇")


async def issued(tools: Tools, place: Place, **also: object) -> Letter:
    given: dict[str, object] = {
        "kind": "acceptance", "title": "受理通知书", "text": TEXT, "by": OFFICER,
        "case_id": uuid4(),
    }  # fmt: skip
    async with tools.database.transaction(place.standing()) as session:
        return await issue_letter(session, tools, place, **(given | also))  # type: ignore[arg-type]


async def issued_in_vain(tools: Tools, place: Place) -> None:
    """A letter whose act fails after all."""
    async with tools.database.transaction(place.standing()) as session:
        await issue_letter(
            session, tools, place, kind="acceptance", title="受理通知书", text=TEXT, by=OFFICER
        )
        raise ZeroDivisionError


async def work_left(tools: Tools, place: Place) -> list[UUID]:
    async with tools.database.transaction(place.standing()) as session:
        rows = await session.execute(
            text("select id from outbox where tenant_id = :t and done_at is null order by id"),
            {"t": place.tenant_id},
        )
        return [row.id for row in rows]


async def work_off(tools: Tools, place: Place) -> int:
    """Does all jobs waiting in this tenant; gives how many took effect."""
    done = [await perform(tools, place.standing(), id) for id in await work_left(tools, place)]
    return sum(done)


async def read(tools: Tools, place: Place, letter: Letter) -> tuple[Letter, bytes]:
    async with tools.database.transaction(place.standing()) as session:
        found = await letter_of(session, letter.id)
        assert found.document_id is not None
        document = await document_of(session, found.document_id)
    return found, await tools.files.get(place.tenant_id, document.store_key)


@contextmanager
def registered(kind: str) -> Iterator[list[UUID]]:
    """What is told when a letter of this kind is made, for the length of one test."""
    told: list[UUID] = []

    @when_made(kind)
    async def note(_session: object, _tools: Tools, case_id: UUID) -> None:
        told.append(case_id)

    yield told
    press._when_made[kind].remove(note)


async def test_a_letter_has_its_number_at_once_and_its_pdf_soon_after(
    desk: Tools, town: Place
) -> None:
    letter = await issued(desk, town)
    assert letter.number_words == "花政受〔2026〕1号"
    assert not letter.is_made
    assert letter.is_in_force
    assert await work_off(desk, town) == 1
    made, pdf = await read(desk, town, letter)
    assert made.is_made
    assert pdf.startswith(b"%PDF-")
    report = await asyncio.to_thread(verify, pdf, press.seal_keys(desk).authorities())
    assert report.valid
    assert report.signer == issuer_of(town) == "湘潭县花石镇人民政府"
    assert made.told["addressee"] == "冯建设"


async def test_numbers_run_without_gaps_in_each_series(desk: Tools, town: Place) -> None:
    for _ in range(2):
        await issued(desk, town)
    with pytest.raises(ZeroDivisionError):
        await issued_in_vain(desk, town)
    third = await issued(desk, town)
    granted = await issued(desk, town, kind="granted", title="备案通知书")
    refused = await issued(desk, town, kind="refused", title="不予备案决定书")
    assert third.number_words == "花政受〔2026〕3号"
    assert granted.number_words == "花政决〔2026〕1号"
    assert refused.number_words == "花政决〔2026〕2号"


async def test_twenty_at_once_get_twenty_numbers(desk: Tools, town: Place) -> None:
    made = await asyncio.gather(*(issued(desk, town) for _ in range(20)))
    assert sorted(letter.number for letter in made) == list(range(1, 21))
    assert len({letter.verify_code for letter in made}) == 20


async def test_other_townships_count_for_themselves(
    desk: Tools, database: Database, county: Place, town: Place
) -> None:
    other = await a_township(database, county, name="石鼓镇")
    await issued(desk, town)
    assert (await issued(desk, other)).number_words == "石政受〔2026〕1号"


async def test_printing_twice_makes_one_letter(desk: Tools, town: Place) -> None:
    with registered("extension") as told:
        letter = await issued(desk, town, kind="extension", title="延期告知书")
        (job,) = await work_left(desk, town)
        both = await asyncio.gather(
            perform(desk, town.standing(), job), perform(desk, town.standing(), job)
        )
        assert sorted(both) == [False, True]
        assert told == [letter.case_id]
    async with desk.database.transaction(town.standing()) as session:
        assert len(await documents_of(session, "letter", letter.id)) == 1


async def test_a_press_that_fails_loses_nothing(desk: Tools, town: Place) -> None:
    letter = await issued(desk, town)
    (job,) = await work_left(desk, town)
    broken = replace(desk, outside={})
    with pytest.raises(KeyError):
        await perform(broken, town.standing(), job)
    assert await perform(desk, town.standing(), job)
    assert (await read(desk, town, letter))[0].is_made


async def test_the_code_says_what_the_letter_is_and_nothing_of_the_person(
    desk: Tools, town: Place
) -> None:
    letter = await issued(desk, town)
    async with desk.database.transaction(town.standing(), read_only=True) as session:
        assert (await verdict_on_code(session, letter.verify_code)).standing is Standing.WAITING
    await work_off(desk, town)
    async with desk.database.transaction(town.standing(), read_only=True) as session:
        verdict = await verdict_on_code(session, letter.verify_code)
        assert (await verdict_on_code(session, "x" * 22)).standing is Standing.UNKNOWN
    assert verdict.standing is Standing.GENUINE
    assert verdict.mark == "试运行，不作正式文书"
    assert verdict.number == "花政受〔2026〕1号"
    assert "冯建设" not in repr(verdict)


async def test_a_code_of_another_township_says_nothing(
    desk: Tools, database: Database, county: Place, town: Place
) -> None:
    letter = await issued(desk, town)
    other = await a_township(database, county)
    async with desk.database.transaction(other.standing(), read_only=True) as session:
        found = await verdict_on_code(session, letter.verify_code)
    assert found.standing is Standing.UNKNOWN


async def test_a_letter_taken_back_or_replaced_says_so(desk: Tools, town: Place) -> None:
    first, second = await issued(desk, town), await issued(desk, town)
    await work_off(desk, town)
    async with desk.database.transaction(town.standing()) as session:
        held = await letter_of(session, first.id)
        await revoke_letter(session, desk, held, why="当事人姓名写错了", by=OFFICER)
        old = await letter_of(session, second.id)
        await issue_letter(
            session, desk, town, kind="acceptance", title="受理通知书", text=TEXT, by=OFFICER,
            replaces=old,
        )  # fmt: skip
    async with desk.database.transaction(town.standing(), read_only=True) as session:
        revoked = await verdict_on_code(session, first.verify_code)
        replaced = await verdict_on_code(session, second.verify_code)
    assert revoked.standing is Standing.REVOKED
    assert revoked.ended_why == "当事人姓名写错了"
    assert replaced.standing is Standing.SUPERSEDED
    async with desk.database.transaction(town.standing()) as session:
        with pytest.raises(Refusal, match="已经失效"):
            await revoke_letter(
                session, desk, await letter_of(session, first.id), why="x", by=OFFICER
            )


async def test_a_letter_taken_back_before_the_press_is_not_printed(
    desk: Tools, town: Place
) -> None:
    letter = await issued(desk, town)
    async with desk.database.transaction(town.standing()) as session:
        await revoke_letter(
            session, desk, await letter_of(session, letter.id), why="撤回", by=OFFICER
        )
    await work_off(desk, town)
    async with desk.database.transaction(town.standing()) as session:
        assert not (await letter_of(session, letter.id)).is_made


async def test_a_pdf_is_compared_byte_for_byte_and_by_its_seal(
    desk: Tools, database: Database, county: Place, town: Place
) -> None:
    letter = await issued(desk, town)
    await work_off(desk, town)
    _, pdf = await read(desk, town, letter)
    other = await a_township(database, county)
    changed = bytearray(pdf)
    changed[len(pdf) // 4] ^= 1

    async def asked(place: Place, body: bytes) -> Standing:
        async with desk.database.transaction(place.standing(), read_only=True) as session:
            return (await verdict_on_pdf(session, desk, body)).standing

    assert await asked(town, pdf) is Standing.GENUINE
    assert await asked(other, pdf) is Standing.FOREIGN
    assert await asked(town, bytes(changed)) is Standing.CHANGED
    assert await asked(town, hostile.pdf()) is Standing.UNKNOWN
    assert await asked(town, b"") is Standing.UNKNOWN


async def test_letters_are_chinese_whatever_the_reader_speaks(desk: Tools, town: Place) -> None:
    with speaking("en"):
        letter = await issued(desk, town)
    assert letter.told["head"] == "湘潭县花石镇人民政府"
    assert letter.told["mark"] == "试运行，不作正式文书"


async def test_a_paper_is_kept_clean_and_found_again(desk: Tools, town: Place) -> None:
    case_id = uuid4()
    async with desk.database.transaction(town.standing()) as session:
        document, changed = await keep_upload(
            session, desk, hostile.jpeg_with_place(), owner_kind="draft", owner_id=case_id,
            purpose="notice_photo", filename="../现场.heic", by=OFFICER,
        )  # fmt: skip
    assert changed == ("照片里记录的拍摄地点已去掉",)
    async with desk.database.transaction(town.standing()) as session:
        (found,) = await documents_of(session, "draft", case_id)
        assert await documents_by_id(session, [found.id, uuid4()]) == {found.id: found}
        assert await documents_by_id(session, []) == {}
    assert (found.name, found.media_type) == ("现场.jpg", "image/jpeg")
    kept = await desk.files.get(town.tenant_id, found.store_key)
    assert len(kept) == found.size == document.size
    assert b"CanaryCamera" not in kept


async def test_an_unfit_paper_leaves_nothing(desk: Tools, town: Place) -> None:
    with pytest.raises(Unfit):
        async with desk.database.transaction(town.standing()) as session:
            await keep_upload(
                session, desk, b"MZ" + bytes(100), owner_kind="draft", owner_id=uuid4(),
                purpose="x", filename="a.pdf", by=OFFICER,
            )  # fmt: skip
    assert [key async for key in desk.files.keys(town.tenant_id)] == []


async def test_a_paper_sent_straight_to_the_store_is_inspected_too(
    desk: Tools, town: Place
) -> None:
    store = desk.files
    key, link = await offer_upload(desk, town.tenant_id, media_type="image/png")
    await store.take(  # type: ignore[attr-defined]
        link.url.removeprefix("/files/"), hostile.encoded("PNG"), media_type="image/png"
    )
    async with desk.database.transaction(town.standing()) as session:
        document, _ = await keep_offered(
            session, desk, key, media_type="image/png", owner_kind="draft", owner_id=uuid4(),
            purpose="photo", filename="a.png", by=OFFICER,
        )  # fmt: skip
        assert [key async for key in store.keys(town.tenant_id)] == [document.store_key]
        with pytest.raises(Unfit, match="没有传完整"):
            await keep_offered(
                session, desk, key, media_type="image/png", owner_kind="draft",
                owner_id=uuid4(), purpose="photo", filename="a.png", by=OFFICER,
            )  # fmt: skip


async def test_a_dropped_paper_is_erased(desk: Tools, town: Place) -> None:
    async with desk.database.transaction(town.standing()) as session:
        document, _ = await keep_upload(
            session, desk, hostile.encoded("PNG"), owner_kind="draft", owner_id=uuid4(),
            purpose="photo", filename="a.png", by=OFFICER,
        )  # fmt: skip
    async with desk.database.transaction(town.standing()) as session:
        await throw_away(session, await document_of(session, document.id), by=OFFICER)
    await work_off(desk, town)
    with pytest.raises(NoSuchFile):
        await desk.files.get(town.tenant_id, document.store_key)


async def test_papers_and_letters_stay_behind_the_wall(
    desk: Tools, database: Database, county: Place, town: Place
) -> None:
    owner, stranger, case_id = uuid4(), uuid4(), uuid4()
    async with desk.database.transaction(town.standing()) as session:
        document, _ = await keep_upload(
            session, desk, hostile.encoded("PNG"), owner_kind="case", owner_id=case_id,
            purpose="photo", filename="a.png", by=OFFICER, resident_id=owner,
        )  # fmt: skip
    letter = await issued(desk, town, case_id=case_id, resident_id=owner)
    other = await a_township(database, county)
    for standing in (
        other.standing(),
        town.standing(resident_id=stranger),
        county.standing(),
    ):
        async with desk.database.transaction(standing) as session:
            with pytest.raises(NotHere):
                await document_of(session, document.id)
            with pytest.raises(NotHere):
                await letter_of(session, letter.id)
            assert await letters_of_case(session, case_id) == []
    async with desk.database.transaction(town.standing(resident_id=owner)) as session:
        assert (await letter_of(session, letter.id)).id == letter.id
        assert [one.id for one in await letters_of_case(session, case_id)] == [letter.id]


@pytest.mark.parametrize(
    ("name", "issuer"),
    [("花石镇", "湘潭县花石镇人民政府"), ("易俗河街道", "湘潭县易俗河街道办事处")],
)
async def test_who_issues(database: Database, county: Place, name: str, issuer: str) -> None:
    assert issuer_of(await a_township(database, county, name=name)) == issuer
    assert issuer_of(county) == "湘潭县人民政府"


async def test_a_kind_nobody_knows_cannot_be_registered() -> None:
    with pytest.raises(AssertionError):
        when_made("postcard")
    assert actions.when_made is when_made
    assert SYSTEM.kind == "system"
    assert Document.__tablename__ == "documents"
