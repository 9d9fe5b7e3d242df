"""`hall seed`: the demo county, for trying out and never among real people."""

from __future__ import annotations

import click
import uvloop

from jointhall.kernel.words import _
from jointhall.settings import read_settings

from .databases import databases_of


@click.command()
def seed() -> None:
    """Make what is not there yet of the demo county; prints its sign-ins."""
    settings = read_settings()
    if not settings.demo:
        # Its people are invented, but their numbers may be somebody's: no real gateway for them.
        raise click.UsageError(_("演示县只给试用：请加上 DEMO=1 再运行。"))
    from jointhall.seeding import seed_once

    def say(words: str) -> None:
        click.echo(words, err=True)

    click.echo(uvloop.run(seed_once(settings, databases_of(settings).service, say=say)))
