"""What is missing at the start is one sentence on stderr, exit code 1 and no stack trace."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
import structlog

from jointhall.cli import main
from jointhall.kernel.private_postgres import PrivatePostgres
from jointhall.settings import read_settings
from jointhall.starting import CannotStart, NotMigrated, check_broker, check_database, reach

HALL = Path(__file__).parents[1] / ".venv" / "bin" / "hall"


@pytest.fixture
def terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_port: int
) -> Iterator[pytest.MonkeyPatch]:
    """The environment of a command, in a home of its own; what starting changes is put back."""
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_URL", "S3_URL", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HALL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PORT", str(free_port))
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    at_sigterm = signal.getsignal(signal.SIGTERM)
    yield monkeypatch
    signal.signal(signal.SIGTERM, at_sigterm)
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    gc.enable()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command says when it cannot start: the last line of stderr, and nothing else."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert left.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err.strip().splitlines()[-1]


@contextlib.contextmanager
def listening(port: int = 0) -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", port)) as server:
        yield server


@pytest.mark.parametrize("command", ["up", "serve"])
def test_a_port_that_is_taken(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], free_port: int, command: str
) -> None:
    with listening(free_port):
        words = said(capsys, command)
    assert words.startswith(f"端口 {free_port} 已经被别的程序占用。换一个：PORT=8001 make up")


def test_a_database_that_is_away(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("DATABASE_URL", "postgresql://hall_app:geheim@127.0.0.1:1/hall")
    words = said(capsys, "serve")
    assert words.startswith("连不上数据库 127.0.0.1:1/hall（ConnectionRefusedError）")
    assert "DATABASE_URL" in words
    assert "geheim" not in words


def test_an_owner_that_is_away(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("DATABASE_URL", "postgresql://hall_app@127.0.0.1:1/hall")
    terminal.setenv("OWNER_DATABASE_URL", "postgresql+asyncpg://hall_owner:geheim@127.0.0.1:1/hall")
    assert "OWNER_DATABASE_URL 写得对不对" in said(capsys, "migrate")


def test_a_database_that_is_too_old() -> None:
    with listening() as server:
        port = server.getsockname()[1]
        threading.Thread(target=_answer_as_postgres, args=(server, "14.9"), daemon=True).start()
        with pytest.raises(CannotStart, match="PostgreSQL 14 太旧，至少要 15 版"):
            asyncio.run(reach(f"postgresql://a@127.0.0.1:{port}/b", setting="DATABASE_URL"))


def _answer_as_postgres(server: socket.socket, version: str) -> None:
    """Greets one client as a PostgreSQL of this version does; asks for no password."""
    client, _address = server.accept()
    with client:
        while True:
            length, kind = struct.unpack("!II", client.recv(8))
            client.recv(length - 8)
            if kind != 80877103:  # a wish for TLS
                break
            client.sendall(b"N")
        told = b"server_version\0" + version.encode() + b"\0"
        client.sendall(
            b"R" + struct.pack("!II", 8, 0)
            + b"S" + struct.pack("!I", 4 + len(told)) + told
            + b"K" + struct.pack("!III", 12, 1, 1)
            + b"Z" + struct.pack("!I", 5) + b"I"
        )  # fmt: skip
        client.recv(1)


def test_a_database_without_tables(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], server: PrivatePostgres
) -> None:
    terminal.setenv("DATABASE_URL", server.url("hall_app", "hall"))
    assert said(capsys, "serve") == "数据库还是空的，请先运行：hall migrate"


def test_a_schema_of_another_version(
    terminal: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    server: PrivatePostgres,
    database_name: str,
    owner_url: str,
) -> None:
    newest = asyncio.run(_at_revision(owner_url, "2026010100"))
    try:
        terminal.setenv("DATABASE_URL", server.url("hall_app", database_name))
        words = said(capsys, "serve")
    finally:
        asyncio.run(_at_revision(owner_url, newest))
    assert words == (f"数据库的结构是 2026010100，这一版程序要 {newest}。请先运行：hall migrate")


async def _at_revision(owner_url: str, revision: str) -> str:
    connection = await asyncpg.connect(owner_url)
    before: str = await connection.fetchval("select version_num from alembic_version")
    await connection.execute("update alembic_version set version_num = $1", revision)
    await connection.close()
    return before


def test_a_role_that_may_too_much(
    terminal: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    server: PrivatePostgres,
    database_name: str,
) -> None:
    for role in ("hall_owner", "postgres"):
        terminal.setenv("DATABASE_URL", server.url(role, database_name))
        assert said(capsys, "serve").startswith("服务用的数据库角色权限太大")


def test_only_a_schema_that_is_behind_is_migrated(server: PrivatePostgres) -> None:
    with pytest.raises(CannotStart) as away:
        asyncio.run(check_database("postgresql://a@127.0.0.1:1/b"))
    assert not isinstance(away.value, NotMigrated)
    with pytest.raises(NotMigrated):
        asyncio.run(check_database(server.url("hall_app", "hall")))


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_broker_that_is_away(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    terminal.setenv("BROKER_URL", "amqp://hall:geheim@127.0.0.1:1/")
    words = said(capsys, command)
    assert words.startswith("连不上消息队列 127.0.0.1:1/（AMQPConnectionError）")
    assert "geheim" not in words


def test_a_broker_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jointhall.starting.SECONDS_TO_ANSWER", 0.3)
    with listening() as server:
        url = f"amqp://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(CannotStart, match="连不上消息队列"):
            check_broker(read_settings({"BROKER_URL": url}))


def test_a_store_that_is_away(
    terminal: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    server: PrivatePostgres,
    database_name: str,
) -> None:
    terminal.setenv("DATABASE_URL", server.url("hall_app", database_name))
    terminal.setenv("S3_URL", "http://key:geheim@127.0.0.1:1/papers")
    words = said(capsys, "serve")
    assert words.startswith("用不了文件库 127.0.0.1:1（StoreUnreachable）")
    assert "geheim" not in words


def test_a_folder_that_cannot_be_written(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    assert str(tmp_path / "home") in said(capsys, "up")


def test_what_nobody_thought_of(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("13800138000 stands where\nno number should stand")

    terminal.setattr("jointhall.commands.serve.check_broker", broken)
    words = said(capsys, "serve")
    assert words.startswith("出了没有料到的错（RuntimeError：138***00 stands where）")
    terminal.setenv("LOG_LEVEL", "debug")
    with pytest.raises(SystemExit):
        main(["serve"])
    assert "Traceback" in capsys.readouterr().err


def test_a_command_of_its_own_says_it_too(terminal: pytest.MonkeyPatch, free_port: int) -> None:
    with listening(free_port):
        done = subprocess.run(
            [HALL, "up"], env=os.environ.copy(), capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("端口")
    assert len(done.stderr.splitlines()) == 1
