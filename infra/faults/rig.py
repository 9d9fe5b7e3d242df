"""The machine room: the parts of a deployment, started, killed, paused and starved one by one."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

from infra.bench.serving import HALL, free_port
from infra.rabbitmq import RabbitMq
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import PrivatePostgres, _at_work_in, start, stop

from .clock import EXACT, Clock, database_by
from .disk import Disk


class Process:
    """One process of ours in a session of its own; killed, it gets no chance to tidy up."""

    def __init__(self, command: list[str], env: dict[str, str], log: Path) -> None:
        self._command, self._env, self._log = command, env, log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def number(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

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

    def pause(self) -> None:
        self._say(signal.SIGSTOP)

    def go_on(self) -> None:
        self._say(signal.SIGCONT)

    def _say(self, number: signal.Signals) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._say(number)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._say(signal.SIGKILL)
            self._process.wait()


class Deployment:
    """A service, a worker where there is a broker, a database: all their own, under one folder.

    What is on its disk (database, files, logs) can run out of room; `folder` itself stays.
    """

    def __init__(self, folder: Path, node: RabbitMq | None) -> None:
        folder.chmod(0o755)
        self.folder, self.home, self.node = folder, folder / "hall", node
        self.restarted: list[str] = []
        self.port = free_port()
        with ExitStack() as undone:
            self._last = undone
            self._make()
            self._last = undone.pop_all()

    def _make(self) -> None:
        folder, node = self.folder, self.node
        self.clock = Clock(folder)
        self.disk = Disk(self.home, self._at_work)
        self._last.callback(self.disk.leave)
        self._last.enter_context(database_by(self.clock))
        self.server: PrivatePostgres = start(self.home)
        self._last.callback(stop, self.home)
        migrate(self.server.owner_url)
        self.env = os.environ | self.clock.env | {
            "HALL_HOME": str(self.home), "DATABASE_URL": self.server.app_url, "DEMO": "1",
            "PORT": str(self.port), "LOG_LEVEL": "warning",
        }  # fmt: skip
        if node is not None:
            self.env["BROKER_URL"] = node.url
        self.service = Process([*HALL, "serve"], self.env, self.home / "service.log")
        # Without a broker the workers live in the service: killing it is killing them.
        self.worker = (
            self.service
            if node is None
            else Process([*HALL, "worker"], self.env, self.home / "worker.log")
        )
        self._last.callback(self.service.stop)
        self._last.callback(self.worker.stop)

    def start(self) -> None:
        self.service.start()
        if self.worker is not self.service:
            self.worker.start()
        wait_for(self.port)

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

    def pause(self, seconds: float) -> None:
        """Worker and service stand still, with all they hold, and go on as if nothing had been."""
        parts = {self.worker, self.service}
        for part in parts:
            part.pause()
        time.sleep(seconds)
        for part in parts:
            part.go_on()

    def fill_disk(self, seconds: float) -> None:
        """Nobody can write anything for a while; what ended over it is started again after."""
        self.disk.fill()
        time.sleep(seconds)
        self.disk.free()
        self.see_to_it()

    def go_ahead(self, seconds: float) -> None:
        """Every clock is a day ahead for a while, the database's too, and then right again."""
        self.clock.go(timedelta(days=1))
        time.sleep(seconds)
        self.clock.go(EXACT)

    def see_to_it(self) -> None:
        """What a supervisor does: whatever ended by itself is started again."""
        if not _at_work_in(self.server.data):
            self.restarted.append("database")
        start(self.home)
        for name, part in {"service": self.service, "worker": self.worker}.items():
            if not part.is_alive:
                self.restarted.append(name)
                part.start()

    def run(self, *command: str) -> int:
        """A command of `hall` on this deployment; its exit code."""
        with (self.home / "commands.log").open("ab") as log:
            return subprocess.run(
                [*HALL, *command], env=self.env, stdout=log, stderr=log, check=False
            ).returncode

    def tell_what_was_said(self, lines: int = 15) -> None:
        """The end of each log on stderr: where to look first when something does not hold."""
        for log in sorted(self.home.glob("*.log")):
            said = log.read_text(errors="replace").splitlines()[-lines:]
            print(f"{log.name}:", *said, sep="\n  ", file=sys.stderr)

    def at_the_end(self, act: Callable[[], None]) -> None:
        """Done before everything is stopped, however that comes about."""
        self._last.callback(act)

    def stop(self) -> None:
        self._last.close()

    def _at_work(self) -> Iterator[int]:
        yield from {self.service.number, self.worker.number}
        yield from _at_work_in(self.server.data)


def wait_for(port: int, *, within: float = 90) -> None:
    """Returns when somebody listens there."""
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
