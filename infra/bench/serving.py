"""Servers to be measured: the service itself, and bare applications on the same server."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

HALL = [sys.executable, "-c", "from jointhall.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that answers, and the process whose time it takes."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Resident memory of the process."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            body: bytes = answer.read()
            return body


@contextmanager
def hall(command: str, home: Path, first: str = "/", **env: str) -> Iterator[Serving]:
    """`hall serve` or `hall up` in this home, once its first page has come."""
    port = free_port()
    told = os.environ | {"HALL_HOME": str(home), "PORT": str(port), "LOG_LEVEL": "error"} | env
    with _running([*HALL, command], told, port, first) as serving:
        yield serving


@contextmanager
def bare(name: str, *, first: str = "/json", **env: str) -> Iterator[Serving]:
    """A bare application of `bare.py` on the same server with the same settings."""
    port = free_port()
    command = [sys.executable, "-m", "infra.bench.bare", name, str(port)]
    with _running(command, os.environ | env, port, first) as serving:
        yield serving


@contextmanager
def _running(command: list[str], env: dict[str, str], port: int, first: str) -> Iterator[Serving]:
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    serving = Serving(port, process.pid)
    try:
        _wait(serving, process, first)
        yield serving
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(serving: Serving, process: subprocess.Popen[bytes], first: str) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            serving.get(first)
        except HTTPError:
            return
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"nothing answered on port {serving.port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
