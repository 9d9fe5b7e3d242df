"""The service as a process: told to stop, it finishes what is in hand, and it can be hurried."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from jointhall.kernel.db import Database
from jointhall.kernel.private_postgres import PrivatePostgres
from jointhall.web.place import Place
from tests.builders.tenancy import a_county

HALL = Path(__file__).parents[1] / ".venv" / "bin" / "hall"


@dataclass
class Running:
    """A `hall serve` of this test's own, as a process."""

    process: subprocess.Popen[bytes]
    port: int
    errors: Path

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def half_a_request(self, place: Place) -> socket.socket:
        """A request whose last bytes are still to come."""
        line = self.connect()
        line.sendall(
            f"POST /sign-in HTTP/1.1\r\nHost: {place.host}\r\nContent-Length: 10\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nphone".encode()
        )
        time.sleep(0.5)
        return line

    def takes_connections(self) -> bool:
        try:
            self.connect().close()
        except OSError:
            return False
        return True


@contextmanager
def running(home: Path, database_url: str) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    names = ("PATH", "HOME", "LANG")
    env = {name: os.environ[name] for name in names if name in os.environ}
    env |= {"HALL_HOME": str(home), "PORT": str(port), "DATABASE_URL": database_url}
    errors = home / "errors"
    with errors.open("wb") as out:
        process = subprocess.Popen([HALL, "serve"], env=env, stdout=out, stderr=out)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz", process, errors)
        yield Running(process, port, errors)
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], errors: Path) -> None:
    until = time.monotonic() + 60
    while True:
        assert process.poll() is None, errors.read_text()
        assert time.monotonic() < until, errors.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)


@pytest.fixture
async def place(database: Database) -> Place:
    return await a_county(database)


async def test_a_request_in_hand_is_answered_before_the_process_ends(
    place: Place, server: PrivatePostgres, database_name: str, tmp_path: Path
) -> None:
    with running(tmp_path, server.url("hall_app", database_name)) as service:
        line = service.half_a_request(place)
        service.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(1)
        assert not service.takes_connections()
        assert service.process.poll() is None
        line.sendall(b"=1234")
        assert line.recv(200).startswith(b"HTTP/1.1 403 ")
        line.close()
        assert service.process.wait(20) == 0
    assert "Traceback" not in service.errors.read_text()


async def test_who_asks_twice_does_not_wait_for_a_request_that_never_ends(
    place: Place, server: PrivatePostgres, database_name: str, tmp_path: Path
) -> None:
    with running(tmp_path, server.url("hall_app", database_name)) as service:
        line = service.half_a_request(place)
        service.process.send_signal(signal.SIGINT)
        await asyncio.sleep(1)
        assert service.process.poll() is None
        service.process.send_signal(signal.SIGINT)
        assert service.process.wait(20) == 0
        line.close()
    assert "requests cut off" in service.errors.read_text()
