"""Migrations: forward only, as the owner; `pending` is what a start-up check asks."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r'^revision = "(\w+)"', re.M)
_BUILDS_ON = re.compile(r'^down_revision = "(\w+)"', re.M)

OLDEST_SERVER = 150000
"""PostgreSQL 15: views with security_invoker came then."""


def script_folder() -> Path:
    """Where the migrations lie: beside the package in a checkout, inside it in an image."""
    inside = Path(__file__).parent.parent / "migrations"
    return inside if inside.exists() else Path(__file__).parents[2] / "migrations"


def _config(owner_url: str, app_role: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(script_folder()))
    config.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    config.set_main_option("hall.app_role", app_role)
    return config


def migrate(owner_url: str, *, app_role: str = "hall_app") -> None:
    """Brings the database to the newest schema; does nothing when it is there already."""
    # Here and not above: a service that has nothing to migrate starts without Alembic.
    from alembic import command

    command.upgrade(_config(owner_url, app_role), "head")


@cache
def newest() -> str:
    """The revision this code wants: the one no other builds on.

    Read as text: the migrations themselves can be imported by Alembic only, while it migrates.
    """
    sheets = [path.read_text() for path in (script_folder() / "versions").glob("*.py")]
    revisions = {found for sheet in sheets for found in _REVISION.findall(sheet)}
    heads: set[str] = revisions - {found for sheet in sheets for found in _BUILDS_ON.findall(sheet)}
    assert len(heads) == 1, f"migrations end in {sorted(heads)}"
    return heads.pop()


async def standing_revision(owner_url: str) -> str | None:
    """The revision the database is at; None for one that is empty."""
    connection = await asyncpg.connect(without_driver(owner_url))
    try:
        if await connection.fetchval("select to_regclass('alembic_version')") is None:
            return None
        found: str | None = await connection.fetchval("select version_num from alembic_version")
        return found
    finally:
        await connection.close()


def without_driver(url: str) -> str:
    """The address without the name of a driver, as asyncpg itself wants it."""
    return re.sub(r"^postgres(ql)?\+\w+://", "postgresql://", url)
