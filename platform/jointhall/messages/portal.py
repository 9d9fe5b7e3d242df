"""A resident's inbox (我的消息): what this place told them, and what the others did."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import get
from litestar.response import Template

from jointhall.web.access import resident
from jointhall.web.given import Session, Viewer, Visit
from jointhall.web.pages import page

from .queries import all_seen, inbox_everywhere, inbox_of


@get("/messages", guards=[resident])
async def inbox(visit: Visit, session: Session, viewer: Viewer) -> Template:
    """Shows what a resident was told; at the county's own door, by every township."""
    assert viewer.id is not None
    if visit.place.is_county:
        await visit.commit()
        found = await inbox_everywhere(visit.tools.database, viewer.id)
    else:
        found = await inbox_of(session, viewer.id)
    rows: list[dict[str, Any]] = []
    for message in found:
        place = await visit.house.directory.by_id(message.tenant_id)
        if place is None:
            continue
        rows.append(
            {
                "words": message.words(visit.tools.secrets),
                "at": message.created_at,
                "is_new": message.read_at is None,
                "place": place.name,
                "href": f"{place.prefix}{message.link_path}" if message.link_path else "",
            }
        )
    visit.afterwards(partial(all_seen, resident_id=viewer.id, now=visit.now()))
    return page(visit, "messages/portal/inbox.html", messages=rows)


ROUTES = [inbox]
