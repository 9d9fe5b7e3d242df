"""What taking items over would change (先看清单), before anybody confirms it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.service_items.models import Adoption
from jointhall.service_items.offers import still_allowed, variation_name
from jointhall.service_items.prose import differences
from jointhall.service_items.queries import sheets_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from .standing import ItemThere, items_here


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the list: new here, or another edition of it; and what becomes of variations."""

    there: ItemThere
    sheet: Sheet
    differences: tuple[str, ...]
    variations: dict[str, Any]
    """What this township varies from now on."""
    before: dict[str, Any] | None
    """What it varied until now; None for what is new here."""

    @property
    def code(self) -> str:
        return self.there.code

    @property
    def title(self) -> str:
        return self.there.title

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of the variations that stay."""
        return tuple(variation_name(key) for key in self.variations)

    @property
    def lost(self) -> tuple[str, ...]:
        """Names of those the new edition does not allow any more."""
        return tuple(variation_name(key) for key in self.before or () if key not in self.variations)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a confirmation would do; what stands as the county has it is not listed."""

    lines: tuple[Line, ...]

    @property
    def new(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_new)

    @property
    def changed(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_new)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(line.code for line in self.lines)

    def fingerprint(self) -> str:
        """Names what was looked at, so that nothing else is confirmed."""
        return ".".join(f"{line.code}-{line.there.county_edition}" for line in self.lines)


async def plan_of(
    session: AsyncSession,
    township: Place,
    today: date,
    *,
    codes: Iterable[str] | None = None,
    module: str | None = None,
) -> Plan:
    """What taking over these items, or all of a module, or all there are, would change here."""
    asked = None if codes is None else set(codes)
    wanted = [
        one
        for one in await items_here(session, township, today)
        if one.state not in ("off", "withdrawn")
        and (asked is None or one.code in asked)
        and (module is None or one.module == module)
        and one.edition != one.county_edition
    ]
    if not wanted:
        return Plan(())
    sheets = await sheets_of(
        session,
        [(one.code, one.county_edition) for one in wanted]
        + [(one.code, one.edition) for one in wanted if one.is_adopted],
    )
    varied = await variations_here(session, township, [one.code for one in wanted])
    lines = []
    for one in wanted:
        after = sheets[one.code, one.county_edition]
        before = varied.get(one.code) if one.is_adopted else None
        told = _told(sheets[one.code, one.edition], after) if one.is_adopted else ()
        kept = still_allowed(after, before or {})
        lines.append(Line(one, after, told, kept, before))
    return Plan(tuple(lines))


def _told(before: Sheet, after: Sheet) -> tuple[str, ...]:
    return tuple(difference.words for difference in differences(before, after))


async def variations_here(
    session: AsyncSession, township: Place, codes: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """What this township varies of these items."""
    rows = await session.execute(
        select(Adoption.code, Adoption.variations).where(
            Adoption.tenant_id == township.tenant_id, Adoption.code.in_(list(codes))
        )
    )
    return {row.code: row.variations for row in rows}
