"""The items a new tenant begins with: a county publishes the library, a township takes it over."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.who import SYSTEM
from jointhall.service_items.actions import adopt_missing, publish_library
from jointhall.service_items.library import Library, library
from jointhall.tenancy.joining import when_joined
from jointhall.web.place import Place

_begins_with: list[Callable[[], Library]] = [library]


def counties_begin_with(sheets: Callable[[], Library]) -> None:
    """Says which sheets a new county publishes, when it is not everything that comes with us."""
    _begins_with[:] = [sheets]


async def give_items(session: AsyncSession, place: Place) -> None:
    """Everything the county has; the township may close or vary items afterwards."""
    if place.is_county:
        await publish_library(session, place, _begins_with[0](), who=SYSTEM)
    else:
        await adopt_missing(session, place, who=SYSTEM)


when_joined("service_items", give_items)
