"""The private PostgreSQL of one machine: nothing to install, its data under the service's home.

It runs apart from the service, so killing the service harms no data, and the next start finds it
running or lets it recover. In production there is `DATABASE_URL` instead.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from jointhall.kernel.postgres_place import (
    PORT,
    PostgresTrouble,
    ServerUser,
    give,
    place_of,
    programs_of,
    run,
    server_user,
    sockets_of,
)
from jointhall.kernel.words import _

MAJOR = 18
DATABASE = "hall"
OWNER = "hall_owner"
APP = "hall_app"
SUPERUSER = "postgres"
SECONDS_TO_START = 60

SETTINGS = """\
listen_addresses = ''
max_connections = 200
shared_buffers = 256MB
effective_cache_size = 1GB
random_page_cost = 1.1
max_wal_size = 2GB
checkpoint_timeout = 15min
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_statement = 'none'
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
archive_mode = on
archive_command = 'true'
"""
# Keeping the log can be switched on while the server runs, archiving itself cannot: so it is on and
# keeps nothing until the first backup says where; see `postgres_past`.

# The application's role owns nothing and cannot step around row-level security.
ROLES = f"""
do $$ begin
  if not exists (select from pg_roles where rolname = '{OWNER}') then
    create role {OWNER} login createdb nosuperuser nobypassrls; end if;
  if not exists (select from pg_roles where rolname = '{APP}') then
    create role {APP} login nosuperuser nocreatedb nocreaterole nobypassrls; end if;
end $$;
select 'create database {DATABASE} owner {OWNER} template template0 encoding ''UTF8'' locale ''C'''
 where not exists (select from pg_database where datname = '{DATABASE}') \\gexec
revoke all on database {DATABASE} from public;
grant connect on database {DATABASE} to {APP};
"""  # noqa: S608 - names from above


@dataclass(frozen=True, slots=True)
class PrivatePostgres:
    """A running private server: one address for the owner, one for the application."""

    data: Path
    sockets: Path
    was_started: bool = False
    """Whether it did not run before: who started it may stop it."""

    @property
    def owner_url(self) -> str:
        return self.url(OWNER)

    @property
    def app_url(self) -> str:
        return self.url(APP)

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='/')}"


def start(home: Path) -> PrivatePostgres:
    """Start the server of this home (`.hall`), or find it running; the first start makes it."""
    home = home.absolute()
    home.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(home):
        user = server_user()
        place = place_of(home, user)
        data = place / "data"
        programs = programs_of(place, user, MAJOR)
        _refuse_another_version(data)
        if not (data / "PG_VERSION").exists():
            _make(programs, data, user)
        server = PrivatePostgres(data, sockets_of(place, user))
        was_up = _is_up(server)
        if not was_up:
            _launch(programs, server, user)
        _ensure_roles(programs, server, place)
        return replace(server, was_started=not was_up)


def stop(home: Path) -> None:
    """Stop the server of this home; nothing happens when it does not run."""
    home = home.absolute()
    if not (home / "postgres").exists():
        return
    with _one_at_a_time(home):
        user = server_user()
        place = place_of(home, user)
        server = PrivatePostgres(place / "data", sockets_of(place, user))
        _forget_a_dead_server(server)
        if (server.data / "postmaster.pid").exists():
            pg_ctl = programs_of(place, user, MAJOR) / "pg_ctl"
            run([pg_ctl, "-D", server.data, "-w", "-t", "30", "-m", "fast", "stop"], user)


def set_aside(home: Path, server: PrivatePostgres, instead: Path) -> Path:
    """Puts another data folder in the place of a stopped server's; where its own now lies."""
    with _one_at_a_time(home):
        mark = f"{time.strftime('%Y%m%dT%H%M%S')}-{secrets.token_hex(2)}"
        aside = server.data.with_name(f"data.{mark}")
        server.data.rename(aside)
        instead.rename(server.data)
    return aside


def _refuse_another_version(data: Path) -> None:
    mark = data / "PG_VERSION"
    if not mark.exists():
        return
    found = mark.read_text().strip()
    if found != str(MAJOR):
        raise PostgresTrouble(
            _(
                "%(data)s 里的数据是 PostgreSQL %(found)s 存的，现在带的是 %(ours)s，不能直接打开。"
                "请用旧版本导出（pg_dump）再导入；试用的数据不要了，可以删掉这个文件夹。",
                data=data,
                found=found,
                ours=MAJOR,
            )
        )


