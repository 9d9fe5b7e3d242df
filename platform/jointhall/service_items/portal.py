"""The residents' door to service items: all of them, one of them, and finding one by any name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from litestar import get
from litestar.response import Template

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.offices.queries import offices_here
from jointhall.search.gaps import note_gap
from jointhall.service_items.bundles.composing import Bundled
from jointhall.service_items.bundles.guide import items_shown, line_of_bundle
from jointhall.service_items.bundles.offers import bundle_coded, bundles_of, offer_in, open_bundles
from jointhall.service_items.finding import find
from jointhall.service_items.glyphs import glyph_of
from jointhall.service_items.guide import (
    facts_of,
    line_of,
    materials_by_circumstance,
    tile_of,
    told_tile,
)
from jointhall.service_items.offers import Offer, most_asked
from jointhall.service_items.queries import (
    edition_of,
    items_in,
    items_open_in,
    published_in,
)
from jointhall.web.access import public
from jointhall.web.codes import qr_svg
from jointhall.web.given import InPath, InQuery, Session, Visit
from jointhall.web.pages import page, query
from jointhall.web.place import Directory, Place

PUBLIC = "x-hall-public"
WHO = {"person": True, "enterprise": False}
MOST = 8

Link = tuple[str, str, int, bool]
"""Words, address, how many items, whether it is the one chosen."""
Narrowed = Callable[..., str]
"""The address of this page, narrowed otherwise."""


@get("/items", guards=[public])
async def browse(
    visit: Visit,
    session: Session,
    who: InQuery[str | None] = None,
    theme: InQuery[str | None] = None,
    event: InQuery[str | None] = None,
    office: InQuery[str | None] = None,
) -> Template:
    """Every item open here, narrowed by who applies, theme, event in life or the office."""
    items = await items_open_in(session, visit.place)
    every = [*open_bundles(items), *items]
    names = {one.code: one.name for one in await offices_here(session)}
    of_them = every if who not in WHO else [o for o in every if _serves(o, WHO[who])]
    shown = [
        offer
        for offer in of_them
        if (theme is None or theme in offer.sheet.themes)
        and (event is None or event in offer.sheet.life_events)
        and (office is None or office == office_of(offer))
    ]
    chosen = {"who": who or "", "theme": theme or "", "event": event or "", "office": office or ""}
    is_whole = not any(chosen.values())

    def with_(**changed: str) -> str:
        return visit.at("/items") + query(chosen | changed)

    return _for_all(
        visit,
        page(
            visit,
            "service_items/portal/browse.html",
            most=[tile_of(o, visit.at) for o in most_asked(shown)[:MOST] if is_whole and o.asked],
            shelves=[
                (name, [tile_of(offer, visit.at) for offer in held])
                for name, held in shelves_of(shown).items()
            ],
            office_name=names.get(office or "", ""),
            offices=_office_links(of_them, names, office, with_),
            total=len(every),
            chosen=chosen,
            whos=[
                (_("个人和企业"), with_(who=""), not chosen["who"]),
                (_("个人"), with_(who="person"), who == "person"),
                (_("企业、合作社"), with_(who="enterprise"), who == "enterprise"),
            ],
            themes=_links(of_them, "themes", theme, with_),
            events=_links(of_them, "life_events", event, with_),
        ),
    )


@get("/items/{code:str}", guards=[public])
async def guide(visit: Visit, session: Session, code: InPath[str]) -> Template:
    """One item's guide, whole: for reading, for printing, for the wall of a village office."""
    try:
        offer = await offer_in(session, visit.place, code)
    except NotHere:
        if bundle_coded(code) is not None:
            raise
        return await _not_taken_over(visit, session, code)
    townships = []
    if visit.place.is_county:
        townships = await _directory(visit).townships_of(visit.place.county_id)
    if isinstance(offer.sheet, Bundled):
        return _for_all(visit, _bundle_guide(visit, offer, offer.sheet, townships))
    return _for_all(
        visit,
        page(
            visit,
            "service_items/portal/guide.html",
            offer=offer,
            sheet=offer.sheet,
            glyph=glyph_of(offer.sheet),
            facts=facts_of(offer.sheet),
            line=line_of(offer.sheet, visit.place),
            materials=materials_by_circumstance(offer.sheet),
            townships=townships,
            qr=qr_svg(visit.url(f"/items/{code}")),
        ),
    )


