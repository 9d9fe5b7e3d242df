"""Questions about items: what is open here, and what a sheet said when a case was filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of
from jointhall.kernel.plain import run
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.models import Adoption, Item, ItemEdition
from jointhall.service_items.offers import Closed, Offer, still_allowed, varied
from jointhall.service_items.reading import sheet_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

# Editions never change, so a sheet once read is kept; the key carries its county.
_read: dict[tuple[UUID, str, str], Sheet] = {}
# An edition is named by its content, so what several counties publish alike is read once; whether a
# county has it is asked of its own rows all the same.
_alike: dict[tuple[str, str, str], Sheet] = {}
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


async def items_in(session: AsyncSession, place: Place) -> list[Offer]:
    """What is open here, paused or withdrawn: for a search, which says why instead of nothing."""
    return [offer for offer in await _offers(session, place) if offer.status != "off"]


async def item_in(session: AsyncSession, place: Place, code: str) -> Offer:
    """One item as it stands here, open or paused; NotHere when it was never taken over."""
    for offer in await _offers(session, place, code):
        return offer
    raise NotHere(_("这里没有这个事项。"), what_next=_("换个说法找一找，或者打电话问我们。"))


async def closed_in(session: AsyncSession, place: Place) -> dict[str, Closed]:
    """Why items take no applications here now, by code; those that are open are not in it."""
    found = await run(
        session, _OFFERED, _county_of(session), place.tenant_id, None, place.is_county
    )
    return {row["code"]: _closed(row) for row in found if row["status"] != "in_use"}


async def edition_of(session: AsyncSession, code: str, edition: str) -> Sheet:
    """The sheet as it was published, for a case or a draft that keeps it."""
    found = await sheets_of(session, [(code, edition)])
    if (code, edition) not in found:
        raise NotHere(_("没有这一版的事项表。"))
    return found[code, edition]


async def sheets_of(
    session: AsyncSession, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Sheet]:
    """These editions, by code and edition: those not read before in one statement."""
    county_id = _county_of(session)
    asked = set(wanted)
    found = {one: _read[key] for one in asked if (key := (county_id, *one)) in _read}
    missing = [one for one in asked if one not in found]
    if missing:
        codes, editions = zip(*missing, strict=True)
        rows = await run(session, _EDITIONS, county_id, list(codes), list(editions))
        if len(_read) + len(rows) > _MOST_KEPT:
            _read.clear()
            _alike.clear()
        for row in rows:
            code, edition = row["code"], row["edition"]
            named = (row["module"], code, edition)
            if named not in _alike:
                said = orjson.loads(row["sheet"])
                _alike[named] = sheet_of(said, module=row["module"], code=code)
            found[code, edition] = _read[county_id, code, edition] = _alike[named]
    return found


_EDITIONS = """
    select code, edition, module, sheet::text as sheet from item_editions
    where tenant_id = $1
      and (code, edition) in (select * from unnest($2::text[], $3::text[]))
    """


async def sheet_here(session: AsyncSession, place: Place, code: str, edition: str) -> Sheet:
    """An edition with what this township varies of it: what a case of it is promised here."""
    sheet = await edition_of(session, code, edition)
    adoption = await adoption_of(session, place, code)
    return sheet if adoption is None else varied(sheet, still_allowed(sheet, adoption.variations))


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
    sheets = await sheets_of(session, ((row["code"], row["edition"]) for row in found))
    offers: list[Offer] = []
    for row in found:
        sheet = varied(sheets[row["code"], row["edition"]], orjson.loads(row["variations"]))
        offers.append(
            Offer(
                sheet, row["module_name"], row["theme"], row["status"], _closed(row), row["asked"]
            )
        )  # fmt: skip
    return offers


def _closed(row: Mapping[str, Any]) -> Closed:
    return Closed(
        row["why"], row["instead"], row["instead_code"], row["instead_title"] or "",
        row["is_countys"],
    )  # fmt: skip


# The county itself offers what it publishes, as it publishes it. What the county closes is closed
# everywhere; a module is on unless the county, or where it is left to them the township, says no.
_OFFERED = """
    select o.*, (select e.title from items x join item_editions e
                     on e.tenant_id = x.tenant_id and e.code = x.code and e.edition = x.edition
                 where x.tenant_id = $1 and x.code = nullif(o.instead_code, '')) as instead_title
    from (
    select i.code, i.module_name, i.theme, coalesce(a.edition, i.edition) as edition,
           coalesce(a.variations, '{}')::text as variations,
           i.status <> 'in_use' as is_countys,
           coalesce((select d.times from item_demand d
                     where d.tenant_id = $2 and d.code = i.code), 0) as asked,
           case when i.status <> 'in_use' then i.status
                when g.setting = 'off'
                  or coalesce(g.setting, 'free') = 'free' and not coalesce(c.is_on, true)
                then 'off'
                else coalesce(a.status, 'in_use') end as status,
           case when i.status <> 'in_use' then i.closed_why
                else coalesce(a.closed_why, '') end as why,
           case when i.status <> 'in_use' then i.instead
                else coalesce(a.instead, '') end as instead,
           case when i.status <> 'in_use' then i.instead_code
                else coalesce(a.instead_code, '') end as instead_code
    from items i
    left join item_adoptions a on a.tenant_id = $2 and a.code = i.code and not $4
    left join module_grants g
        on g.tenant_id = $1 and g.township_id = $2 and g.module = i.module and not $4
    left join module_choices c on c.tenant_id = $2 and c.module = i.module and not $4
    where i.tenant_id = $1 and i.code = coalesce($3, i.code) and (a.code is not null or $4)
    order by i.position, i.code
    ) o
    """


def _serves(sheet: Sheet, people: bool) -> bool:
    return sheet.serves_people if people else sheet.serves_enterprises


def _county_of(session: AsyncSession) -> UUID:
    county_id = standing_of(session).county_id
    assert county_id is not None, "items are asked for inside a county"
    return county_id
