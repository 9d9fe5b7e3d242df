"""Every item of the county as it stands here (本单位事项), and its modules switched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import after_commit
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.queries import items_open_in
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from ..modules import ModuleThere, choose, modules_there
from ..standing import ItemThere, items_here
from ..taking import filed_under, last_run

ITEMS = "/workbench/items"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A module with its items as they stand here."""

    module: ModuleThere
    items: Sequence[ItemThere]

    @property
    def is_mixed(self) -> bool:
        """Something in it is closed, so it is shown at once; what waits stands above."""
        return self.module.is_on and any(one.state in ("paused", "withdrawn") for one in self.items)

    @property
    def offers(self) -> int:
        return sum(one.state == "offer" for one in self.items)


@get(ITEMS, guards=[may("item:adopt")])
async def show(visit: given.Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """What waits for an answer first, then every module with its items."""
    place = visit.place
    if place.is_county:
        return page(
            visit, "service_items/workbench/items_of_county.html", tab="items",
            offers=await items_open_in(session, place),
        )  # fmt: skip
    here = await items_here(session, place, on_which_day(visit.now()))
    modules = await modules_there(session, place.county_id, [place.tenant_id])
    shelves = [
        Shelf(module, [one for one in here if one.module == module.module and _is_shown(one)])
        for module in modules
    ]
    made = await last_run(session, place)
    return page(
        visit, "service_items/workbench/items.html", tab="items", told=told or "",
        shelves=shelves, waiting=[one for one in here if one.waits],
        later=[one for one in here if one.state in ("postponed", "kept")],
        offers=sum(shelf.offers for shelf in shelves),
        taken=sum(one.is_adopted for one in here),
        made=made,
        filed=await filed_under(session, made) if made is not None else 0,
    )  # fmt: skip


@post(f"{ITEMS}/modules/{{module:str}}", guards=[may("item:adopt")])
async def switch(visit: given.Visit, session: Session, module: InPath[str], form: Form) -> Redirect:
    """Switches a module here, and says whether its new items come unasked."""
    only_a_township(visit)
    await choose(
        session, visit.place, module, is_on=form.get("on") == "yes",
        takes_new=form.get("takes_new") == "yes", who=visit.viewer.actor(),
    )  # fmt: skip
    return done(visit, session, "module")


def only_a_township(visit: Visit) -> None:
    """The county offers what it publishes, as it publishes it."""
    if visit.place.is_county:
        raise NotHere(_("县里办的就是县里发布的这一版。"))


def done(visit: Visit, session: Session, told: str) -> Redirect:
    """Back to the list, where it says what was done; other pages are made anew."""
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at(f"{ITEMS}?told={told}"), status_code=303)


def _is_shown(one: ItemThere) -> bool:
    """What the county has withdrawn and nobody here took over is no matter any more."""
    return one.is_adopted or one.state != "withdrawn"


ROUTES = [show, switch]
