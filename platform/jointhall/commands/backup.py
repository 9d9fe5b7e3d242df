"""`hall backup` and `hall restore`: a copy of everything here, and the way back to any second."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial

import click

from jointhall.kernel.clock.now import BEIJING, now
from jointhall.kernel.terminal import ERROR, OK, Progress, with_tools
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.settings import Settings, read_settings
from jointhall.starting import CannotStart

KEEP_DAYS = 30


@click.command()
@click.option("--keep", default=KEEP_DAYS, show_default=True, metavar="DAYS",
              type=click.IntRange(1), help="How far back one can go.")  # fmt: skip
def backup(keep: int) -> None:
    """Back up database and files; from the first time on, every change is kept as well."""
    settings = _own_database()
    click.echo(asyncio.run(take_backup(settings, keep=timedelta(days=keep))), err=True)


@click.command()
@click.option("--to", "moment", metavar="TIME", help='"2026-11-22 20:15:03", Beijing time.')
@click.pass_context
def restore(context: click.Context, moment: str | None) -> None:
    """Go back to a named second (or to the last one kept), files included; stop the service first.

    Exit code 1 when a file the database knows is neither here nor in the backup.
    """
    settings = _own_database()
    missing = asyncio.run(bring_back(settings, moment_of(moment) if moment else None))
    context.exit(ERROR if missing else OK)


@click.command("skip-numbers")
@click.option("--by", "many", default=20, show_default=True, metavar="N",
              type=click.IntRange(1), help="More than were given since the moment.")  # fmt: skip
@click.pass_context
def skip_numbers(context: click.Context, many: int) -> None:
    """Give no number again that was lost: after the tools of a database of its own went back."""

    async def act(tools: Tools) -> int:
        from jointhall.records.void_numbers import Given, pass_over

        return await pass_over(tools, Given(), unseen=many, why=_("数据恢复过，跳过可能给过的号"))

    told = _("%(n)s 个编号作废，不会再给别人；见“编号登记”。", n=with_tools(context, act))
    click.echo(told, err=True)


def _own_database() -> Settings:
    settings = read_settings()
    if not settings.own_postgres:
        raise CannotStart(
            _("数据库不是自带的（写了 DATABASE_URL）：它的备份和恢复，请用数据库自己的工具。")
        )
    return settings


def moment_of(words: str) -> datetime:
    """The moment somebody names, in Beijing time unless they say otherwise; not one to come."""
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise click.UsageError(_("--to 要写成 2026-11-22 20:15:03 这样。")) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    if moment > now():
        raise click.UsageError(_("--to 的那一刻还没有到。"))
    return moment


async def take_backup(settings: Settings, *, keep: timedelta) -> str:
    """What was backed up, in a sentence."""
    from jointhall.documents.copies import copy_new, forget_erased
    from jointhall.kernel.postgres_past import archive_in, back_up, forget
    from jointhall.kernel.private_postgres import start

    server = await asyncio.to_thread(start, settings.home)
    archive = await asyncio.to_thread(archive_in, settings.backup_home)
    whole_at = await back_up(server, archive)
    forget(archive, before=whole_at - keep)
    told = _("数据库备份好了，在 %(place)s。", place=archive.place)
    if settings.store is None:
        store, copies = settings.home / "files", settings.backup_home / "files"
        # What the database knew when it was whole lay in the store by then: so it is copied after.
        copied = await asyncio.to_thread(copy_new, store, copies)
        await asyncio.to_thread(forget_erased, store, copies, after=keep)
        told += _("新抄了 %(n)s 个文件。", n=copied)
    first = archive.moments()[0].astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    told += _("从 %(first)s 起，每一秒都回得去。密钥不在里面，要另外备份。", first=first)
    if server.was_started:
        from jointhall.kernel.private_postgres import stop

        await asyncio.to_thread(stop, settings.home)
    return told


async def bring_back(settings: Settings, to: datetime | None) -> int:
    """Brings database, anchors and files back to that moment; how many files are missing."""
    from jointhall import routes as _every_subject  # noqa: F401  each says how it numbers
    from jointhall.documents.copies import bring_back as bring_files
    from jointhall.house import tools_of
    from jointhall.kernel.migrating import migrate, newest, standing_revision
    from jointhall.kernel.postgres_past import archive_in, go_back
    from jointhall.kernel.private_postgres import start, stop
    from jointhall.records.anchors import set_aside_after
    from jointhall.records.void_numbers import UNSEEN, numbers_given, pass_over

    archive = await asyncio.to_thread(archive_in, settings.backup_home)
    look = partial(numbers_given, since=to)
    back = await go_back(settings.home, archive, to=to, look=look)
    shown = back.moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    click.echo(
        _("数据库回到了 %(at)s；原来的数据在 %(aside)s。", at=shown, aside=back.aside), err=True
    )
    server = await asyncio.to_thread(start, settings.home)
    if await standing_revision(server.owner_url) != newest():
        await asyncio.to_thread(migrate, server.owner_url)
    tools = tools_of(settings, server.app_url, name="hall terminal", size=2)
    try:
        anchors = settings.home / f"anchors.{back.aside.name.partition('.')[2]}"
        if await set_aside_after(tools, back.moment, anchors):
            click.echo(_("那以后存的链头放在 %(place)s。", place=anchors), err=True)
        why = _("数据恢复到了 %(at)s，那以后给过的号不再用", at=shown)
        unseen = 0 if back.saw_all else UNSEEN
        if many := await pass_over(tools, back.seen, unseen=unseen, why=why):
            click.echo(_("%(n)s 个编号作废，不会再给别人；见“编号登记”。", n=many), err=True)
        copies = settings.backup_home / "files" if settings.store is None else None
        told = await bring_files(tools, copies, progress=Progress(_("核对文件")))
    finally:
        await tools.database.close()
        await asyncio.to_thread(stop, settings.home)
    click.echo(
        _(
            "文件都核对过：%(whole)s 个完好，%(brought)s 个从备份取回，%(missing)s 个找不到。",
            whole=told.whole, brought=told.brought, missing=len(told.missing),
        ),
        err=True,
    )  # fmt: skip
    for key in told.missing:
        click.echo(key)
    click.echo(_("现在可以起服务；起了以后再做一次 hall backup。"), err=True)
    return len(told.missing)
