"""What a township says differently of an item (本地调整), as far as the sheet lets it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.models import Adoption
from jointhall.service_items.offers import checked_variations, variation_name
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

_RAISE = text(
    "update tenants set content_version = content_version + 1 where tenant_id = :tenant_id"
)


async def taken_over(
    session: AsyncSession, township: Place, code: str, *, hold: bool = False
) -> tuple[Adoption, Sheet]:
    """The item as this township took it over, with the sheet of its own edition."""
    adoption = await session.get(Adoption, (township.tenant_id, code), with_for_update=hold or None)
    if adoption is None:
        raise NotHere(_("这里没有这个事项。"))
    return adoption, await edition_of(session, code, adoption.edition)


async def vary(
    session: AsyncSession, township: Place, code: str, given: Mapping[str, Any], *, who: Actor
) -> None:
    """Says these things in the township's own way, and everything else as the county does."""
    adoption, sheet = await taken_over(session, township, code, hold=True)
    wanted = checked_variations(sheet, given)
    before = adoption.variations
    if wanted == before:
        return
    adoption.variations = wanted
    await session.execute(_RAISE, {"tenant_id": township.tenant_id})
    changed = sorted(key for key in {*before, *wanted} if before.get(key) != wanted.get(key))
    names = "、".join(variation_name(key) for key in changed)
    record(
        session, "item.varied", who=who, subject=f"item:{code}",
        words=_("改了“%(title)s”的%(names)s", title=sheet.title, names=names), changed=changed,
    )  # fmt: skip
