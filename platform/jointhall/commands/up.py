"""`hall up`: everything on this machine, from an empty folder to three addresses."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
import uvloop

from jointhall.kernel.log import set_up
from jointhall.kernel.words import _
from jointhall.settings import Settings, read_settings

from .databases import Databases, databases_of, owner_of

STEPS = 4


@click.command()
@click.option("--no-seed", is_flag=True, help="Leave the database without the demo county.")
def up(no_seed: bool) -> None:
    """Start everything here: database, files, workers, the demo county, the service."""
    # `up` is for trying out; a deployment runs `serve` and says DEMO itself.
    settings = read_settings(trying_out=True)
    set_up(level=settings.log_level, as_json=settings.log_json)
    from jointhall.starting import check_port

    check_port(settings)
    with _step(1, _("起数据库")):
        databases = databases_of(settings)
    with _step(2, _("核对表结构")):
        _migrate(databases)
    with _step(3, _("放入演示县")):
        told = "" if no_seed else _seed(settings, databases)
    from jointhall.serving import serve

    begun = time.monotonic()

    def ready() -> None:
        _say(4, _("起服务"), time.monotonic() - begun)
        click.echo(_addresses(settings, told))

    uvloop.run(serve(settings, databases.service, when_ready=ready))


def _migrate(databases: Databases) -> None:
    from jointhall.starting import CannotStart, check_database

    try:
        asyncio.run(check_database(databases.service))
    except CannotStart:
        from jointhall.kernel.migrating import migrate

        migrate(owner_of(databases))


def _seed(settings: Settings, databases: Databases) -> str:
    from jointhall.seeding import seed_once

    return uvloop.run(seed_once(settings, databases.service))


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
