"""`hall up`: everything on this machine, from an empty folder to three addresses."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click

from jointhall.kernel.log import set_up
from jointhall.kernel.words import _
from jointhall.settings import Settings, read_settings
from jointhall.starting import NotMigrated, check_broker, check_database, check_port

from .databases import Databases, databases_while, leave_now, load, owner_of, stop_at_sigterm

STEPS = 4


@click.command()
@click.option("--no-seed", is_flag=True, help="Leave the database without the demo county.")
def up(no_seed: bool) -> None:
    """Start everything here: database, files, workers, the demo county, the service."""
    # `up` is for trying out; a deployment runs `serve` and says DEMO itself.
    settings = read_settings(trying_out=True)
    set_up(level=settings.log_level, as_json=settings.log_json)
    stop_at_sigterm()
    check_port(settings)
    check_broker(settings)
    with ExitStack() as parts:
        with _step(1, _("起数据库")):
            starting = databases_while(settings, meanwhile=lambda: load("jointhall.serving"))
            databases = parts.enter_context(starting)
        with _step(2, _("核对表结构")):
            _migrate(databases)
        with _step(3, _("放入演示县")):
            told = "" if no_seed else _seed(settings, databases)
        in_order = _serve(settings, databases, told)
    click.echo(_("停好了。"), err=True)
    if not in_order:
        leave_now()


def _migrate(databases: Databases) -> None:
    try:
        asyncio.run(check_database(databases.service))
    except NotMigrated:
        from jointhall.kernel.migrating import migrate

        migrate(owner_of(databases))
        asyncio.run(check_database(databases.service))


def _seed(settings: Settings, databases: Databases) -> str:
    import uvloop

    from jointhall.seeding import seed_once

    return uvloop.run(seed_once(settings, databases.service))


def _serve(settings: Settings, databases: Databases, told: str) -> bool:
    import uvloop

    from jointhall.serving import serve

    begun = time.monotonic()

    def ready() -> None:
        _say(4, _("起服务"), time.monotonic() - begun)
        click.echo(_addresses(settings, told))

    return uvloop.run(serve(settings, databases.service, when_ready=ready))


def _addresses(settings: Settings, told: str) -> str:
    base = settings.public_url
    lines = [
        "",
        _("联办大厅开了："),
        _("  居民门户    %(url)s", url=f"{base}/"),
        _("  工作台      %(url)s", url=f"{base}/t/huashi/workbench"),
        _("  县控制台    %(url)s", url=f"{base}/console"),
    ]
    return "\n".join([*lines, told, _("按 Ctrl-C 停下。")])


@contextmanager
def _step(number: int, name: str) -> Iterator[None]:
    begun = time.monotonic()
    if os.isatty(2):
        click.echo(f"[{number}/{STEPS}] {name} …", err=True, nl=False)
    yield
    if os.isatty(2):
        click.echo("\r", err=True, nl=False)
    _say(number, name, time.monotonic() - begun)


def _say(number: int, name: str, seconds: float) -> None:
    words = _("%(seconds).1f 秒", seconds=seconds)
    click.echo(f"[{number}/{STEPS}] {name} … {words}", err=True)
