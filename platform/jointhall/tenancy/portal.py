"""Standing pages as everybody reads them."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from jointhall.web.access import public
from jointhall.web.given import InPath, Session, Visit
from jointhall.web.pages import page

from .standing_pages import blocks, filled, page_called, pages_of


@get("/pages/{slug:str}", guards=[public])
async def show(visit: Visit, session: Session, slug: InPath[str]) -> Template:
    """About us, privacy, accessibility, help: with this place's phone and name put in."""
    found = await page_called(session, visit.place.tenant_id, slug)
    others = await pages_of(session, visit.place.tenant_id)
    answer = page(
        visit, "tenancy/portal/page.html", heading=filled(found.title, visit.place),
        blocks=list(blocks(filled(found.body, visit.place))), updated_at=found.updated_at,
        others=[(one, filled(title, visit.place)) for one, title in others if one != slug],
    )  # fmt: skip
    answer.headers["x-hall-public"] = "1"
    return answer


ROUTES = [show]
