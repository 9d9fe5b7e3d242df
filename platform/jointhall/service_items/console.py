"""The county's items (全县事项): what is published, what the library holds newer, publishing it."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import after_commit
from jointhall.service_items.actions import publish_library
from jointhall.service_items.editing.confirming import facts_of
from jointhall.service_items.editing.models import ItemDraft
from jointhall.service_items.editing.queries import confirmed_everywhere, drafts_here
from jointhall.service_items.library import BrokenLibrary, Library, library
from jointhall.service_items.models import ItemEdition
from jointhall.service_items.queries import editions_in, published_in
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.troubles import Trouble
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import InQuery, Session
from jointhall.web.pages import page


@dataclass(frozen=True, slots=True)
class Shelved:
    """One item on the county's list, beside what the library says of it now."""

    code: str
    title: str
    theme: str
    edition: ItemEdition | None
    is_newer: bool
    draft: ItemDraft | None = None
    unconfirmed: int = 0
    """How many local facts nobody of the county has checked yet."""
    is_own: bool = False
    """Whether the county changed it itself; ours does not replace it then."""


@get("/console/items", guards=[may("item:edit")])
async def show(visit: given.Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """Every item, in which edition, and which the library has changed since."""
    here = library()
    shelved = await shelved_in(session, here)
    return page(
        visit, "service_items/console/items.html", told=told == "1", shelved=shelved,
        newer=sum(one.is_newer and not one.is_own for one in shelved), troubles=_troubles_of(here),
        errors_found=sum(trouble.is_error for trouble in here.troubles),
    )  # fmt: skip


@post("/console/items/publication", guards=[may("item:publish")])
async def publish(visit: given.Visit, session: Session) -> Redirect:
    """Publishes what the library has changed; each township takes it over when it will."""
    await publish_library(session, visit.place, library(), who=visit.viewer.actor())
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at("/console/items?told=1"), status_code=303)


async def shelved_in(session: AsyncSession, here: Library) -> list[Shelved]:
    """Every item on the county's list or in this library, the list's order first."""
    sheets = _sheets_of(here)
    editions = await editions_in(session)
    drafts = {draft.code: draft for draft in await drafts_here(session)}
    confirmed = await confirmed_everywhere(session)
    shelved = []
    for item in await published_in(session):
        edition = editions[item.code, item.edition]
        _theme, sheet = sheets.pop(item.code, ("", None))
        is_newer = sheet is not None and sheet.edition != item.edition
        facts = facts_of(edition.sheet, confirmed.get(item.code, {}))
        shelved.append(
            Shelved(
                item.code, edition.title, item.theme, edition, is_newer,
                drafts.pop(item.code, None), sum(not fact.is_confirmed for fact in facts),
                item.origin == "console",
            )
        )  # fmt: skip
    for draft in drafts.values():
        sheets.pop(draft.code, None)
        shelved.append(Shelved(draft.code, draft.title, "", None, False, draft))
    for code, (theme, sheet) in sheets.items():
        shelved.append(Shelved(code, sheet.title, theme, None, True))
    return shelved


def _sheets_of(here: Library) -> dict[str, tuple[str, Sheet]]:
    """The library's sheets with their shelf; none of them when one cannot be read."""
    try:
        return {sheet.code: (one.theme, sheet) for one in here.modules() for sheet in one.sheets}
    except BrokenLibrary:
        return {}


def _troubles_of(here: Library) -> list[tuple[str, int, Trouble]]:
    """What the checks find: in which item's sheet, on which line, what."""
    titles = {one.file: one.sheet.title if one.sheet else one.code for one in here.readings}
    return [(titles.get(one.file, ""), one.line, one) for one in here.troubles]


ROUTES = [show, publish]
