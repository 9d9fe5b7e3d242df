"""An S3 server of our own for the tests: Ceph's radosgw with one monitor and one disk daemon.

It checks signatures, expiry and upload policies as a production store does. Everything lives in
one temporary folder and on free loopback ports, and is gone afterwards.
Debian and Ubuntu: apt-get install radosgw ceph-mon ceph-osd
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")

# `auth … = none` also needs the clear-text mode named, or the daemons wait for a key they lack.
SETTINGS = """\
[global]
fsid = {fsid}
mon host = [v2:127.0.0.1:{mon}]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
ms mon client mode = crc
ms mon cluster mode = crc
ms mon service mode = crc
ms client mode = crc
ms cluster mode = crc
ms service mode = crc
auth cluster required = none
auth service required = none
auth client required = none
auth allow insecure global id reclaim = false
mon allow pool size one = true
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon max pg per osd = 1000
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
run dir = {home}/run
admin socket = {home}/run/$name.asok
log file = {home}/log/$name.log
keyring = {home}/keyring
debug ms = 0

[mon.a]
mon data = {home}/mon
mon addr = 127.0.0.1:{mon}

[osd.0]
osd data = {home}/osd

[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{gate} tcp_nodelay=1
rgw crypt require ssl = false
rgw enable usage log = false
rgw enable ops log = false
rgw thread pool size = 64
rgw dynamic resharding = false
rgw enable gc threads = false
rgw enable lc threads = false
"""


@dataclass(frozen=True)
class S3Server:
    """Where the store listens and the pair of keys that may use it."""

    url: str
    access_key: str
    secret_key: str


class CannotStart(RuntimeError):
    """The S3 server is not installed here, or did not come up; the text says which."""


@contextlib.contextmanager
def s3_server() -> Iterator[S3Server]:
    """Give a running S3 server: the one named by `S3_URL`, or one started here in 15 s."""
    given = os.environ.get("S3_URL")
    if given:
        try:
            keys = os.environ["S3_ACCESS_KEY"], os.environ["S3_SECRET_KEY"]
        except KeyError as missing:
            raise CannotStart(f"S3_URL is set but {missing} is not") from missing
        yield S3Server(given, *keys)
        return
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    if absent:
        raise CannotStart(
            f"no S3 server: {', '.join(absent)} not installed "
            "(apt-get install radosgw ceph-mon ceph-osd), and S3_URL is not set"
        )
    home = Path(tempfile.mkdtemp(prefix="hall-s3-", dir="/tmp"))
    running: list[subprocess.Popen[bytes]] = []
    try:
        yield _start(home, running)
    finally:
        _stop(running)
        shutil.rmtree(home, ignore_errors=True)


def _start(home: Path, running: list[subprocess.Popen[bytes]]) -> S3Server:
    mon, gate = _free_ports(2)
    fsid = str(uuid.uuid4())
    for name in ("run", "log", "mon", "osd"):
        (home / name).mkdir()
    settings = home / "ceph.conf"
    settings.write_text(SETTINGS.format(fsid=fsid, mon=mon, gate=gate, home=home))
    (home / "keyring").touch()
    conf = ["-c", str(settings)]

    monmap = home / "monmap"
    _run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v2:127.0.0.1:{mon}]", monmap)
    _run("ceph-mon", *conf, "-i", "a", "--mkfs", "--monmap", monmap)
    running.append(_daemon(home, "ceph-mon", *conf, "-i", "a", "-f"))
    ceph = ["ceph", *conf, "--connect-timeout", "20"]
    disk = str(uuid.uuid4())
    _run(*ceph, "osd", "new", disk)
    _run("ceph-osd", *conf, "-i", "0", "--mkfs", "--osd-uuid", disk)
    running.append(_daemon(home, "ceph-osd", *conf, "-i", "0", "-f"))
    _wait("the disk daemon", lambda: _disks_up(ceph), running, home)
    running.append(_daemon(home, "radosgw", *conf, "-n", "client.rgw", "-f"))
    url = f"http://127.0.0.1:{gate}"
    _wait("the gateway", lambda: _answers(url), running, home)
    access, secret = "hall" + uuid.uuid4().hex[:12], uuid.uuid4().hex
    _run(
        "radosgw-admin", *conf, "-n", "client.rgw", "user", "create", "--uid", "hall",
        "--display-name", "hall", "--access-key", access, "--secret-key", secret,
    )  # fmt: skip
    return S3Server(url, access, secret)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in reversed(running):
        process.send_signal(signal.SIGTERM)
    for process in reversed(running):
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=60, check=False
    )
    if done.returncode:
        raise CannotStart(f"{' '.join(map(str, command))}: {done.stderr.strip()[-800:]}")
    return done.stdout


def _daemon(home: Path, *command: str) -> subprocess.Popen[bytes]:
    with (home / "log" / f"{Path(command[0]).name}.out").open("ab") as out:
        return subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)


def _wait(
    what: str,
    ready: object,
    running: list[subprocess.Popen[bytes]],
    home: Path,
    *,
    within: float = 90,
) -> None:
    assert callable(ready)
    until = time.monotonic() + within
    while not ready():
        fallen = [p for p in running if p.poll() is not None]
        if fallen or time.monotonic() > until:
            tail = "".join(p.read_text(errors="replace")[-600:] for p in home.glob("log/*.out"))
            state = "ended early" if fallen else f"did not come up in {within:.0f} s"
            raise CannotStart(f"{what} {state}: {tail}")
        time.sleep(0.2)


def _disks_up(ceph: list[str]) -> bool:
    return int(json.loads(_run(*ceph, "osd", "stat", "--format", "json"))["num_up_osds"]) == 1


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


def main() -> None:
    """Start the server, print where it is, and stop it at Ctrl-C."""
    with s3_server() as server:
        print(
            f"S3_URL={server.url} S3_ACCESS_KEY={server.access_key} "
            f"S3_SECRET_KEY={server.secret_key}",
            flush=True,
        )
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    sys.exit(main())
