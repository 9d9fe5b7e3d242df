"""The county's items (全县事项): what is published, what the library holds newer, publishing it."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import after_commit
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.service_items.actions import publish_sheet
from jointhall.service_items.editing.confirming import facts_of
from jointhall.service_items.editing.models import ItemDraft
from jointhall.service_items.editing.queries import confirmed_everywhere, drafts_here
from jointhall.service_items.editing.review import TOLD_BY_FACTS
from jointhall.service_items.library import BrokenLibrary, Library, read_library
from jointhall.service_items.models import ItemEdition
from jointhall.service_items.queries import editions_in, published_in
from jointhall.service_items.sheets import Module, Sheet
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
    here = await read_library()
    shelved = await shelved_in(session, here)
    return page(
        visit, "service_items/console/items.html", told=told == "1", shelved=shelved,
        newer=len(await ready_in(session, here)) if _is_whole(here) else 0,
        troubles=_troubles_of(here),
        waiting=sum(one.is_newer and not one.is_own for one in shelved),
        errors_found=sum(trouble.is_error for trouble in here.troubles),
    )  # fmt: skip


@post("/console/items/publication", guards=[may("item:publish")])
async def publish(visit: given.Visit, session: Session) -> Redirect:
    """Publishes what the library has changed and the county has confirmed; townships follow."""
    here = await read_library()
    if any(trouble.is_error for trouble in here.troubles):
        raise Refusal(
            _("随程序来的事项里有错，现在不能发布。"), what_next=_("错都列在事项页下面。")
        )
    for module, sheet in await ready_in(session, here):
        await publish_sheet(
            session, visit.place, sheet, who=visit.viewer.actor(), origin="library", module=module
        )
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at("/console/items?told=1"), status_code=303)


async def ready_in(session: AsyncSession, here: Library) -> list[tuple[Module, Sheet]]:
    """The library's newer sheets that may be published: the county's own edition is not in the
    way, and every local fact in them has been confirmed."""
    listed = {item.code: item for item in await published_in(session)}
    confirmed = await confirmed_everywhere(session)
    ready = []
    for module in here.modules():
        for sheet in module.sheets:
            item = listed.get(sheet.code)
            if item is not None and (item.edition == sheet.edition or item.origin == "console"):
                continue
            facts = facts_of(sheet.source, confirmed.get(sheet.code, {}))
            if all(fact.is_confirmed for fact in facts):
                ready.append((module, sheet))
    return ready


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
        is_newer = sheet is not None and (item.code, sheet.edition) not in editions
        is_newer = is_newer or (item.origin == "library" and sheet is not None
                                and sheet.edition != item.edition)  # fmt: skip
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


def _is_whole(here: Library) -> bool:
    return not any(trouble.is_error for trouble in here.troubles)


def _sheets_of(here: Library) -> dict[str, tuple[str, Sheet]]:
    """The library's sheets with their shelf; none of them when one cannot be read."""
    try:
        return {sheet.code: (one.theme, sheet) for one in here.modules() for sheet in one.sheets}
    except BrokenLibrary:
        return {}


def _troubles_of(here: Library) -> list[tuple[str, int, Trouble]]:
    """What the checks find: in which item's sheet, on which line, what."""
    titles = {one.file: one.sheet.title if one.sheet else one.code for one in here.readings}
    shown = (one for one in here.troubles if one.number != TOLD_BY_FACTS)
    return [(titles.get(one.file, ""), one.line, one) for one in shown]


ROUTES = [show, publish]
