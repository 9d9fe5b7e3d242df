"""The whole service as people start it: `hall up` in a process of its own, with the demo county."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

HALL = Path(sys.executable).parent / "hall"
SECONDS_TO_START = 90


@dataclass(frozen=True)
class RunningHall:
    """A service that answers at `url`; what it said is in `log`."""

    url: str
    log: Path


@contextmanager
def a_running_hall(home: Path, *, service_url: str, owner_url: str) -> Iterator[RunningHall]:
    """Starts it on a free port over an empty database, waits until it is ready, stops it."""
    home.mkdir(parents=True, exist_ok=True)
    port, log = _free_port(), home / "hall.log"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", str(home)),
        "HALL_HOME": str(home / f"run-{secrets.token_hex(3)}"),
        "PORT": str(port),
        "DATABASE_URL": service_url,
        "OWNER_DATABASE_URL": owner_url,
        "DEMO": "1",
        "LOG_FORMAT": "text",
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(HALL), "up"], env=environment, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            hall = RunningHall(f"http://localhost:{port}", log)
            _wait(hall, process)
            yield hall
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(hall: RunningHall, process: subprocess.Popen[bytes]) -> None:
    opener = build_opener(ProxyHandler({}))
    ends = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            with opener.open(f"{hall.url}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"hall up did not come up:\n{hall.log.read_text(encoding='utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
