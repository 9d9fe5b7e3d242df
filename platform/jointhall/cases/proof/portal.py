"""Whom a bundle is checked against (公钥): the keys of envelopes and of seals, for anybody."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import Encoding
from litestar import get
from litestar.response import Response, Template

from jointhall.documents.press import seal_keys
from jointhall.exchange.bundle.pack import keys_told
from jointhall.exchange.bundle.verify_bundle import FORMAT, fingerprint
from jointhall.kernel.words import _
from jointhall.tenancy.successors import names_ever
from jointhall.web.access import public
from jointhall.web.given import Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit


@get("/keys", guards=[public])
async def keys(visit: Visit) -> Template:
    """Every key by its fingerprint, to be compared by eye."""
    rows = [(one["name"], one["ed25519"]) for one in (await _told(visit)).values()]
    authorities = seal_keys(visit.tools).authorities(visit.place.county_id)
    rows += [(_("签发印章的机构"), one.public_bytes(Encoding.DER).hex()) for one in authorities]
    return page(
        visit, "cases/portal/keys.html", rows=[(name, fingerprint(key)) for name, key in rows]
    )


@get("/keys.json", guards=[public])
async def keys_file(visit: Visit) -> Response[dict[str, object]]:
    """The same for the verifier."""
    authorities = seal_keys(visit.tools).authorities(visit.place.county_id)
    told: dict[str, object] = {
        "format": FORMAT,
        "keys": await _told(visit),
        "authorities": [one.public_bytes(Encoding.PEM).decode() for one in authorities],
    }
    return Response(told, media_type="application/json")


async def _told(visit: TheVisit) -> dict[str, dict[str, str]]:
    """The keys of the county and its townships: what one signed holds after it was closed too."""
    names = await names_ever(visit.tools.database, visit.place.county_id)
    told = keys_told(visit.tools.secrets, names, names)
    return {str(id): told[str(id)] for id in names}


ROUTES = [keys, keys_file]
