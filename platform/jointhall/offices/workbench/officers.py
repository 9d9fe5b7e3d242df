"""The officers of a tenant (工作人员): all of them, one of them, a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.offices.appointments import (
    KEEPS_ACCOUNTS,
    TITLES,
    Newcomer,
    offered_roles,
    take_on,
)
from jointhall.offices.queries import offices_here
from jointhall.offices.slips import slip
from jointhall.offices.staff import colleague, staff_here
from jointhall.tenancy.policy import rules_of
from jointhall.tenancy.policy_table import role_name
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

BASES = ("/workbench/officers", "/console/officers")
DOOR = may("office:change")
ACCOUNTS = [DOOR, may(KEEPS_ACCOUNTS)]


@get(list(BASES), guards=[DOOR])
async def show_all(visit: given.Visit, session: Session) -> Template:
    """Who works here, in which posts, with which roles, and whether their sign-in is safe."""
    staff = await staff_here(session)
    return page(
        visit, "offices/desk/officers.html", staff=staff, **everywhere(visit),
        safe=sum(one.has_second_factor for one in staff),
    )  # fmt: skip


@get([f"{base}/new" for base in BASES], guards=ACCOUNTS)
async def ask(visit: given.Visit, session: Session) -> Template:
    """Asks who comes."""
    return await _form(visit, session, Newcomer("", ""), {})


@post(list(BASES), guards=ACCOUNTS)
async def add(visit: given.Visit, session: Session, form: Form) -> Template:
    """Opens the account and shows its first password, once."""
    said = newcomer_of(form)
    try:
        officer, password = await take_on(
            session, visit.place, said, by=visit.viewer.actor(), now=visit.now(),
            directory=visit.house.directory,
        )  # fmt: skip
    except BadForm as bad:
        return await _form(visit, await visit.start_over(), said, bad.troubles)
    return slip(visit, visit.place, officer, password, back=base_of(visit))


@get([f"{base}/{{id:uuid}}" for base in BASES], guards=[DOOR])
async def show(
    visit: given.Visit, session: Session, id: InPath[UUID], told: InQuery[str | None] = None
) -> Template:
    """One of them: posts, roles, password, leaving."""
    return await show_one(visit, session, id, told=told == "1")


async def show_one(
    visit: Visit, session: AsyncSession, id: UUID, *, told: bool = False,
    values: dict[str, str] | None = None, errors: dict[str, str] | None = None,
) -> Template:  # fmt: skip
    """The page of one officer; after a refused post with what was filled in."""
    rules = await rules_of(session, visit.place.tenant_id)
    return page(
        visit, "offices/desk/officer.html", status=422 if errors else 200, told=told,
        one=await colleague(session, id), errors=errors or {}, values=values or {},
        roles=offered_roles(rules, visit.place.kind), **everywhere(visit),
        offices=[(str(office.id), office.name) for office in await offices_here(session)],
    )  # fmt: skip


def everywhere(visit: Visit) -> dict[str, Any]:
    """What each of these pages is given."""
    kind = visit.place.kind
    return {
        "layout": f"web/{visit.door}.html",
        "base": base_of(visit),
        "titles": [(title, _(title)) for title in TITLES],
        "may_keep": visit.viewer.may(KEEPS_ACCOUNTS),
        "role_name": lambda key: role_name(kind, key),
    }


def base_of(visit: Visit) -> str:
    return BASES[1] if visit.door == "console" else BASES[0]


def newcomer_of(form: Form) -> Newcomer:
    """The new officer a form tells of."""
    office = str(form.get("office") or "")
    try:
        office_id = UUID(office) if office else None
    except ValueError:
        office_id = None
    return Newcomer(
        login=str(form.get("login") or ""),
        name=" ".join(str(form.get("name") or "").split()),
        phone=str(form.get("phone") or "").strip(),
        office_id=office_id,
        title=str(form.get("title") or ""),
        roles=[str(role) for role in form.getall("roles", [])],
    )


async def _form(
    visit: Visit, session: AsyncSession, said: Newcomer, errors: dict[str, str]
) -> Template:
    rules = await rules_of(session, visit.place.tenant_id)
    return page(
        visit, "offices/desk/new_officer.html", status=422 if errors else 200, said=said,
        errors=errors, roles=offered_roles(rules, visit.place.kind), **everywhere(visit),
        offices=[(str(office.id), office.name) for office in await offices_here(session)],
    )  # fmt: skip


ROUTES = [show_all, ask, add, show]
