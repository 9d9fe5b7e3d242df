"""The past of the private PostgreSQL: base backups, the log kept behind them, and the way back.

A base backup (基础备份) and every change since (归档日志) lead to any second in between. Both lie
outside the data folder, best on another disk. In production there is `DATABASE_URL`, and its keeper
has tools of their own (pgBackRest, a cloud's own).
"""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

import asyncpg

from jointhall.kernel.clock.now import BEIJING
from jointhall.kernel.postgres_place import (
    PostgresTrouble,
    ServerUser,
    give,
    place_of,
    programs_of,
    run,
    server_user,
)
from jointhall.kernel.private_postgres import (
    MAJOR,
    SUPERUSER,
    PrivatePostgres,
    set_aside,
    start,
    stop,
)
from jointhall.kernel.words import _

T = TypeVar("T")

STAMP = "%Y%m%dT%H%M%S.%fZ"
SWITCH_SECONDS = 60
"""At the latest after this a change lies in the archive too: so much a lost disk may cost."""
SECONDS_TO_RECOVER = 600
FOLLOWS_LOG = ("archive_command", "archive_timeout")
LENGTH_OF_PIECE = 24 + len(".gz")
WAY_BACK = ("restore_command", "recovery_target_time", "recovery_target_action")


class NoWayBack(PostgresTrouble):
    """That moment cannot be reached from what was kept; the words say which can."""


@dataclass(frozen=True, slots=True)
class Back(Generic[T]):
    """Where a server came back to, and what was seen of the newest state there was.

    `aside` is where its data as it was now lies; unless it `saw_all`, the last minute is not known.
    """

    aside: Path
    moment: datetime
    seen: T
    saw_all: bool


@dataclass(frozen=True, slots=True)
class Archive:
    """What is kept of one private server."""

    place: Path
    user: ServerUser

    @property
    def log(self) -> Path:
        return self.place / "wal"

    @property
    def bases(self) -> Path:
        return self.place / "base"

    def moments(self) -> list[datetime]:
        """When each base backup was whole, the earliest first."""
        return sorted(_moment(base.name) for base in self.bases.glob("*Z"))


def archive_in(folder: Path) -> Archive:
    """The archive in this folder, made at its first use."""
    folder.mkdir(parents=True, exist_ok=True)
    user = server_user()
    archive = Archive(place_of(folder, user), user)
    for part in (archive.log, archive.bases):
        part.mkdir(exist_ok=True)
        give(part, user)
    return archive


async def back_up(server: PrivatePostgres, archive: Archive) -> datetime:
    """A base backup of the running server; from now on its log is kept too. When it was whole."""
    connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    try:
        for name, value in zip(FOLLOWS_LOG, (_keep_log(archive), str(SWITCH_SECONDS)), strict=True):
            # A setting takes no parameter; the folder is the keeper's own.
            await connection.execute(f"alter system set {name} = {_quoted(value)}")
        await connection.execute("select pg_reload_conf()")
        fresh = archive.bases / "being-made"
        if fresh.exists():
            shutil.rmtree(fresh)
        programs = programs_of(server.data.parent, archive.user, MAJOR)
        run(
            [
                programs / "pg_basebackup", "-D", fresh, "-d", server.url(SUPERUSER, "postgres"),
                "--checkpoint=fast", "--wal-method=stream", "--manifest-checksums=SHA256",
            ],
            archive.user,
        )  # fmt: skip
        whole_at: datetime = await connection.fetchval("select clock_timestamp()")
    finally:
        await connection.close()
    fresh.rename(archive.bases / whole_at.astimezone(UTC).strftime(STAMP))
    return whole_at


def forget(archive: Archive, *, before: datetime) -> int:
    """Drops what leads only to moments before this one; how many base backups that were."""
    bases = sorted(archive.bases.glob("*Z"))
    needed = [base for base in bases if _moment(base.name) <= before][-1:]
    old = [base for base in bases if needed and base < needed[0]]
    for base in old:
        shutil.rmtree(base)
    if old:
        first = next(
            line.split("file ")[1].rstrip(")\n")
            for line in (needed[0] / "backup_label").read_text().splitlines()
            if line.startswith("START WAL LOCATION")
        )
        for piece in archive.log.glob("*.gz"):
            # A piece is named by its place in the log, behind eight letters for the way back taken.
            if len(piece.name) == LENGTH_OF_PIECE and piece.name[8:24] < first[8:24]:
                piece.unlink()
    return len(old)


async def go_back(
    home: Path, archive: Archive, *, to: datetime | None, look: Callable[[str], Awaitable[T]]
) -> Back[T]:
    """Brings the server of this home to what it held at that moment, or to the last that was kept.

    `look` sees the newest state there is, at the superuser's address, before it is left behind.
    Nothing is deleted, and all is put back when the way leads nowhere.
    """
    base, newest = _base_for(archive, to), _base_for(archive, None)
    server = start(home)
    is_the_archived = await _hand_over_the_log(server, archive)
    seen = [await look(server.url(SUPERUSER))] if is_the_archived else []
    stop(home)
    for one in {base, newest} if to is not None and not seen else {base}:
        _check(one)
    if to is not None and not seen:
        # The server that was backed up is lost: what the archive ends with is the newest there is.
        aside, _last = await _go(home, server, archive, newest, None, only_to_look=True)
        try:
            seen = [await look(server.url(SUPERUSER))]
        finally:
            stop(home)
            shutil.rmtree(set_aside(home, server, aside))
    aside, reached = await _go(home, server, archive, base, to)
    seen = seen or [await look(server.url(SUPERUSER))]
    return Back(aside, to or reached, seen[0], saw_all=is_the_archived)


