"""Starting up: what has to be there first, and a plain sentence when it is not."""

from __future__ import annotations

import asyncio
import socket
from urllib.parse import urlsplit

import asyncpg

from jointhall.kernel.files import FileStore
from jointhall.kernel.migrating import OLDEST_SERVER, newest, without_driver
from jointhall.kernel.words import _
from jointhall.settings import Settings

SECONDS_TO_ANSWER = 5.0


class CannotStart(Exception):
    """The service cannot start; the words say what is missing and how to mend it."""


class NotMigrated(CannotStart):
    """The database is there, and its schema is not the one this version wants."""


def check_port(settings: Settings) -> None:
    """Raises CannotStart when somebody else listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as taken:
            raise CannotStart(
                _(
                    "端口 %(port)s 已经被别的程序占用。"
                    "换一个：PORT=8001 make up，或先停掉占用它的程序。",
                    port=settings.port,
                )
            ) from taken


def check_broker(settings: Settings) -> None:
    """Raises CannotStart when the broker named does not answer, or does not let us in."""
    if settings.broker_url is None:
        return
    # Here and not above: who has no broker should not wait for its library.
    import pika

    parameters = pika.URLParameters(settings.broker_url)
    parameters.socket_timeout = parameters.stack_timeout = SECONDS_TO_ANSWER
    parameters.connection_attempts = 1
    try:
        pika.BlockingConnection(parameters).close()
    except Exception as error:
        # Its library raises what is no kin of its own errors when the other side keeps silent.
        raise CannotStart(
            _(
                "连不上消息队列 %(where)s（%(why)s）。"
                "请看 RabbitMQ 起了没有、BROKER_URL 写得对不对。",
                where=without_password(settings.broker_url),
                why=type(error).__name__,
            )
        ) from error


async def check_files(files: FileStore, settings: Settings) -> None:
    """Raises CannotStart for a store that is away, keeps us out, or cannot be written to."""
    where = settings.home if settings.store is None else without_password(settings.store.url)
    try:
        await files.ready()
    except Exception as error:
        # Each store's library has refusals of its own; to the one who starts it is one matter.
        raise CannotStart(
            _("文件放不进 %(where)s（%(why)s）。请看这个文件夹能不能写。", where=where, why=error)
            if settings.store is None
            else _(
                "用不了文件库 %(where)s（%(why)s）。请看它起了没有、S3_URL 和账号密码写得对不对。",
                where=where,
                why=getattr(error, "code", type(error).__name__),
            )
        ) from error


async def check_database(database_url: str) -> None:
    """Raises CannotStart for a database that is away, too old, not migrated, or too trusting."""
    connection = await reach(database_url, setting="DATABASE_URL")
    try:
        await _check_role(connection)
        await _check_schema(connection)
    finally:
        await connection.close()


async def check_owner(owner_url: str) -> None:
    """Raises CannotStart for a database that cannot be migrated: away, or too old."""
    connection = await reach(owner_url, setting="OWNER_DATABASE_URL")
    await connection.close()


async def reach(database_url: str, *, setting: str) -> asyncpg.Connection:
    """A connection to a database that answers and is not too old."""
    try:
        connection = await asyncio.wait_for(
            asyncpg.connect(without_driver(database_url)), SECONDS_TO_ANSWER
        )
    except (OSError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotStart(
            _(
                "连不上数据库 %(where)s（%(why)s）。请看数据库起了没有、%(setting)s 写得对不对。",
                where=without_password(database_url),
                why=type(error).__name__,
                setting=setting,
            )
        ) from error
    version = connection.get_server_version()
    if version.major * 10_000 < OLDEST_SERVER:
        await connection.close()
        raise CannotStart(_("PostgreSQL %(have)s 太旧，至少要 15 版。", have=version.major))
    return connection


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
        raise NotMigrated(_("数据库还是空的，请先运行：hall migrate"))
    found = await connection.fetchval("select version_num from alembic_version")
    if found != (wanted := newest()):
        raise NotMigrated(
            _(
                "数据库的结构是 %(found)s，这一版程序要 %(wanted)s。请先运行：hall migrate",
                found=found,
                wanted=wanted,
            )
        )


def without_password(url: str) -> str:
    """Where an address leads, for a sentence: neither user nor password."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.hostname or 'localhost'}{port}{parts.path}"
