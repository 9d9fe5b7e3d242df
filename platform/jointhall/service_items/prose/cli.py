"""`hall items explain`: a sheet, or what a version changes, told in Chinese (讲一遍)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from jointhall.kernel.terminal import ERROR, NOT_FOUND, OK, with_tools
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.service_items.library import modules_folder, sheet_files
from jointhall.service_items.prose.differing import differences
from jointhall.service_items.prose.explaining import explained
from jointhall.service_items.prose.versions import published_version
from jointhall.service_items.reading import read_sheet
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Directory


@click.command("explain")
@click.argument("item")
@click.option("--against", "version", metavar="VERSION",
              help="Only what is new against this: another sheet file, a published number, "
                   "the beginning of an edition, or `published`.")  # fmt: skip
@click.option("--county", "county_code", metavar="CODE",
              help="Whose published versions, when there are several counties.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def explain(
    context: click.Context, item: str, version: str | None, county_code: str | None, as_json: bool
) -> None:
    """Tell a sheet in plain paragraphs; ITEM is its code in the library, or its file."""
    new = _sheet_at(item)
    if new is None:
        context.exit(NOT_FOUND)
    if version is None:
        told: tuple[Any, ...] = explained(new)
        _print(told, [str(one) for one in told], as_json)
        context.exit(OK)
    old = _other(context, new, version, county_code)
    if old is None:
        context.exit(NOT_FOUND)
    told = differences(old, new)
    _print(told, [one.words for one in told] or [_("没有不同。")], as_json)
    context.exit(OK)


def _sheet_at(item: str) -> Sheet | None:
    """The sheet in this file or folder, or of this code in the library."""
    path = Path(item)
    if path.exists():
        files = sheet_files(path)
    else:
        files = [one for one in sheet_files(modules_folder()) if one.parent.name == item]
    if len(files) != 1:
        words = _("没有“%(item)s”这个事项。", item=item)
        if files:
            words = _("“%(item)s”里有%(n)s张表，请写明是哪一张。", item=item, n=len(files))
        click.echo(words, err=True)
        return None
    reading = read_sheet(files[0])
    if reading.sheet is None:
        for trouble in reading.troubles:
            click.echo(str(trouble), err=True)
        click.get_current_context().exit(ERROR)
    return reading.sheet


def _other(
    context: click.Context, new: Sheet, version: str, county_code: str | None
) -> Sheet | None:
    if Path(version).exists():
        return _sheet_at(version)

    async def look(tools: Tools) -> Sheet | None:
        return await version_in_county(tools, new, version, county_code)

    return with_tools(context, look)


async def version_in_county(
    tools: Tools, sheet: Sheet, version: str, county_code: str | None = None
) -> Sheet | None:
    """A version the county published; what stands in the way of it is said on stderr."""
    directory: Directory = tools.outside["directory"]
    counties = [
        place
        for place in await directory.everyone()
        if place.is_county and place.division_code.startswith(county_code or "")
    ]
    if len(counties) != 1:
        click.echo(_("有%(n)s个县，用 --county 写明是哪一个。", n=len(counties)), err=True)
        return None
    async with tools.database.transaction(counties[0].standing(), read_only=True) as session:
        found = await published_version(session, sheet.code, version)
    if found is None:
        words = _("“%(title)s”没有“%(version)s”这一版。", title=sheet.title, version=version)
        click.echo(words, err=True)
    return found


def _print(told: tuple[Any, ...], lines: list[str], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(one) for one in told], ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines))
