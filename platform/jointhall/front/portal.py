"""The first page (首页) of a township and of the county."""

from __future__ import annotations

from litestar import Response, get
from litestar.response import Template

from jointhall.cases.joint.successors import heir_of, is_open
from jointhall.cases.portal.mine import AllMine, all_mine
from jointhall.service_items.bundles.offers import open_bundles
from jointhall.service_items.guide import tile_of
from jointhall.service_items.offers import Offer, most_asked
from jointhall.service_items.queries import items_open_in, themes_of
from jointhall.tenancy.standing_pages import filled, pages_of
from jointhall.web import place as places
from jointhall.web.access import machine, public
from jointhall.web.given import InQuery, Place, Session, Visit
from jointhall.web.pages import page

from .townships import Shelf, faces_css, shelf_of

MOST_TILES = 8
MOST_WORDS = 5
PUBLIC = "x-hall-public"


@get("/", guards=[public])
async def home(
    visit: Visit,
    session: Session,
    who: InQuery[str | None] = None,
    letter: InQuery[str | None] = None,
    name: InQuery[str | None] = None,
) -> Template:
    """What people come for: the search, their own cases, the items asked for most."""
    place = visit.place
    every = await items_open_in(session, place)
    bundles = open_bundles(every)
    for_enterprises = who == "enterprise"
    shown = [offer for offer in every if _serves(offer, enterprises=for_enterprises)]
    pages = [
        (slug, filled(title, place)) for slug, title in await pages_of(session, place.tenant_id)
    ]
    shelf: Shelf | None = None
    if place.is_county:
        townships = await visit.house.directory.townships_of(place.county_id)
        shelf = shelf_of(townships, letter=letter or "", name=name or "")
    mine = await _mine(visit)
    answer = page(
        visit,
        "front/portal/county.html" if place.is_county else "front/portal/township.html",
        tiles=[tile_of(offer, visit.at) for offer in most_asked(shown)[:MOST_TILES]],
        total=len(every) + len(bundles),
        at_once=[
            tile_of(offer, visit.at)
            for offer in bundles
            if _serves(offer, enterprises=for_enterprises)
        ],
        for_enterprises=for_enterprises,
        often=_often(most_asked(every), visit),
        themes=themes_of(every),
        pages=pages,
        mine=mine,
        shelf=shelf,
        gone_to=await _gone_to(visit),
    )
    if mine is None:
        answer.headers[PUBLIC] = "1"
    return answer


async def _gone_to(visit: Visit) -> places.Place | None:
    """Who does now what this township did, once it is merged or suspended."""
    here = visit.place
    return None if is_open(here) else await heir_of(visit.tools, here.tenant_id, here.county_id)


@get("/townships.css", guards=[machine])
async def township_faces(visit: Visit, place: Place) -> Response[str]:
    """The colours of the county's townships, each pair once, for their little faces."""
    townships = await visit.house.directory.townships_of(place.county_id)
    return Response(
        faces_css(townships), media_type="text/css; charset=utf-8",
        headers={PUBLIC: "1"},
    )  # fmt: skip


async def _mine(visit: Visit) -> AllMine | None:
    """The visitor's own cases, when somebody is signed in."""
    if not visit.viewer.is_resident or visit.viewer.id is None:
        return None
    await visit.commit()
    return await all_mine(visit.tools, visit.viewer.id, here=visit.place, lines=1)


def _serves(offer: Offer, *, enterprises: bool) -> bool:
    return offer.sheet.serves_enterprises if enterprises else offer.sheet.serves_people


def _often(offers: list[Offer], visit: Visit) -> list[tuple[str, str]]:
    """What people call things, each leading to the thing: one name of every item, then another."""
    words: list[tuple[str, str]] = []
    for turn in range(3):
        for offer in offers:
            if turn < len(offer.sheet.common_names) and len(words) < MOST_WORDS:
                word = offer.sheet.common_names[turn]
                words.append((word, visit.at(f"/items/{offer.code}")))
    return words


ROUTES = [home, township_faces]
