"""`hall`: the platform at the terminal. Data on stdout, all else on stderr; exits 0 1 2 3 5."""

from __future__ import annotations

import sys
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
    "townships": "jointhall.tenancy.cli:townships",
    "items": "jointhall.service_items.cli:items",
    "clock": "jointhall.kernel.clock.cli:clock",
    "exchange": "jointhall.exchange.cli:exchange",
    "journal": "jointhall.records.cli:journal",
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
    from jointhall.commands.databases import databases_of
    from jointhall.house import tools_of
    from jointhall.settings import read_settings
    from jointhall.starting import check_database

    settings = read_settings()
    address = databases_of(settings).service
    await check_database(address)
    tools = tools_of(settings, address, name="hall terminal", size=4)
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
        words = _sentence(error)
        if words is None:
            raise
        click.echo(words, err=True)
        sys.exit(1)


def _sentence(error: BaseException) -> str | None:
    from jointhall.kernel.files import StoreUnreachable
    from jointhall.kernel.postgres_place import PostgresTrouble
    from jointhall.kernel.refusals import Refusal
    from jointhall.starting import CannotStart

    known: tuple[Any, ...] = (PostgresTrouble, CannotStart, StoreUnreachable, Refusal)
    return str(error) if isinstance(error, known) else None


if __name__ == "__main__":
    main()
