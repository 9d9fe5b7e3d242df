"""The private PostgreSQL, started, killed and refused for real."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from jointhall.kernel import private_postgres
from jointhall.kernel.postgres_place import PostgresTrouble


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("hall")
    yield home
    private_postgres.stop(home)
    # Run by root, the data lies outside this folder.
    shutil.rmtree((home / "postgres").resolve())


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_two_roles_and_neither_can_step_around_the_wall(home: Path) -> None:
    server = private_postgres.start(home)
    rights = "select (rolsuper or rolbypassrls) from pg_roles where rolname = current_user"
    assert await ask(server.owner_url, rights) is False
    assert await ask(server.app_url, rights) is False
    assert await ask(server.app_url, "select current_user") == "hall_app"
    owner = "select datdba::regrole::text from pg_database where datname = current_database()"
    assert await ask(server.app_url, owner) == "hall_owner"
    assert await ask(server.app_url, "show server_encoding") == "UTF8"
    assert await ask(server.app_url, "select 'Z' < 'a' collate \"default\"") is True


async def test_nothing_listens_on_the_network(home: Path) -> None:
    server = private_postgres.start(home)
    assert await ask(server.app_url, "show listen_addresses") == ""
    assert server.sockets.stat().st_mode & 0o077 == 0


async def test_data_outlives_a_kill(home: Path) -> None:
    server = private_postgres.start(home)
    await ask(server.owner_url, "create table kept (word text)")
    await ask(server.owner_url, "insert into kept values ('在')")
    number = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(number, signal.SIGKILL)
    server = private_postgres.start(home)
    assert await ask(server.owner_url, "select word from kept") == "在"


async def test_a_stale_mark_naming_a_living_stranger_is_seen_through(home: Path) -> None:
    server = private_postgres.start(home)
    mark = server.data / "postmaster.pid"
    lines = mark.read_text().splitlines()
    private_postgres.stop(home)
    assert not mark.exists()
    mark.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server = private_postgres.start(home)
    assert await ask(server.app_url, "select 1") == 1


def test_stopping_twice_is_no_trouble(home: Path) -> None:
    private_postgres.start(home)
    private_postgres.stop(home)
    private_postgres.stop(home)


def test_data_of_another_version_is_refused_in_words(home: Path) -> None:
    server = private_postgres.start(home)
    private_postgres.stop(home)
    mark = server.data / "PG_VERSION"
    before = mark.read_text()
    mark.write_text("14\n")
    try:
        with pytest.raises(PostgresTrouble, match="PostgreSQL 14 存的，现在带的是 18"):
            private_postgres.start(home)
    finally:
        mark.write_text(before)


def test_a_making_cut_short_is_made_again(tmp_path: Path) -> None:
    home = tmp_path / "hall"
    try:
        place = private_postgres.start(home).data.parent
        private_postgres.stop(home)
        (place / "data" / "PG_VERSION").unlink()
        (place / "roles-1").unlink()
        assert private_postgres.start(home).data.exists()
    finally:
        private_postgres.stop(home)
        shutil.rmtree((home / "postgres").resolve())
