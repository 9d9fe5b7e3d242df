"""A township's first administrator (首位管理员), invited by its county; help when locked out."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import acting_in
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.tenancy.policy import rules_of
from jointhall.tenancy.queries import place_of, township_coded
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page
from jointhall.web.place import Place
from jointhall.web.visit import Visit

from .appointments import TITLES, Newcomer, keepers_of, new_password, take_on
from .queries import office_coded
from .slips import slip
from .staff import Colleague, staff_here

ADMINISTRATOR, OFFICE, HEAD = "township_admin", "dangzheng", TITLES[1]
PATH = "/console/townships/{code:str}/administrator"


@get(PATH, guards=[may("tenant:onboard")])
async def ask(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """Who looks after the township's accounts; when nobody does, who shall."""
    township = await _township(visit, session, code)
    return await _page(visit, session, township, {}, {})


@post(PATH, guards=[may("tenant:onboard")])
async def invite(visit: given.Visit, session: Session, code: InPath[str], form: Form) -> Template:
    """The first one; everybody after that is the township's own to take on."""
    township = await _township(visit, session, code)
    values = {name: str(form.get(name) or "").strip() for name in ("login", "name", "phone")}
    try:
        async with acting_in(session, township.standing()):
            if await _keepers(session, township):
                raise Refusal(
                    _("%(name)s已经有管理员了。", name=township.name),
                    what_next=_("再要加人，请他们自己在“工作人员”里加。"),
                )
            office = await office_coded(session, OFFICE)
            newcomer = Newcomer(
                **values,
                office_id=None if office is None else office.id,
                title=HEAD,
                roles=(ADMINISTRATOR,),
            )
            officer, password = await take_on(
                session, township, newcomer,
                by=visit.viewer.actor(), now=visit.now(), directory=visit.house.directory,
            )  # fmt: skip
    except BadForm as bad:
        return await _page(visit, await visit.start_over(), township, values, bad.troubles)
    record(
        session, "tenant.administrator_invited", who=visit.viewer.actor(),
        subject=f"tenant:{township.tenant_id}",
        words=f"给{township.name}开了第一位管理员{officer.name}的账号",
    )  # fmt: skip
    return slip(visit, township, officer, password, back=_back(township))


@post(f"{PATH}/{{id:uuid}}/password", guards=[may("tenant:onboard")])
async def hand_out(
    visit: given.Visit, session: Session, code: InPath[str], id: InPath[UUID]
) -> Template:
    """A first password again for an administrator whom nobody in the township can help."""
    township = await _township(visit, session, code)
    async with acting_in(session, township.standing()):
        keepers = await _keepers(session, township)
        who = next((one for one in keepers if one.officer.id == id), None)
        if who is None:
            raise NotHere(_("没有这位管理员。"))
        password = await new_password(
            session, who.officer, by=visit.viewer.actor(), now=visit.now()
        )
    record(
        session, "tenant.administrator_helped", who=visit.viewer.actor(),
        subject=f"tenant:{township.tenant_id}",
        words=f"给{township.name}的管理员{who.officer.name}重新发了初始密码",
    )  # fmt: skip
    return slip(visit, township, who.officer, password, back=_back(township), again=True)


async def _page(
    visit: Visit, session: AsyncSession, township: Place, values: dict[str, str],
    errors: dict[str, str],
) -> Template:  # fmt: skip
    async with acting_in(session, township.standing()):
        keepers = await _keepers(session, township)
    return page(
        visit, "offices/desk/administrator.html", status=422 if errors else 200, whose=township,
        keepers=keepers, values=values, errors=errors, back_path=_back(township),
    )  # fmt: skip


async def _township(visit: Visit, session: AsyncSession, code: str) -> Place:
    found = await township_coded(session, visit.place.tenant_id, code)
    if found is None:
        raise NotHere(_("没有这个乡镇。"))
    return place_of(found, visit.place.name)


async def _keepers(session: AsyncSession, township: Place) -> list[Colleague]:
    return keepers_of(await staff_here(session), await rules_of(session, township.tenant_id))


def _back(township: Place) -> str:
    return f"/console/townships/{township.division_code}"


ROUTES = [ask, invite, hand_out]
