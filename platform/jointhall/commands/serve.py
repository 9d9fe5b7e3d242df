"""`hall serve` and `hall worker`: the two processes of a deployment."""

from __future__ import annotations

import click
import uvloop

from jointhall.kernel.log import set_up
from jointhall.settings import read_settings

from .databases import databases_of


@click.command()
def serve() -> None:
    """Serve pages; workers live in this process unless BROKER_URL names RabbitMQ."""
    from jointhall.serving import serve as run

    settings = read_settings()
    set_up(level=settings.log_level, as_json=settings.log_json)
    uvloop.run(run(settings, databases_of(settings).service))


@click.command()
def worker() -> None:
    """Do the jobs that RabbitMQ hands over."""
    from jointhall.worker import work

    settings = read_settings()
    set_up(level=settings.log_level, as_json=settings.log_json)
    uvloop.run(work(settings, databases_of(settings).service))
