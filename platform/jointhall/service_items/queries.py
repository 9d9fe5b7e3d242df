"""Questions about items: what is open here, and what a sheet said when a case was filed."""

from __future__ import annotations

from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of
from jointhall.kernel.plain import run
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.models import Adoption, Item, ItemEdition
from jointhall.service_items.offers import Offer, varied
from jointhall.service_items.reading import sheet_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

# Editions never change, so a sheet once read is kept; the key carries its county.
_read: dict[tuple[UUID, str, str], Sheet] = {}
_MOST_KEPT = 4000


async def items_open_in(
    session: AsyncSession,
    place: Place,
    *,
    for_people: bool | None = None,
    theme: str | None = None,
) -> list[Offer]:
    """What one can apply for here, in the county's order.

    `for_people` True: items for persons, False: for enterprises; `theme` one of the items' themes.
    """
    offers = await _offers(session, place)
    return [
        offer
        for offer in offers
        if offer.is_open
        and (for_people is None or _serves(offer.sheet, for_people))
        and (theme is None or theme in offer.sheet.themes)
    ]


async def item_in(session: AsyncSession, place: Place, code: str) -> Offer:
    """One item as it stands here, open or paused; NotHere when it was never taken over."""
    for offer in await _offers(session, place, code):
        return offer
    raise NotHere(_("这里没有这个事项。"), what_next=_("换个说法找一找，或者打电话问我们。"))


async def edition_of(session: AsyncSession, code: str, edition: str) -> Sheet:
    """The sheet as it was published, for a case or a draft that keeps it."""
    county_id = _county_of(session)
    kept = _read.get((county_id, code, edition))
    if kept is not None:
        return kept
    found = (
        await session.execute(
            select(ItemEdition.module, ItemEdition.sheet).where(
                ItemEdition.tenant_id == county_id,
                ItemEdition.code == code,
                ItemEdition.edition == edition,
            )
        )
    ).first()
    if found is None:
        raise NotHere(_("没有这一版的事项表。"))
    if len(_read) >= _MOST_KEPT:
        _read.clear()
    sheet = sheet_of(found.sheet, module=found.module, code=code)
    return _read.setdefault((county_id, code, edition), sheet)


async def published_in(session: AsyncSession) -> list[Item]:
    """The county's list: every item and the edition it publishes now."""
    found = await session.scalars(
        select(Item).where(Item.tenant_id == _county_of(session)).order_by(Item.position)
    )
    return list(found)


async def editions_in(session: AsyncSession) -> dict[tuple[str, str], ItemEdition]:
    """Every edition the county ever published, by item and edition."""
    found = await session.scalars(
        select(ItemEdition).where(ItemEdition.tenant_id == _county_of(session))
    )
    return {(one.code, one.edition): one for one in found}


async def adoption_of(session: AsyncSession, place: Place, code: str) -> Adoption | None:
    """How this township took the item over, if it did."""
    found: Adoption | None = await session.get(Adoption, (place.tenant_id, code))
    return found


def themes_of(offers: list[Offer]) -> list[str]:
    """The themes of these items, each once, in their order."""
    return list(dict.fromkeys(theme for offer in offers for theme in offer.sheet.themes))


async def _offers(session: AsyncSession, place: Place, code: str | None = None) -> list[Offer]:
    found = await run(
        session, _OFFERED, _county_of(session), place.tenant_id, code, place.is_county
    )
    offers: list[Offer] = []
    for row in found:
        sheet = await edition_of(session, row["code"], row["edition"])
        sheet = varied(sheet, orjson.loads(row["variations"]))
        offers.append(Offer(sheet, row["module_name"], row["theme"], row["status"]))
    return offers


# The county itself offers what it publishes, as it publishes it.
_OFFERED = """
    select i.code, i.module_name, i.theme, coalesce(a.edition, i.edition) as edition,
           case when i.status = 'in_use' then coalesce(a.status, i.status) else i.status end
               as status,
           coalesce(a.variations, '{}')::text as variations
    from items i
    left join item_adoptions a on a.tenant_id = $2 and a.code = i.code and not $4
    where i.tenant_id = $1 and i.code = coalesce($3, i.code) and (a.code is not null or $4)
    order by i.position
    """


def _serves(sheet: Sheet, people: bool) -> bool:
    return sheet.serves_people if people else sheet.serves_enterprises


def _county_of(session: AsyncSession) -> UUID:
    county_id = standing_of(session).county_id
    assert county_id is not None, "items are asked for inside a county"
    return county_id
