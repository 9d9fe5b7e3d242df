"""Accounts of one's own tenant (账号), and the first administrator of a new township."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import acting_in
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.people.officers import hand_out_password
from jointhall.records.journal import record
from jointhall.tenancy.policy_table import role_name
from jointhall.tenancy.queries import place_of, township_coded
from jointhall.tenancy.starter import starter
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.place import Place
from jointhall.web.visit import Visit

from .queries import offices_here
from .staffing import (
    TITLES,
    Newcomer,
    give_role,
    how_many_govern,
    let_go,
    one_here,
    staff_of,
    take_on,
)

PATHS = ("/console/people", "/workbench/settings/people")
FIELDS = ("name", "login", "phone", "office", "title", "role")
FIRST_ROLE = "township_admin"
FIRST_OFFICE = "dangzheng"


@get(list(PATHS), guards=[may("office:change")])
async def show(visit: given.Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """Everyone at work here, with posts and roles."""
    return await _show(visit, session, told=told == "1")


@post(list(PATHS), guards=[may("office:change")])
async def add(visit: given.Visit, session: Session, form: Form) -> Template:
    """Takes someone on; the first password is shown this once."""
    values = _values(form)
    try:
        officer, password = await take_on(
            session, visit.place, Newcomer(**values),
            by=visit.viewer.actor(), now=visit.now(), directory=visit.house.directory,
        )  # fmt: skip
    except BadForm as bad:
        return await _show(visit, session, values=values, errors=bad.troubles)
    return _handed_out(visit, visit.place, officer.name, officer.login, password)


@post([f"{path}/{{id:uuid}}/password" for path in PATHS], guards=[may("office:change")])
async def new_password(visit: given.Visit, session: Session, id: InPath[UUID]) -> Template:
    """Another first password, shown this once; the old one and every sign-in end."""
    officer = await one_here(session, id)
    password = await hand_out_password(session, officer, by=visit.viewer.actor(), now=visit.now())
    return _handed_out(visit, visit.place, officer.name, officer.login, password)


@post([f"{path}/{{id:uuid}}/roles" for path in PATHS], guards=[may("policy:change")])
async def change_role(
    visit: given.Visit, session: Session, id: InPath[UUID], form: Form
) -> Redirect:
    """Gives a role or takes it away."""
    await give_role(
        session, visit.place, id, str(form.get("role") or ""), give=form.get("give") == "yes",
        by=visit.viewer.actor(), directory=visit.house.directory,
    )  # fmt: skip
    return _back(visit)


@post([f"{path}/{{id:uuid}}/departure" for path in PATHS], guards=[may("office:change")])
async def close(visit: given.Visit, session: Session, id: InPath[UUID]) -> Redirect:
    """Someone leaves: nothing of theirs opens anything from now on."""
    await let_go(session, visit.place, id, by=visit.viewer.actor(), directory=visit.house.directory)
    return _back(visit)


@get("/console/townships/{code:str}/people", guards=[may("tenant:onboard")])
async def ask_first(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """How many accounts a township has; while nobody governs it, the form for the first."""
    place = await _township(visit, session, code)
    return await _show_first(visit, session, place)


@post("/console/townships/{code:str}/people", guards=[may("tenant:onboard")])
async def add_first(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Template:
    """The county sets up a township's first administrator, and no second."""
    place = await _township(visit, session, code)
    values = _values(form) | {"office": FIRST_OFFICE, "title": TITLES[1], "role": FIRST_ROLE}
    try:
        async with acting_in(session, place.standing()):
            if await how_many_govern(session, place):
                raise Refusal(_("这个乡镇已经有管理员了，别的账号由他来设。"))
            officer, password = await take_on(
                session, place, Newcomer(**values),
                by=visit.viewer.actor(), now=visit.now(), directory=visit.house.directory,
            )  # fmt: skip
    except BadForm as bad:
        await visit.undo()
        fresh = await visit.session()
        return await _show_first(visit, fresh, place, values=values, errors=bad.troubles)
    record(
        session, "tenant.administrator_set", who=visit.viewer.actor(),
        subject=f"tenant:{place.tenant_id}", words=_("给%(name)s设了第一个管理员", name=place.name),
    )  # fmt: skip
    return _handed_out(visit, place, officer.name, officer.login, password)


async def _show(
    visit: Visit,
    session: AsyncSession,
    *,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    told: bool = False,
) -> Template:
    kind = visit.place.kind
    return page(
        visit, "offices/console/people.html", status=422 if errors else 200,
        tab=_tab(visit), base=_base(visit), told=told, errors=errors or {},
        values=dict.fromkeys(FIELDS, "") | (values or {}), 
        titles=[(title, _(title)) for title in TITLES],
        staff=await staff_of(session, visit.place),
        offices=[(one.code, one.name) for one in await offices_here(session)],
        roles=[(role.key, role_name(kind, role.key), role.about) for role in starter(kind).roles],
        may_give=visit.viewer.may("policy:change"),
    )  # fmt: skip


async def _show_first(
    visit: Visit,
    session: AsyncSession,
    place: Place,
    *,
    values: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Template:
    async with acting_in(session, place.standing()):
        many, governing = len(await staff_of(session, place)), await how_many_govern(session, place)
    return page(
        visit, "offices/console/first.html", status=422 if errors else 200, tab="county",
        township=place, many=many, governing=governing, errors=errors or {},
        values=dict.fromkeys(FIELDS, "") | (values or {}),
    )  # fmt: skip


async def _township(visit: Visit, session: AsyncSession, code: str) -> Place:
    found = await township_coded(session, visit.place.tenant_id, code)
    if found is None:
        raise NotHere(_("没有这个乡镇。"))
    return place_of(found, visit.place.name)


def _handed_out(visit: Visit, place: Place, name: str, login: str, password: str) -> Template:
    own = place.tenant_id == visit.place.tenant_id
    back = _base(visit) if own else f"/console/townships/{place.division_code}"
    door = "/console" if place.is_county else "/workbench"
    answer = page(
        visit, "offices/console/password.html", tab=_tab(visit), who=name, login=login,
        password=password, back_to=back, whose=place, sign_in=f"{place.prefix}{door}/sign-in",
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _values(form: FormMultiDict) -> dict[str, str]:
    return {name: str(form.get(name) or "").strip() for name in FIELDS}


def _back(visit: Visit) -> Redirect:
    return Redirect(visit.at(f"{_base(visit)}?told=1"), status_code=303)


def _base(visit: Visit) -> str:
    return PATHS[1] if visit.door == "workbench" else PATHS[0]


def _tab(visit: Visit) -> str:
    return "settings" if visit.door == "workbench" else "people"


ROUTES = [show, add, new_password, change_role, close, ask_first, add_first]
