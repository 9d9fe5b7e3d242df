"""Finding a version of a sheet by what people call it (哪一版): a number, a fingerprint."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of
from jointhall.service_items.models import Item, ItemEdition
from jointhall.service_items.reading import sheet_of
from jointhall.service_items.sheets import Sheet

PUBLISHED = "published"
"""The word for the version the county publishes now."""

_NUMBER = re.compile(r"[0-9]{1,4}")
_FINGERPRINT = re.compile(r"[0-9a-f]{4,16}")


async def published_version(session: AsyncSession, code: str, version: str) -> Sheet | None:
    """A published version by its number, by the beginning of its edition, or `published`.

    In a county's standing. None when there is none, or when a fingerprint could mean several.
    """
    county_id = standing_of(session).county_id
    here = select(ItemEdition).where(ItemEdition.tenant_id == county_id, ItemEdition.code == code)
    if version == PUBLISHED:
        now = select(Item.edition).where(Item.tenant_id == county_id, Item.code == code)
        here = here.where(ItemEdition.edition.in_(now))
    elif _NUMBER.fullmatch(version):
        here = here.where(ItemEdition.number == int(version))
    elif _FINGERPRINT.fullmatch(version):
        here = here.where(ItemEdition.edition.startswith(version))
    else:
        return None
    found = list(await session.scalars(here.limit(2)))
    if len(found) != 1:
        return None
    return sheet_of(found[0].sheet, module=found[0].module, code=code)
