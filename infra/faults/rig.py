"""The machine room: the processes of a deployment, started and killed one by one."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from infra.rabbitmq import RabbitMq
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import PrivatePostgres, start, stop

HALL = [sys.executable, "-c", "from jointhall.cli import main; main()"]


class Process:
    """One process of ours in a session of its own; killed, it gets no chance to tidy up."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        self._command, self._env, self._log = command, env, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Deployment:
    """A service, a worker where there is a broker, a database: all their own, under one folder."""

    def __init__(self, home: Path, node: RabbitMq | None) -> None:
        self.home = home
        self.node = node
        self.server: PrivatePostgres = start(home)
        migrate(self.server.owner_url)
        self.port = _free_port()
        self.env = os.environ | {
            "HALL_HOME": str(home), "DATABASE_URL": self.server.app_url, "DEMO": "1",
            "PORT": str(self.port), "LOG_LEVEL": "warning",
        }  # fmt: skip
        if node is not None:
            self.env["BROKER_URL"] = node.url
        self.service = Process([*HALL, "serve"], self.env, home / "service.log")
        # Without a broker the workers live in the service: killing it is killing them.
        self.worker = (
            self.service
            if node is None
            else Process([*HALL, "worker"], self.env, home / "worker.log")
        )

    def start(self) -> None:
        self.service.start()
        if self.worker is not self.service:
            self.worker.start()
        _wait(self.port)

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.start()

    def kill_service(self) -> None:
        self.service.kill()
        self.service.start()

    def kill_database(self) -> None:
        """SIGKILL to the first process of PostgreSQL; the next start recovers from its log."""
        first = int((self.server.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(first, signal.SIGKILL)
        time.sleep(0.5)
        start(self.home)

    def kill_broker(self) -> None:
        assert self.node is not None
        self.node.kill()
        self.node.start()

    def run(self, *command: str) -> int:
        """A command of `hall` on this deployment; its exit code."""
        with (self.home / "commands.log").open("ab") as log:
            return subprocess.run(
                [*HALL, *command], env=self.env, stdout=log, stderr=log, check=False
            ).returncode

    def stop(self) -> None:
        with ExitStack() as last:
            last.callback(stop, self.home)
            last.callback(self.worker.stop)
            last.callback(self.service.stop)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int, *, within: float = 90) -> None:
    until = time.monotonic() + within
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the service did not come up")


async def make_townships(url: str, home: Path, many: int) -> None:
    """A county with townships in the deployment's database."""
    from infra.bench import ground

    async with ground.tools_over(url, size=4, home=home) as tools:
        await ground.county_with(tools, many)


def townships_in(deployment: Deployment, many: int) -> None:
    asyncio.run(make_townships(deployment.server.app_url, deployment.home, many))
