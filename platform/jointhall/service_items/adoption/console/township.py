"""One township's modules and items (一个乡镇的模块和事项), as its county sees and settles them."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import after_commit
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.tenancy.queries import place_of, township_coded
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.place import Place
from jointhall.web.visit import Visit

from ..modules import SETTINGS, grant, modules_there
from ..standing import items_there
from .standing import DOWN

TOWNS = f"{DOWN}/townships"


@get(f"{TOWNS}/{{code:str}}", guards=[may("item:publish")])
async def show(
    visit: given.Visit, session: Session, code: InPath[str], told: InQuery[str | None] = None
) -> Template:
    """Which modules are on there, and every item that stands otherwise than the county's."""
    township = await _township(visit, session, code)
    there = await items_there(session, [township.tenant_id], on_which_day(visit.now()))
    return page(
        visit, "service_items/console/handing_down_township.html", tab="items",
        township=township, told=told == "1",
        modules=await modules_there(session, visit.place.tenant_id, [township.tenant_id]),
        settings=[(key, _(words)) for key, words in SETTINGS.items()],
        rows=[one for one in there if one.state != "same"],
        same=sum(one.state == "same" for one in there),
        up=visit.at(DOWN), path=visit.at(f"{TOWNS}/{code}"),
    )  # fmt: skip


@post(f"{TOWNS}/{{code:str}}/modules/{{module:str}}", guards=[may("item:publish")])
async def settle(
    visit: given.Visit, session: Session, code: InPath[str], module: InPath[str], form: Form
) -> Redirect:
    """Switches a module on or off for the township, or leaves it to the township."""
    township = await _township(visit, session, code)
    await grant(
        session, visit.place, township, module, str(form.get("setting", "")),
        who=visit.viewer.actor(),
    )  # fmt: skip
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at(f"{TOWNS}/{code}?told=1"), status_code=303)


async def _township(visit: Visit, session: AsyncSession, code: str) -> Place:
    found = await township_coded(session, visit.place.tenant_id, code)
    if found is None:
        raise NotHere(_("没有这个乡镇。"))
    return place_of(found, visit.place.name)


ROUTES = [show, settle]
