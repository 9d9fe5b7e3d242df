"""What a sheet may say, for the county's staff to look up and for anybody's editor to check by."""

from __future__ import annotations

from litestar import get
from litestar.response import Response, Template

from jointhall.service_items.schema import schema_text
from jointhall.service_items.vocabulary_page import sections
from jointhall.web.access import may, public
from jointhall.web.given import Visit
from jointhall.web.pages import page

# Kept ready-made like the public pages: with an etag, and without anybody's cookie.
_KEPT = {"x-hall-public": "1"}


@get("/console/headings", guards=[may("item:edit")])
async def headings(visit: Visit) -> Template:
    """Every heading with what it is, what may be written, and an example."""
    return page(visit, "service_items/console/headings.html", sections=sections())


@get("/schemas/sheet.json", guards=[public], sync_to_thread=False)
def schema() -> Response[str]:
    """The JSON Schema of a sheet; it changes with a new version of the platform only."""
    return Response(schema_text(), media_type="application/schema+json", headers=_KEPT)


ROUTES = [headings, schema]
