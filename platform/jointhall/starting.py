"""Starting up: what has to be there first, and a plain sentence when it is not."""

from __future__ import annotations

import asyncio
import socket
from urllib.parse import urlsplit

import asyncpg

from jointhall.kernel.migrating import OLDEST_SERVER, newest
from jointhall.kernel.words import _
from jointhall.settings import Settings


class CannotStart(Exception):
    """The service cannot start; the words say what is missing and how to mend it."""


def check_port(settings: Settings) -> None:
    """Raises CannotStart when somebody else listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as taken:
            raise CannotStart(
                _(
                    "端口 %(port)s 已经被别的程序占用。换一个：PORT=8001 make up，或先停掉占用它的程序。",
                    port=settings.port,
                )
            ) from taken


async def check_database(database_url: str) -> None:
    """Raises CannotStart for a database that is away, too old, not migrated, or too trusting."""
    connection = await _connect(database_url)
    try:
        version = connection.get_server_version()
        if version.major * 10_000 < OLDEST_SERVER:
            raise CannotStart(
                _("PostgreSQL %(have)s 太旧，至少要 15 版。", have=version.major)
            )
        await _check_role(connection)
        await _check_schema(connection)
    finally:
        await connection.close()


async def _connect(database_url: str) -> asyncpg.Connection:
    try:
        return await asyncio.wait_for(asyncpg.connect(database_url), 5)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise CannotStart(
            _(
                "连不上数据库 %(where)s（%(why)s）。请看数据库起了没有、DATABASE_URL 写得对不对。",
                where=_without_password(database_url),
                why=type(error).__name__,
            )
        ) from error


async def _check_role(connection: asyncpg.Connection) -> None:
    """The wall holds only for a role that owns nothing and cannot step around it."""
    trusted = await connection.fetchval(
        """
        select rolsuper or rolbypassrls or exists (
            select from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relowner = r.oid and n.nspname = 'public')
        from pg_roles r where rolname = current_user
        """
    )
    if trusted:
        raise CannotStart(
            _(
                "服务用的数据库角色权限太大（是超级用户、能绕过行级安全，或拥有表）。"
                "请给服务另建一个普通角色，迁移用 OWNER_DATABASE_URL。"
            )
        )


async def _check_schema(connection: asyncpg.Connection) -> None:
    if await connection.fetchval("select to_regclass('alembic_version')") is None:
        raise CannotStart(_("数据库还是空的，请先运行：hall migrate"))
    found = await connection.fetchval("select version_num from alembic_version")
    if found != (wanted := newest()):
        raise CannotStart(
            _(
                "数据库的结构是 %(found)s，这一版程序要 %(wanted)s。请先运行：hall migrate",
                found=found,
                wanted=wanted,
            )
        )


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"
