"""Which database a command works on: the one it is told, or the private one of this home."""

from __future__ import annotations

from dataclasses import dataclass

from jointhall.kernel.words import _
from jointhall.settings import Settings
from jointhall.starting import CannotStart


@dataclass(frozen=True, slots=True)
class Databases:
    """Addresses for the service's role and for the owner who migrates."""

    service: str
    owner: str | None


def databases_of(settings: Settings) -> Databases:
    """Starts the private PostgreSQL where no address is given."""
    if settings.database_url is not None:
        return Databases(settings.database_url, settings.owner_database_url)
    from jointhall.kernel.private_postgres import start

    server = start(settings.home)
    return Databases(server.app_url, server.owner_url)


def owner_of(databases: Databases) -> str:
    if databases.owner is None:
        raise CannotStart(_("迁移要用拥有表的角色，请写 OWNER_DATABASE_URL。"))
    return databases.owner
