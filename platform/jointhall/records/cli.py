"""`hall journal verify`: whether every journal is as it was written (验操作记录)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import click

from jointhall.kernel.terminal import ERROR, NOT_FOUND, OK, Progress, with_tools
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.web.place import Directory, Place

from .anchors import LOOKED_BACK, Anchored, anchors_kept, told_of
from .chain import Flaw, chain_of, verify


@dataclass(slots=True)
class Verified:
    """How many journals and lines were read, and what does not hold in whose."""

    tenants: int = 0
    lines: int = 0
    flaws: list[tuple[Place, Flaw]] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    """What is wrong with the ends that were kept outside."""

    def as_data(self) -> dict[str, Any]:
        return {
            "tenants": self.tenants,
            "lines": self.lines,
            "anchors": self.outside,
            "flaws": [
                {"tenant": place.slug, "name": place.name, "seq": flaw.seq, "words": flaw.words}
                for place, flaw in self.flaws
            ],
        }


@click.group("journal")
def journal() -> None:
    """The journal of acts (操作记录)."""


@journal.command("verify")
@click.option("--tenant", "slug", metavar="SLUG", help="Only this tenant's journal.")
@click.option("--json", "as_json", is_flag=True, help="What was found as JSON on stdout.")
@click.pass_context
def verify_(context: click.Context, slug: str | None, as_json: bool) -> None:
    """Check every journal line; exit code 1 when one was edited, is missing or was cut off."""

    async def act(tools: Tools) -> int:
        return await journal_verify(tools, slug, as_json=as_json)

    context.exit(with_tools(context, act))


async def journal_verify(tools: Tools, slug: str | None = None, *, as_json: bool = False) -> int:
    """Exit code: 0 all hold, 1 flaws found, 3 no such tenant. Found things go to stdout."""
    directory: Directory = tools.outside["directory"]
    places = await directory.everyone()
    if slug is not None:
        places = [place for place in places if place.slug == slug]
        if not places:
            click.echo(_("没有叫 %(slug)s 的单位。", slug=slug), err=True)
            return NOT_FOUND
    kept = await anchors_kept(tools, back_to=tools.clock.now() - LOOKED_BACK)
    found = await verify_all(tools, places, kept)
    if as_json:
        click.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        for words in found.outside:
            click.echo(words)
        for place, flaw in found.flaws:
            click.echo(f"{place.slug}\t{place.name}\t{flaw.words}")
    click.echo(
        _("查了 %(tenants)s 个单位、%(lines)s 行操作记录：%(flaws)s 处对不上。",
          tenants=found.tenants, lines=found.lines, flaws=len(found.flaws) + len(found.outside)),
        err=True,
    )  # fmt: skip
    click.echo(told_of(kept), err=True)
    return ERROR if found.flaws or found.outside else OK


async def verify_all(tools: Tools, places: list[Place], kept: Anchored) -> Verified:
    """Reads one journal after another, each in its own tenant."""
    found = Verified(outside=kept.flaws)
    progress = Progress(_("验操作记录"))
    for count, place in enumerate(places, 1):
        async with tools.database.transaction(place.standing(), read_only=True) as session:
            lines, flaws = await verify(
                session, place.tenant_id, anchored=kept.of(chain_of(place.tenant_id))
            )
        found.tenants += 1
        found.lines += lines
        found.flaws += [(place, flaw) for flaw in flaws]
        progress(count, len(places))
    return found