def _make(programs: Path, data: Path, user: ServerUser) -> None:
    if data.exists():
        shutil.rmtree(data)  # an earlier making was cut short: without PG_VERSION it holds nothing
    fresh = data.with_name(f"data.{secrets.token_hex(4)}")
    run(
        [
            programs / "initdb", "-D", fresh, "-U", SUPERUSER, "--encoding=UTF8", "--locale=C",
            "--auth-local=trust", "--auth-host=reject", "--no-instructions",
        ],
        user,
    )  # fmt: skip
    with (fresh / "postgresql.conf").open("a") as config:
        config.write("\ninclude = 'hall.conf'\n")
    fresh.rename(data)


def _launch(programs: Path, server: PrivatePostgres, user: ServerUser) -> None:
    _forget_a_dead_server(server)
    if _comes_up(server):
        return
    own = SETTINGS + f"unix_socket_directories = '{server.sockets}'\nport = {PORT}\n"
    own += "unix_socket_permissions = 0700\n"
    (server.data / "hall.conf").write_text(own)
    log = server.data / "server.log"
    if not log.exists() or log.stat().st_size > 20_000_000:
        log.write_text("")
        give(log, user, 0o600)
    start_it = [
        programs / "pg_ctl", "-D", server.data, "-w", "-t", SECONDS_TO_START,
        "-s", "-l", log, "start",
    ]  # fmt: skip
    try:
        run(start_it, user)
    except PostgresTrouble as trouble:
        raise PostgresTrouble(
            _("自带的 PostgreSQL 没有启动起来：%(why)s", why=_tail(log) or trouble)
        ) from trouble


def _forget_a_dead_server(server: PrivatePostgres) -> None:
    """Remove the marks of a server that was killed: its number may be another process's by now."""
    mark = server.data / "postmaster.pid"
    if not mark.exists() or not Path("/proc").exists():
        return  # without /proc the judgement is PostgreSQL's own
    try:
        number = int(mark.read_text().splitlines()[0])
    except (ValueError, IndexError):
        number = 0
    if number in _at_work_in(server.data):
        return
    # The children of a killed server hold its memory for a moment; two at once ruin the data.
    until = time.monotonic() + 20
    while _at_work_in(server.data) and time.monotonic() < until:
        time.sleep(0.1)
    if not _at_work_in(server.data):
        mark.unlink(missing_ok=True)
        for left in server.sockets.glob(".s.PGSQL.*"):
            left.unlink()


def _comes_up(server: PrivatePostgres) -> bool:
    """Wait for a server that another start has launched and that is still recovering."""
    until = time.monotonic() + SECONDS_TO_START
    while (server.data / "postmaster.pid").exists() and time.monotonic() < until:
        if _is_up(server):
            return True
        time.sleep(0.1)
    return False


def _at_work_in(data: Path) -> set[int]:
    """The processes of a server: they work in its data folder, and nothing else does."""
    found = set()
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                if (process / "cwd").readlink() == data:
                    found.add(int(process.name))
            except OSError:
                continue
    return found


def _is_up(server: PrivatePostgres) -> bool:
    """Whether a server of this very data answers on its socket."""
    if not (server.data / "postmaster.pid").exists():
        return False
    lines = (server.data / "postmaster.pid").read_text().splitlines()
    if len(lines) < 8 or lines[7].strip() != "ready" or lines[4] != str(server.sockets):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
        try:
            knock.connect(str(server.sockets / f".s.PGSQL.{PORT}"))
        except OSError:
            return False
    return True


def _ensure_roles(programs: Path, server: PrivatePostgres, place: Path) -> None:
    done = place / "roles-1"
    if done.exists():
        return
    psql = [
        programs / "psql",
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        server.url(SUPERUSER, "postgres"),
    ]
    run(psql, None, said=ROLES)
    done.touch()


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    with (home / "postgres.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _tail(log: Path) -> str:
    """The last thing the server said, for the sentence that tells why it did not start."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-40:]
    faults = [line for line in lines if "FATAL" in line or "ERROR" in line or "HINT" in line]
    return " ".join(faults[-3:])
