"""Service items in the index of the search: by title, everyday names and what they are about."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.search.entries import keep_entry
from jointhall.service_items.sheets import Sheet

KIND = "item"


async def make_findable(session: AsyncSession, sheet: Sheet) -> bool:
    """The county's item as it is now, found at every township's door; false when nothing changed.

    Runs in the county's standing.
    """
    about = "，".join((sheet.lede, *sheet.themes, *sheet.life_events, *sheet.conditions))
    return await keep_entry(
        session, KIND, sheet.code, sheet.title, names=sheet.common_names, about=about
    )
