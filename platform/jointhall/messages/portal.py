"""A resident's inbox (我的消息): what this place told them; at the county's door, what all did."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Template

from jointhall.web.access import resident
from jointhall.web.given import Session, Viewer, Visit
from jointhall.web.pages import page

from .models import Message
from .queries import all_seen, inbox_everywhere, inbox_of


@get("/messages", guards=[resident])
async def inbox(visit: Visit, session: Session, viewer: Viewer) -> Template:
    """Shows what a resident was told, the latest first; what was shown is no longer new."""
    assert viewer.id is not None
    if visit.place.is_county:
        await visit.commit()
        found = await inbox_everywhere(visit.tools.database, viewer.id)
        await _seen_everywhere(
            visit, viewer.id, {one.tenant_id for one in found if not one.read_at}
        )
    else:
        found = await inbox_of(session, viewer.id)
        visit.afterwards(partial(all_seen, resident_id=viewer.id, now=visit.now()))
    rows = [row for message in found if (row := await _row(visit, message))]
    return page(visit, "messages/portal/inbox.html", messages=rows)


async def _row(visit: Visit, message: Message) -> dict[str, Any] | None:
    place = await visit.house.directory.by_id(message.tenant_id)
    if place is None:
        return None
    return {
        "words": message.words(visit.tools.secrets),
        "at": message.created_at,
        "is_new": message.read_at is None,
        "place": place.name,
        "href": f"{place.prefix}{message.link_path}" if message.link_path else "",
    }


async def _seen_everywhere(visit: Visit, resident_id: UUID, tenants: set[UUID]) -> None:
    # Each in its own tenant: no transaction writes in two.
    for tenant_id in tenants:
        place = await visit.house.directory.by_id(tenant_id)
        if place is not None:
            standing = place.standing(resident_id=resident_id)
            async with visit.tools.database.transaction(standing) as session:
                await all_seen(session, resident_id, now=visit.now())


ROUTES = [inbox]
