"""`hall migrate`: brings the database to the schema of this version, forward only."""

from __future__ import annotations

import asyncio

import click

from jointhall.kernel.migrating import migrate as bring_up
from jointhall.kernel.migrating import newest, standing_revision
from jointhall.kernel.words import _
from jointhall.settings import read_settings
from jointhall.starting import check_owner

from .databases import databases_of, owner_of


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    owner = owner_of(databases_of(read_settings()))
    asyncio.run(check_owner(owner))
    before = asyncio.run(standing_revision(owner))
    if before == newest():
        click.echo(_("数据库已经是最新的（%(at)s）。", at=before), err=True)
        return
    bring_up(owner)
    click.echo(_("数据库升级到了 %(at)s。", at=newest()), err=True)
