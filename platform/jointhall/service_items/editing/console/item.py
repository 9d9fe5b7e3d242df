"""One item (事项): what is published, who changes it now, what came before, what is new with us."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing.confirming import facts_of
from jointhall.service_items.editing.queries import (
    confirmed_in,
    draft_of,
    drafts_before,
)
from jointhall.service_items.library import BrokenLibrary, library
from jointhall.service_items.models import Item, ItemEdition
from jointhall.service_items.queries import editions_in, published_in
from jointhall.service_items.sheets import Sheet
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import InPath, InQuery, Session
from jointhall.web.pages import page

TOLD = {
    "confirmed": lambda: _("记下了，是您核对的。"),
    "taken_back": lambda: _("收回了，要重新核对。"),
    "dropped": lambda: _("草稿不要了。打过的字还能在“以前的草稿”里找到。"),
    "published": lambda: _("发布好了。各乡镇自己选什么时候换成新版，办到一半的照旧版办完。"),
    "aside": lambda: _(
        "您存的时候草稿已经不能改了。您打的字没有丢，在“改过什么”里，标着“没用上的一份”。"
    ),
}


@get("/console/items/{code:str}", guards=[may("item:edit")])
async def show(
    visit: given.Visit, session: Session, code: InPath[str], told: InQuery[str | None] = None
) -> Template:
    """Everything the county has of an item, and the ways to change it."""
    item, edition = await listed(session, code)
    draft = await draft_of(session, code)
    if item is None and draft is None:
        raise NotHere(_("没有这个事项。"), what_next=_("回“事项”看看名字对不对。"))
    ours, editions = _ours(code), await editions_in(session)
    source: dict[str, Any] = edition.sheet if edition is not None else {}
    return page(
        visit, "service_items/console/item.html", code=code, item=item, edition=edition,
        draft=draft, title=edition.title if edition else (draft.title if draft else code),
        facts=facts_of(source, await confirmed_in(session, code)),
        before=await drafts_before(session, code),
        editions=sorted((one for (item_code, _edition), one in editions.items()
                         if item_code == code), key=lambda one: -one.number),
        newer=ours is not None and (code, ours.edition) not in editions,
        told=TOLD[told]() if told in TOLD else "",
    )  # fmt: skip


async def listed(session: AsyncSession, code: str) -> tuple[Item | None, ItemEdition | None]:
    """The item on the county's list with the edition it publishes now."""
    item = next((one for one in await published_in(session) if one.code == code), None)
    if item is None:
        return None, None
    return item, (await editions_in(session))[code, item.edition]


def _ours(code: str) -> Sheet | None:
    """The sheet of this item that comes with us, if the library can be read."""
    try:
        return library().sheet(code)
    except BrokenLibrary:
        return None


ROUTES = [show]