async def _go(
    home: Path, server: PrivatePostgres, archive: Archive, base: Path, to: datetime | None,
    *, only_to_look: bool = False,
) -> tuple[Path, datetime]:  # fmt: skip
    fresh = server.data.with_name("data.going-back")
    if fresh.exists():
        shutil.rmtree(fresh)
    run(["/bin/cp", "-a", base, fresh], archive.user)
    _point_back(fresh, archive, to, only_to_look=only_to_look)
    aside = set_aside(home, server, fresh)
    try:
        return aside, await _arrive(start(home))
    except (PostgresTrouble, OSError, asyncpg.PostgresError, TimeoutError) as trouble:
        stop(home)
        shutil.rmtree(set_aside(home, server, aside))
        raise NoWayBack(
            _(
                "回不到%(to)s：存下来的记录没有到那时候，或者断了。数据没有动。",
                to=_shown(to) if to else _("最后一刻"),
            )
        ) from trouble


def _base_for(archive: Archive, to: datetime | None) -> Path:
    moments = archive.moments()
    before = [moment for moment in moments if to is None or moment <= to]
    if before:
        return archive.bases / before[-1].strftime(STAMP)
    if moments:
        words = _("最早只能回到 %(first)s，那时做的第一次备份。", first=_shown(moments[0]))
    else:
        words = _("%(place)s 里没有备份。先运行 hall backup。", place=archive.place)
    raise NoWayBack(words)


async def _hand_over_the_log(server: PrivatePostgres, archive: Archive) -> bool:
    """Sees to it that the last change lies in the archive; false when it is not this server's."""
    connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    try:
        others = await connection.fetchval(
            "select count(*) from pg_stat_activity "
            "where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        if others:
            raise PostgresTrouble(_("服务还在用数据库，先把它停下来，再恢复。"))
        if str(archive.log) not in await connection.fetchval("show archive_command"):
            return False  # a new home: what it holds is not what is looked for
        # The way back ends at the first change after the moment: so there has to be one.
        await connection.execute("select pg_current_xact_id()")
        last = await connection.fetchval("select pg_walfile_name(pg_switch_wal())")
        until = time.monotonic() + SWITCH_SECONDS
        while not (archive.log / f"{last}.gz").exists():
            if time.monotonic() > until:
                raise PostgresTrouble(
                    _("最后一段记录存不进 %(place)s，请看那里能不能写。", place=archive.log)
                )
            await connection.execute("select pg_sleep(0.05)")
        return True
    finally:
        await connection.close()


async def _arrive(server: PrivatePostgres) -> datetime:
    """Waits until the server has come there and takes up its work; when the last change was."""
    until = time.monotonic() + SECONDS_TO_RECOVER
    connection = await asyncpg.connect(server.url(SUPERUSER, "postgres"))
    try:
        while await connection.fetchval("select pg_is_in_recovery()"):
            if time.monotonic() > until:
                raise TimeoutError
            await connection.execute("select pg_sleep(0.1)")
        last: datetime = await connection.fetchval(
            "select coalesce(pg_last_xact_replay_timestamp(), now())"
        )
        for name in WAY_BACK:
            await connection.execute(f"alter system reset {name}")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()
    return last


def _check(base: Path) -> None:
    """Holds a base backup against its manifest, file by file."""
    for told in json.loads((base / "backup_manifest").read_bytes())["Files"]:
        file = base / told["Path"]
        try:
            with file.open("rb") as content:
                is_whole = hashlib.file_digest(content, "sha256").hexdigest() == told["Checksum"]
        except FileNotFoundError:
            is_whole = False
        if not is_whole:
            raise NoWayBack(_("备份坏了：%(file)s 和做备份时不一样。数据没有动。", file=file))


def _point_back(data: Path, archive: Archive, to: datetime | None, *, only_to_look: bool) -> None:
    log = shlex.quote(str(archive.log))
    values = [f"gzip -dc {log}/%f.gz > %p"]
    if to is not None:
        values += [to.astimezone(UTC).isoformat(sep=" "), "promote"]
    lines = [f"{name} = {_quoted(value)}\n" for name, value in zip(WAY_BACK, values, strict=False)]
    if only_to_look:
        lines.append("archive_mode = 'off'\n")
    settings = data / "postgresql.auto.conf"
    settings.write_text(settings.read_text() + "".join(lines))
    signal = data / "recovery.signal"
    signal.touch()
    give(signal, archive.user, 0o600)


def _keep_log(archive: Archive) -> str:
    """Keeps a finished piece of the log once: asked again after a crash, it finds it there."""
    log = shlex.quote(str(archive.log))
    return (
        f"if test -f {log}/%f.gz; then gzip -dc {log}/%f.gz | cmp -s - %p; else "
        f"gzip -1 -c %p > {log}/.%f && sync {log}/.%f && mv {log}/.%f {log}/%f.gz; fi"
    )


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _moment(name: str) -> datetime:
    return datetime.strptime(name, STAMP).replace(tzinfo=UTC)


def _shown(moment: datetime) -> str:
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
