"""The public keys (公钥) that envelopes and bundles are checked with, for anybody who checks."""

from __future__ import annotations

from litestar import get
from litestar.response import Response, Template

from jointhall.web.access import public
from jointhall.web.given import Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from .bundle.pack import keys_told
from .bundle.verify_bundle import FORMAT, fingerprint


@get("/keys", guards=[public])
async def keys(visit: Visit) -> Template:
    """Every township's key by its fingerprint, to be compared by eye."""
    told = await _told(visit)
    rows = [(one["name"], fingerprint(one["ed25519"])) for one in told.values()]
    return page(visit, "exchange/portal/keys.html", rows=rows)


@get("/keys.json", guards=[public])
async def keys_file(visit: Visit) -> Response[dict[str, object]]:
    """The same for the verifier."""
    return Response({"format": FORMAT, "keys": await _told(visit)}, media_type="application/json")


async def _told(visit: TheVisit) -> dict[str, dict[str, str]]:
    """The keys of the county and its townships, the county first."""
    directory = visit.house.directory
    county = await directory.by_id(visit.place.county_id)
    places = [one for one in [county, *await directory.townships_of(visit.place.county_id)] if one]
    names = {one.tenant_id: one.name for one in places}
    told = keys_told(visit.tools.secrets, names, names)
    return {str(one.tenant_id): told[str(one.tenant_id)] for one in places}


ROUTES = [keys, keys_file]
