"""`hall exchange verify`: whether every envelope is as it was sent, on both sides (验信封)."""

from __future__ import annotations

import itertools
import json
from typing import Any

import click

from jointhall.kernel.terminal import ERROR, NOT_FOUND, OK, Progress, with_tools
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.records.anchors import told_of
from jointhall.web.place import Directory, Place

from .checking import Checked, check_exchange


@click.group("exchange")
def exchange() -> None:
    """Envelopes between tenants (往来信封)."""


@exchange.command("verify")
@click.option("--tenant", "slug", metavar="SLUG", help="Only what this tenant sent or received.")
@click.option("--json", "as_json", is_flag=True, help="What was found as JSON on stdout.")
@click.pass_context
def verify(context: click.Context, slug: str | None, as_json: bool) -> None:
    """Check every envelope on both sides; exit code 1 when one was edited or is missing."""

    async def act(tools: Tools) -> int:
        return await exchange_verify(tools, slug, as_json=as_json)

    context.exit(with_tools(context, act))


async def exchange_verify(tools: Tools, slug: str | None = None, *, as_json: bool = False) -> int:
    """Exit code: 0 all hold, 1 flaws found, 3 no such tenant. Found things go to stdout."""
    directory: Directory = tools.outside["directory"]
    places = await directory.everyone()
    only = None
    if slug is not None:
        only = next((place for place in places if place.slug == slug), None)
        if only is None:
            click.echo(_("没有叫 %(slug)s 的单位。", slug=slug), err=True)
            return NOT_FOUND
    count = sum(only is None or place.county_id == only.county_id for place in places)
    progress, seen = Progress(_("验信封")), itertools.count(1)

    def read(_place: Place) -> None:
        progress(next(seen), count)

    checked = await check_exchange(tools, places, only=only, when_read=read)
    if as_json:
        click.echo(json.dumps(as_data(checked), ensure_ascii=False, indent=2))
    else:
        for words in checked.outside.flaws:
            click.echo(words)
        for flaw in checked.flaws:
            click.echo(checked.words_of(flaw))
    click.echo(_sum(checked), err=True)
    click.echo(told_of(checked.outside), err=True)
    return ERROR if checked.flaws or checked.outside.flaws else OK


def as_data(checked: Checked) -> dict[str, Any]:
    """The result as plain data, one entry for each flaw."""
    return {
        "tenants": checked.tenants,
        "envelopes": checked.envelopes,
        "anchors": checked.outside.flaws,
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
    flaws = len(checked.flaws) + len(checked.outside.flaws)
    if flaws:
        return _(
            "查了 %(tenants)s 个单位、%(envelopes)s 份信封：%(flaws)s 处对不上",
            flaws=flaws, **numbers,
        )  # fmt: skip
    return _("查了 %(tenants)s 个单位、%(envelopes)s 份信封：都对得上", **numbers)