@get("/search", guards=[public])
async def search(
    visit: Visit,
    session: Session,
    q: InQuery[str | None] = None,
    town: InQuery[str | None] = None,
) -> Template:
    """Items by what people call them; when none is meant, the nearest ones and a telephone."""
    items = await items_in(session, visit.place)
    every = [*bundles_of(items), *items]
    offers = [offer for offer in every if offer.is_open]
    finding = await find(session, every, q or "")
    if finding.said and not finding.found:
        said, now = finding.said, visit.now()
        visit.afterwards(lambda after: note_gap(after, said, at=now))
    there = None
    if visit.place.is_county and town:
        there = await _directory(visit).by_slug(town)
        if there is not None and there.county_id != visit.place.county_id:
            there = None
    at = visit.at if there is None else lambda path: f"{there.prefix}{path}"
    townships = []
    if visit.place.is_county:
        townships = await _directory(visit).townships_of(visit.place.county_id)
    return page(
        visit,
        "service_items/portal/search.html",
        said=finding.said,
        found=[told_tile(offer, at) for offer in finding.found],
        nearest=[told_tile(offer, at) for offer in finding.nearest or most_asked(offers)[:4]],
        is_near=bool(finding.nearest),
        total=len(offers),
        there=there,
        townships=townships,
    )


def _bundle_guide(
    visit: Visit, offer: Offer, sheet: Bundled, townships: Sequence[Place]
) -> Template:
    """What several items done at once have in them, for whom each is, and how they part."""
    return page(
        visit, "service_items/portal/bundle.html", offer=offer, sheet=sheet,
        facts=facts_of(sheet), items=items_shown(sheet), line=line_of_bundle(sheet),
        townships=townships,
        qr=qr_svg(visit.url(f"/items/{sheet.code}")),
    )  # fmt: skip


async def _not_taken_over(visit: Visit, session: Session, code: str) -> Template:
    """The county has it and this township does not: says so, and where it can be done."""
    listed = {item.code: item for item in await published_in(session)}
    item = listed.get(code)
    if item is None or item.status == "withdrawn":
        raise NotHere(_("没有这个事项。"), what_next=_("换个说法找一找，或者打电话问我们。"))
    sheet = await edition_of(session, code, item.edition)
    return page(visit, "service_items/portal/elsewhere.html", status=404, sheet=sheet)


def _serves(offer: Offer, people: bool) -> bool:
    return offer.sheet.serves_people if people else offer.sheet.serves_enterprises


def office_of(offer: Offer) -> str:
    """The office in charge of an item: the one that decides it."""
    return offer.sheet.decision.addressee.office


def shelves_of(offers: Sequence[Offer]) -> dict[str, list[Offer]]:
    """Items by their module, in the county's order."""
    shelves: dict[str, list[Offer]] = {}
    for offer in offers:
        shelves.setdefault(offer.module_name, []).append(offer)
    return shelves


def _office_links(
    offers: Sequence[Offer], names: Mapping[str, str], chosen: str | None, with_: Narrowed
) -> list[Link]:
    counts = Counter(office_of(offer) for offer in offers)
    return [
        (name, with_(office="" if code == chosen else code), counts[code], code == chosen)
        for code, name in names.items()
        if counts[code]
    ]


def _links(offers: Sequence[Offer], what: str, chosen: str | None, with_: Narrowed) -> list[Link]:
    """Links that narrow by a theme or event, each with how many; the chosen one takes it back."""
    key = {"themes": "theme", "life_events": "event"}[what]
    counts: dict[str, int] = {}
    for offer in offers:
        for word in getattr(offer.sheet, what):
            counts[word] = counts.get(word, 0) + 1
    return [
        (word, with_(**{key: "" if word == chosen else word}), count, word == chosen)
        for word, count in counts.items()
    ]


def _directory(visit: Visit) -> Directory:
    return visit.house.directory


def _for_all(visit: Visit, answer: Template) -> Template:
    """What is the same for everybody may be kept; a signed-in visitor's page is their own."""
    if not visit.viewer.is_resident:
        answer.headers[PUBLIC] = "1"
    return answer


ROUTES = [browse, guide, search]
