"""Going back to a named second: rows, files, chains and the work that was still to be done."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import click
import pytest

from infra.bench import approving, ground
from jointhall.commands.backup import KEEP_DAYS, bring_back, moment_of, take_backup
from jointhall.documents.copies import GONE, copy_new, forget_erased
from jointhall.house import secrets_of
from jointhall.kernel import private_postgres
from jointhall.kernel.draining import drain
from jointhall.kernel.migrating import migrate
from jointhall.kernel.postgres_past import NoWayBack, archive_in, go_back
from jointhall.records.anchors import anchor
from jointhall.records.cli import journal_verify
from jointhall.settings import Settings, read_settings

KEEP = timedelta(days=KEEP_DAYS)
FIRST, SECOND = "13812345671", "13812345672"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A hall's home with a server of its own: making one takes longer than going back with it."""
    home = tmp_path_factory.mktemp("hall")
    yield home
    private_postgres.stop(home)
    # Run by root, the data lies outside this folder.
    shutil.rmtree((home / "postgres").resolve(), ignore_errors=True)


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Iterator[Settings]:
    backups = tmp_path / "backups"
    yield read_settings({"HALL_HOME": str(home), "BACKUP_HOME": str(backups), "DEMO": "1"})
    shutil.rmtree((backups / "postgres").resolve(), ignore_errors=True)


def tools_here(settings: Settings, url: str) -> Any:
    secrets = secrets_of(settings)
    return ground.tools_over(url, size=4, home=settings.home, secrets=secrets)


