"""When text messages or files are away, slow or half dead: filing goes on, or says so first."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from jointhall.documents import taking
from jointhall.kernel.db import Database
from jointhall.kernel.files import FolderStore, StoreUnreachable
from jointhall.kernel.files.minio_store import MinioStore
from jointhall.kernel.jobs import perform
from jointhall.kernel.tools import Tools
from jointhall.messages import aliyun_sms
from jointhall.messages.gateways import to_twin
from jointhall.people.sms import SmsLater
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.cases import an_accepted_case, with_parties
from tests.builders.decided import a_case_to_decide, decided, letters, now
from tests.builders.jobs import work_off
from tests.builders.people import SignedInResident, a_resident
from tests.builders.sms import with_sms
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser, follow, send
from tests.cases.portal.test_filling import begun, filled, hand_in, one_time, submission_of

AWAY = ("off", "half open", "no folder", "slow")
SLOW_SECONDS = 0.45
"""Longer than a page waits to say so, shorter than a file is waited for; see `_in_a_hurry`."""


@pytest.fixture(scope="module")
async def place(database: Database) -> Place:
    return await a_township(database, await a_county(database), name="花石镇")


@pytest.fixture
async def someone(tools: Tools) -> SignedInResident:
    return await a_resident(tools)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "SECONDS_TO_TAKE", 0.6)
    monkeypatch.setattr(taking, "SECONDS_TO_SAY", 0.3)
    monkeypatch.setattr(aliyun_sms, "SECONDS_TO_ANSWER", 0.4)


@asynccontextmanager
async def half_open() -> AsyncIterator[int]:
    """A port where somebody answers the door and then says nothing."""

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        # The machine itself takes the connections, and nobody ever comes to speak on them.
        door.listen(64)
        yield door.getsockname()[1]


class Slow:
    """A store that takes its time over each answer; `asked` is how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.port = 0, 0
        self.answering: set[asyncio.Task[None]] = set()

    def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.answering.add(asyncio.create_task(self._answer(reader, writer)))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.asked += 1
                length = re.search(rb"(?i)content-length: (\d+)", head)
                await reader.readexactly(int(length[1]) if length else 0)
                await asyncio.sleep(SLOW_SECONDS)
                writer.write(b'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Length: 0\r\n\r\n')
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            pass  # who asked has gone
        finally:
            writer.transport.abort()


@asynccontextmanager
async def slow() -> AsyncIterator[Slow]:
    made = Slow()
    server = await asyncio.start_server(made.take, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    server.close()
    for answering in made.answering:
        answering.cancel()
    await asyncio.gather(*made.answering, return_exceptions=True)


def a_store(port: int) -> MinioStore:
    return MinioStore(
        f"http://127.0.0.1:{port}", access_key="a", secret_key="b" * 8, seconds_to_answer=1
    )


def no_folder(tmp_path: Path, secret: bytes) -> FolderStore:
    (tmp_path / "a file").touch()
    return FolderStore(tmp_path / "a file" / "store", secret=secret)


@pytest.mark.parametrize("kind", AWAY)
async def test_files_away_is_said_before_typing_and_sent_is_what_needs_none(
    kind: str, tools: Tools, place: Place, someone: SignedInResident, tmp_path: Path
) -> None:
    whole = with_parties(tools)
    async with half_open() as silent, slow() as late:
        port = {"half open": silent, "slow": late.port}.get(kind, 1)
        bad = no_folder(tmp_path, b"s" * 32) if kind == "no folder" else a_store(port)
        broken = replace(whole, files=bad)
        async with a_browser(whole, place, cookies=someone.cookies) as browser:
            # All but the sending is done while the store is well.
            assert "现在传不了照片" not in (await browser.get("/apply/old_age_allowance")).text
            check = await filled(browser, place, await begun(browser, place))
            page = (await browser.get(check)).text
        async with a_browser(broken, place, cookies=someone.cookies) as browser:
            assert "现在传不了照片和文件" in (await browser.get("/apply/old_age_allowance")).text
            photo = check.replace("check", "card_photo")
            refused = await hand_in(browser, photo, "card_photo", hostile.encoded("JPEG"))
            assert refused.status_code == 422
            assert "现在收不了文件，不是您的文件有毛病" in refused.text
            before = late.asked
            sent = await send(browser, submission_of(page, place), one_time(page))
            assert (sent.status_code, late.asked) == (303, before)
            receipt = await follow(browser, sent.headers["location"])
            assert "已收到" in receipt.text
        letter = await waiting(whole, place, "documents.make_letter")
        with pytest.raises(StoreUnreachable):
            await perform(broken, place.standing(), letter)
        await bad.close()
    await due_now(whole, place)
    assert await perform(whole, place.standing(), letter)
    assert not await perform(whole, place.standing(), letter)
    async with whole.database.transaction(place.standing(), read_only=True) as session:
        made = await session.scalar(text("select count(*) from letters where status = 'made'"))
        papers = await session.scalar(
            text("select count(*) from documents where owner_kind = 'letter'")
        )
    assert made == papers


async def test_a_decision_asks_nothing_of_a_slow_store(tools: Tools, place: Place) -> None:
    whole = with_parties(tools)
    case = await a_case_to_decide(whole, place)
    async with slow() as late:
        store = a_store(late.port)
        await decided(replace(whole, files=store), place, case, outcome="granted", why="符合规定。")
        assert late.asked == 0
        await store.close()
    assert (await now(whole, place, case)).status == "granted"
    await work_off(whole, place)
    assert [letter.status for letter in await letters(whole, place, case, "granted")] == ["made"]


@pytest.mark.parametrize("kind", ["off", "half open"])
async def test_text_messages_away_stop_nobody_and_come_once_afterwards(
    kind: str, tools: Tools, place: Place, someone: SignedInResident, tmp_path: Path
) -> None:
    whole, twin = with_sms(with_parties(tools), tmp_path / "sms.jsonl")
    async with half_open() as port:
        endpoint = f"http://127.0.0.1:{port if kind == 'half open' else 1}/twins/sms"
        away = to_twin(tmp_path / "none.jsonl", tools.secrets, endpoint=endpoint)
        broken = replace(whole, outside={**whole.outside, "sms": away})
        await an_accepted_case(broken, place, resident_id=someone.id)
        message = await waiting(whole, place, "messages.send_sms")
        with pytest.raises(SmsLater):
            await perform(broken, place.standing(), message)
    await due_now(whole, place)
    assert await perform(whole, place.standing(), message)
    assert not await perform(whole, place.standing(), message)
    assert len(twin.received) == 1


async def waiting(tools: Tools, place: Place, job: str) -> UUID:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        asked = text("select id from outbox where job = :job and done_at is null order by id desc")
        found: UUID = (await session.scalars(asked, {"job": job})).first()  # type: ignore[assignment]
    assert found is not None
    return found


async def due_now(tools: Tools, place: Place) -> None:
    async with tools.database.transaction(place.standing()) as session:
        await session.execute(text("update outbox set not_before = now() where done_at is null"))
