"""`hall`: the platform at the terminal. Data on stdout, all else on stderr; exits 0 1 2 3 5."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from jointhall.kernel.tools import Tools

# Loaded only when asked for: `hall clock due` need not wait for a web framework.
COMMANDS = {
    "up": "jointhall.commands.up:up",
    "serve": "jointhall.commands.serve:serve",
    "worker": "jointhall.commands.serve:worker",
    "migrate": "jointhall.commands.migrate:migrate",
    "seed": "jointhall.commands.seed:seed",
    "backup": "jointhall.commands.backup:backup",
    "restore": "jointhall.commands.backup:restore",
    "skip-numbers": "jointhall.commands.backup:skip_numbers",
    "townships": "jointhall.tenancy.cli:townships",
    "items": "jointhall.service_items.cli:items",
    "clock": "jointhall.kernel.clock.cli:clock",
    "exchange": "jointhall.exchange.cli:exchange",
    "journal": "jointhall.records.cli:journal",
    "verify-bundle": "jointhall.commands.verify_bundle:verify_bundle",
}


class Commands(click.Group):
    """The commands by name, each imported at its first use."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _colon, attribute = COMMANDS[name].partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def hall(context: click.Context) -> None:
    """Jointhall (联办大厅): one service, many townships."""
    context.obj = open_tools


@asynccontextmanager
async def open_tools() -> AsyncIterator[Tools]:
    """What commands that need the database are handed: asked for by them, opened only then."""
    from jointhall import routes as _every_subject  # noqa: F401  what each gives a new tenant
    from jointhall.commands.databases import databases_of, owner_of
    from jointhall.house import tools_of
    from jointhall.kernel.migrating import migrate
    from jointhall.settings import read_settings
    from jointhall.starting import NotMigrated, check_database

    settings = read_settings()
    databases = databases_of(settings)
    try:
        await check_database(databases.service)
    except NotMigrated:
        # The private database has nobody else to look after it; any other is its keeper's matter.
        if not settings.own_postgres:
            raise
        await asyncio.to_thread(migrate, owner_of(databases))
    tools = tools_of(settings, databases.service, name="hall terminal", size=4)
    try:
        yield tools
    finally:
        await tools.database.close()


def main(arguments: list[str] | None = None) -> None:
    """Runs a command; what is wrong is one sentence on stderr and never a stack trace."""
    from jointhall.settings import BadSettings

    try:
        hall.main(args=arguments, prog_name="hall", standalone_mode=True)
    except BadSettings as bad:
        for fault in bad.faults:
            click.echo(fault, err=True)
        sys.exit(2)
    except Exception as error:
        _show_all_of(error)
        click.echo(_sentence(error), err=True)
        sys.exit(1)


def _sentence(error: Exception) -> str:
    from jointhall.kernel.files import StoreUnreachable
    from jointhall.kernel.log import masked
    from jointhall.kernel.postgres_place import PostgresTrouble
    from jointhall.kernel.refusals import Refusal
    from jointhall.kernel.words import _
    from jointhall.starting import CannotStart

    known: tuple[Any, ...] = (PostgresTrouble, CannotStart, StoreUnreachable, Refusal)
    if isinstance(error, known):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return _("%(path)s 用不了：%(why)s。", path=error.filename, why=error.strerror)
    told = {"kind": type(error).__name__, "words": masked(str(error).partition("\n")[0])}
    return _(
        "出了没有料到的错（%(kind)s：%(words)s）。"
        "加上 LOG_LEVEL=debug 再运行一次，能看到完整的经过。",
        **told,
    )


def _show_all_of(error: Exception) -> None:
    """Whoever looks for a fault asks for all of it: LOG_LEVEL=debug."""
    from jointhall.settings import read_settings

    if read_settings().log_level == "debug":
        traceback.print_exception(error)


if __name__ == "__main__":
    main()
