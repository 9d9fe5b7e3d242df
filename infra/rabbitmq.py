"""A RabbitMQ node of our own for tests and faults: in a temporary folder, on free loopback ports.

Nothing of the machine's own RabbitMQ is touched, and everything is gone afterwards.
Debian and Ubuntu: apt-get install rabbitmq-server
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# The wrapper on the path runs as the machine's own user and in its folders; this one does not.
PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")

SETTINGS = """\
listeners.tcp.1 = 127.0.0.1:{port}
disk_free_limit.absolute = 20MB
vm_memory_high_watermark.relative = 0.6
log.console = true
log.console.level = warning
log.file = false
"""


class CannotStart(RuntimeError):
    """RabbitMQ is not installed here, or did not come up; the text says which."""


class RabbitMq:
    """One node; what it holds outlives `kill` and `start`, as on a machine that lost power."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._port, self._dist, self._names = _free_ports(3)
        self._node: subprocess.Popen[bytes] | None = None
        self._registry: subprocess.Popen[bytes] | None = None
        (home / "rabbitmq.conf").write_text(SETTINGS.format(port=self._port))
        (home / "enabled_plugins").write_text("[].\n")

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self._port}/"

    def start(self, *, within: float = 60) -> None:
        """Starts the node, or starts it again, and waits until it takes connections."""
        if self._registry is None:
            # Erlang's registry of names: ours in the foreground, or a daemon would outlive us.
            self._registry = self._run("epmd", "-port", str(self._names), "-address", "127.0.0.1")
            _wait(self._names, self._registry, "epmd", self._home, within=10)
        self._node = self._run(str(PROGRAM))
        _wait(self._port, self._node, "RabbitMQ", self._home, within=within)

    def kill(self) -> None:
        """Ends the node without a word, as when its machine loses power."""
        _end(self._node, signal.SIGKILL)
        # Its children outlive the shell that started them by a moment, and still hold the port.
        while _takes_connections(self._port):
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the node and its registry."""
        _end(self._node, signal.SIGTERM)
        _end(self._registry, signal.SIGTERM)
        self._registry = None

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        home = self._home
        own = {
            "HOME": str(home),  # the cookie is kept there
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "ERL_EPMD_PORT": str(self._names),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "hall@localhost",
            "RABBITMQ_DIST_PORT": str(self._dist),
            "RABBITMQ_MNESIA_BASE": str(home / "data"),
            "RABBITMQ_LOG_BASE": str(home / "log"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "no-such-file"),
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none -kernel inet_dist_use_interface "
            "{127,0,0,1}",
        }
        with (home / "out").open("ab") as out:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=own, cwd=home,
                start_new_session=True,
            )  # fmt: skip


@contextlib.contextmanager
def rabbitmq() -> Iterator[RabbitMq]:
    """Give a running node of our own."""
    if not PROGRAM.exists() or shutil.which("epmd") is None:
        raise CannotStart("RabbitMQ is not installed (apt-get install rabbitmq-server)")
    home = Path(tempfile.mkdtemp(prefix="hall-mq-", dir="/tmp"))
    node = RabbitMq(home)
    try:
        node.start()
        yield node
    finally:
        node.stop()
        shutil.rmtree(home, ignore_errors=True)


def _end(process: subprocess.Popen[bytes] | None, with_signal: signal.Signals) -> None:
    """Ends a process and what it started; they share a session of their own."""
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, with_signal)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(
    port: int, process: subprocess.Popen[bytes], what: str, home: Path, *, within: float
) -> None:
    until = time.monotonic() + within
    while not _takes_connections(port):
        if process.poll() is not None or time.monotonic() > until:
            state = "ended early" if process.poll() is not None else f"not up in {within:.0f} s"
            said = (home / "out").read_text(errors="replace")[-800:]
            raise CannotStart(f"{what}: {state}: {said}")
        time.sleep(0.1)


def _takes_connections(port: int) -> bool:
    with socket.socket() as knock:
        knock.settimeout(1)
        return knock.connect_ex(("127.0.0.1", port)) == 0


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def main() -> None:
    """Start the node, print where it is, and stop it at Ctrl-C."""
    with rabbitmq() as node:
        print(f"BROKER_URL={node.url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    main()
