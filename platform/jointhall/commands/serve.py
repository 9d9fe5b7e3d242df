"""`hall serve` and `hall worker`: the two processes of a deployment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import click

from jointhall.kernel.log import set_up
from jointhall.settings import Settings, read_settings
from jointhall.starting import check_broker, check_database, check_port

from .databases import databases_while, leave_now, load, stop_at_sigterm


@click.command()
def serve() -> None:
    """Serve pages; workers live in this process unless BROKER_URL names RabbitMQ."""
    settings = read_settings()
    check_port(settings)
    with _ready(settings, "jointhall.serving") as database_url:
        import uvloop

        from jointhall.serving import serve as run

        in_order = uvloop.run(run(settings, database_url))
    if not in_order:
        leave_now()


@click.command()
def worker() -> None:
    """Do the jobs that RabbitMQ hands over."""
    settings = read_settings()
    with _ready(settings, "jointhall.worker") as database_url:
        import uvloop

        from jointhall.worker import work

        uvloop.run(work(settings, database_url))


@contextmanager
def _ready(settings: Settings, code: str) -> Iterator[str]:
    """The database's address, once every part answers and the code is read in."""
    set_up(level=settings.log_level, as_json=settings.log_json)
    stop_at_sigterm()
    check_broker(settings)
    with databases_while(settings, meanwhile=lambda: load(code)) as databases:
        asyncio.run(check_database(databases.service))
        yield databases.service
