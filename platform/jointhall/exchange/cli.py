"""`hall exchange verify`: whether every envelope is as it was sent, on both sides (验信封)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import click

from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.web.place import Directory, Place

from .checking import Checked, check_exchange

OpenTools = Callable[[], AbstractAsyncContextManager[Tools]]
"""What the command line hands to commands that need the database: `context.obj`."""

HOLDS, FLAWED, NO_SUCH_TENANT = 0, 1, 2


@click.group("exchange")
def exchange() -> None:
    """Envelopes between tenants (往来信封)."""


@exchange.command("verify")
@click.option("--tenant", "slug", metavar="SLUG", help="Only what this tenant sent or received.")
@click.option("--json", "as_json", is_flag=True, help="What was found as JSON on stdout.")
@click.pass_context
def verify(context: click.Context, slug: str | None, as_json: bool) -> None:
    """Check every envelope on both sides; exit code 1 when one was edited or is missing."""
    context.exit(asyncio.run(_verify(context.obj, slug, as_json=as_json)))


async def _verify(open_tools: OpenTools, slug: str | None, *, as_json: bool) -> int:
    async with open_tools() as tools:
        return await exchange_verify(tools, slug, as_json=as_json)


async def exchange_verify(tools: Tools, slug: str | None = None, *, as_json: bool = False) -> int:
    """Exit code: 0 all hold, 1 flaws found, 2 no such tenant. Found things go to stdout."""
    directory: Directory = tools.outside["directory"]
    places = await directory.everyone()
    only = None
    if slug is not None:
        only = next((place for place in places if place.slug == slug), None)
        if only is None:
            click.echo(_("没有叫 %(slug)s 的单位。", slug=slug), err=True)
            return NO_SUCH_TENANT
    count = sum(only is None or place.county_id == only.county_id for place in places)
    with _Progress(count) as read:
        checked = await check_exchange(tools, places, only=only, when_read=read)
    if as_json:
        click.echo(json.dumps(as_data(checked), ensure_ascii=False, indent=2))
    else:
        for flaw in checked.flaws:
            click.echo(checked.words_of(flaw))
    click.echo(_sum(checked), err=True)
    return FLAWED if checked.flaws else HOLDS


def as_data(checked: Checked) -> dict[str, Any]:
    """The result as plain data, one entry for each flaw."""
    return {
        "tenants": checked.tenants,
        "envelopes": checked.envelopes,
        "flaws": [
            {
                "tenant": checked.names.get(flaw.tenant_id, str(flaw.tenant_id)),
                "peer": checked.names.get(flaw.peer_id, str(flaw.peer_id)),
                "direction": flaw.direction,
                "seq": flaw.seq,
                "words": flaw.words,
            }
            for flaw in checked.flaws
        ],
    }


def _sum(checked: Checked) -> str:
    numbers = {"tenants": checked.tenants, "envelopes": checked.envelopes}
    if checked.flaws:
        return _(
            "查了 %(tenants)s 个单位、%(envelopes)s 份信封：%(flaws)s 处对不上",
            flaws=len(checked.flaws), **numbers,
        )  # fmt: skip
    return _("查了 %(tenants)s 个单位、%(envelopes)s 份信封：都对得上", **numbers)


class _Progress:
    """A bar on a terminal, nothing in a log: the result says it all."""

    def __init__(self, count: int) -> None:
        self._bar: Any = None
        if sys.stderr.isatty():
            self._bar = click.progressbar(length=count, label=_("验信封"), file=sys.stderr)

    def __enter__(self) -> Callable[[Place], None]:
        if self._bar is None:
            return lambda _place: None
        self._bar.__enter__()
        return lambda _place: self._bar.update(1)

    def __exit__(self, *raised: object) -> None:
        if self._bar is not None:
            self._bar.__exit__(*raised)
