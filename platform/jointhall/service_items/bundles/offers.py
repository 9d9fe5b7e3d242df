"""Bundles open in a place (这里能一起办的): those of whose items enough are offered there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.bundles.bundle import Bundle
from jointhall.service_items.bundles.composing import Bundled, compose, editions_named
from jointhall.service_items.bundles.reading import bundles
from jointhall.service_items.offers import Closed, Offer
from jointhall.service_items.queries import edition_of, item_in, items_in, sheets_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

FEWEST = 2


def bundle_coded(code: str) -> Bundle | None:
    """The bundle of this code, if it is one."""
    return next((one for one in bundles() if one.code == code), None)


def bundles_of(items: Sequence[Offer]) -> list[Offer]:
    """The bundles that these items make up; one whose necessary item is closed is closed too."""
    offered = {offer.code: offer for offer in items}
    made = (_offer(bundle, offered) for bundle in bundles())
    return [offer for offer in made if offer is not None]


def open_bundles(items: Sequence[Offer]) -> list[Offer]:
    """Those that take applications now."""
    return [offer for offer in bundles_of(items) if offer.is_open]


async def offer_in(session: AsyncSession, place: Place, code: str) -> Offer:
    """An item or a bundle as it stands here; NotHere when there is neither."""
    bundle = bundle_coded(code)
    if bundle is None:
        return await item_in(session, place, code)
    offer = _offer(bundle, {one.code: one for one in await items_in(session, place)})
    if offer is None:
        raise NotHere(
            _("这几件事在这里还不能一起办。"), what_next=_("可以一件一件办，或者打电话问我们。")
        )
    return offer


async def composed_before(session: AsyncSession, code: str, edition: str) -> Sheet:
    """The sheet a draft was begun with: of a bundle, with the editions its items had then."""
    bundle = bundle_coded(code)
    if bundle is None:
        return await edition_of(session, code, edition)
    found = await sheets_of(session, editions_named(edition))
    return compose(bundle, {item: sheet for (item, _edition), sheet in found.items()})


class _Same:
    """These very things: a bundle and its items' editions are read once and kept."""

    def __init__(self, bundle: Bundle, sheets: Sequence[Sheet]) -> None:
        self.bundle, self.sheets = bundle, sheets
        self._ids = (id(bundle), *map(id, sheets))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._ids == other._ids

    def __hash__(self) -> int:
        return hash(self._ids)


@lru_cache(maxsize=32)
def _composed(same: _Same) -> Bundled:
    return compose(same.bundle, {sheet.code: sheet for sheet in same.sheets})


def _offer(bundle: Bundle, offered: dict[str, Offer]) -> Offer | None:
    here = [one for one in bundle.members if one.code in offered]
    needed = [one for one in bundle.members if one.is_must]
    if any(one.code not in offered for one in needed):
        return None
    taken = [one for one in here if one.is_must or offered[one.code].is_open]
    if len(taken) < FEWEST:
        return None
    sheet = _composed(_Same(bundle, [offered[one.code].sheet for one in taken]))
    shut = next((offered[one.code] for one in needed if not offered[one.code].is_open), None)
    closed = Closed()
    if shut is not None:
        why = _("其中的“%(item)s”现在不收件。", item=shut.title)
        closed = Closed(f"{why}{shut.closed.why}", shut.closed.instead)
    theme = offered[taken[0].code].theme
    status = "in_use" if shut is None else "paused"
    asked = min(offered[one.code].asked for one in taken)
    return Offer(sheet, _("一件事一次办"), theme, status, closed, asked)