async def number_of_cases(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        found: int = await connection.fetchval("select count(*) from cases")
        return found
    finally:
        await connection.close()


async def test_back_to_a_named_second_with_files_and_the_work_goes_on(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    server = await asyncio.to_thread(private_postgres.start, settings.home)
    above = server.url("postgres")
    await asyncio.to_thread(migrate, server.owner_url)
    async with tools_here(settings, server.app_url) as tools:
        county, (here, there) = await ground.county_with(tools, 2)
        before = await approving.submit(
            tools, here, there, await approving.a_resident(tools, FIRST)
        )
        await drain(tools, county.tenant_id)
        known = [key async for key in tools.files.keys(here.tenant_id, "letter")]
        await anchor(tools)
        await take_backup(settings, keep=KEEP)
        # Accepted after the backup: the log alone knows it, and its letter is not printed yet.
        await approving.accept(tools, here, before)
        await asyncio.sleep(0.3)
        moment = datetime.now(UTC)
        await asyncio.sleep(0.3)
        await approving.submit(tools, here, there, await approving.a_resident(tools, SECOND))
        await drain(tools, county.tenant_id)
        await anchor(tools)
        (receipt,) = known
        await tools.files.erase(here.tenant_id, receipt)
        assert await number_of_cases(above) == 2
        held_by_people = await numbers(above)

    assert await bring_back(settings, moment) == 0
    said = capsys.readouterr().err
    assert "0 个找不到" in said
    assert "1 个从备份取回" in said
    assert "2 个编号作废" in said

    server = await asyncio.to_thread(private_postgres.start, settings.home)
    async with tools_here(settings, server.app_url) as tools:
        assert await number_of_cases(above) == 1
        waiting = await letters(above)
        assert [(row["kind"], row["status"]) for row in waiting] == [
            ("receipt", "made"), ("acceptance", "waiting"),
        ]  # fmt: skip
        # What was left at that moment is done now, once; no number that people hold is given again.
        await drain(tools, county.tenant_id)
        await approving.submit(tools, here, there, await approving.a_resident(tools, SECOND))
        await drain(tools, county.tenant_id)
        for row in await letters(above):
            assert row["status"] == "made"
            content = await tools.files.get(row["tenant_id"], row["store_key"])
            assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert await number_of_cases(above) == 2
        given = await numbers(above)
        assert {n for n, id in given.items() if held_by_people.get(n, id) != id} == set()
        assert len(given.keys() | held_by_people.keys()) == len(given) + 2
        assert await journal_verify(tools) == 0
        await anchor(tools)
        assert await journal_verify(tools) == 0


async def numbers(url: str) -> dict[str, UUID]:
    """Every number there is, of a letter or a case, and whose it is."""
    connection = await asyncpg.connect(url)
    try:
        asked = "select number_words, id from letters union all select number, id from cases"
        return {row[0]: row[1] for row in await connection.fetch(asked)}
    finally:
        await connection.close()


async def letters(url: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(
            "select l.tenant_id, l.kind, l.status, d.store_key, d.sha256 from letters l "
            "left join documents d on d.owner_id = l.id order by l.id"
        )
    finally:
        await connection.close()


async def test_what_cannot_be_reached_is_said_and_nothing_is_touched(settings: Settings) -> None:
    server = await asyncio.to_thread(private_postgres.start, settings.home)
    await ask(server.owner_url, "create table kept (word text)")
    with pytest.raises(NoWayBack, match="先运行 hall backup"):
        await bring_back(settings, datetime.now(UTC))
    await take_backup(settings, keep=KEEP)
    with pytest.raises(NoWayBack, match="最早只能回到"):
        await bring_back(settings, datetime.now(UTC) - timedelta(days=1))
    await ask(server.owner_url, "insert into kept values ('在')")
    moment = datetime.now(UTC)
    await ask(server.owner_url, "insert into kept values ('后来')")
    await ask(server.url("postgres"), "select pg_switch_wal()")
    await elsewhere(settings, moment)
    for piece in (settings.backup_home / "postgres" / "wal").glob("*.gz"):
        piece.unlink()
    with pytest.raises(NoWayBack, match="数据没有动"):
        # The log of that time is gone from the archive; what the server still has begins later.
        await break_and_go_back(settings, server, moment)
    server = await asyncio.to_thread(private_postgres.start, settings.home)
    assert await words_kept(server.owner_url) == ["在", "后来"]


async def elsewhere(settings: Settings, moment: datetime) -> None:
    """The machine is lost: another one comes to that moment, and hears of what was after it."""
    home = settings.backup_home.with_name("another")
    archive = archive_in(settings.backup_home)
    async with asyncio.timeout(30):
        while not any(archive.log.glob("*.gz")):  # noqa: ASYNC110 - PostgreSQL keeps it by itself
            await asyncio.sleep(0.05)
    try:
        back = await go_back(home, archive, to=moment, look=words_kept)
        assert (back.seen, back.saw_all) == (["在", "后来"], False)
        server = await asyncio.to_thread(private_postgres.start, home)
        assert await words_kept(server.owner_url) == ["在"]
    finally:
        private_postgres.stop(home)
        shutil.rmtree((home / "postgres").resolve(), ignore_errors=True)


async def words_kept(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [row["word"] for row in await connection.fetch("select word from kept")]
    finally:
        await connection.close()


async def break_and_go_back(settings: Settings, server: Any, moment: datetime) -> None:
    await ask(server.url("postgres"), "select pg_switch_wal()")
    await ask(server.url("postgres"), "checkpoint")
    await asyncio.sleep(1)
    for piece in (settings.backup_home / "postgres" / "wal").glob("*.gz"):
        piece.write_bytes(b"spoilt")
    await bring_back(settings, moment)


async def ask(url: str, question: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def test_a_moment_is_named_in_beijing_time_and_not_one_to_come() -> None:
    assert moment_of("2026-11-20 20:15:03") == datetime(2026, 11, 20, 12, 15, 3, tzinfo=UTC)
    with pytest.raises(click.UsageError, match="要写成"):
        moment_of("昨天")
    with pytest.raises(click.UsageError, match="还没有到"):
        moment_of("2999-01-01 00:00:00")


def test_the_copy_of_an_erased_file_is_dropped_when_nobody_can_go_back_to_it(
    tmp_path: Path,
) -> None:
    store, copies = tmp_path / "store", tmp_path / "copies"
    place = store / str(UUID(int=1)) / "paper" / "ab" / "abcd"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"paper")
    assert copy_new(store, copies) == 1
    assert copy_new(store, copies) == 0
    place.unlink()
    assert forget_erased(store, copies, after=KEEP) == 0
    (copy,) = [copy for copy in copies.rglob("*") if copy.is_file()]
    assert copy.suffix == GONE
    assert forget_erased(store, copies, after=KEEP) == 0
    assert copy.exists()
    assert forget_erased(store, copies, after=timedelta(0)) == 1
    assert not copy.exists()
