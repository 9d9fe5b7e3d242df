"""The offices of a tenant (机构): all of them with who is in them, a new one, another name."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.offices.founding import KINDS, found_office, kind_name, rename_office
from jointhall.offices.queries import office_by_id, offices_here
from jointhall.offices.reporting import leader_in, leader_of, leaders_here, report_to
from jointhall.offices.staff import posts_of, staff_here
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

BASES = ("/workbench/offices", "/console/offices")
DOOR = may("office:change")


@get(list(BASES), guards=[DOOR])
async def show_all(
    visit: given.Visit, session: Session, told: InQuery[str | None] = None
) -> Template:
    """Every office with its people; villages apart."""
    return await _all(visit, session, told=told == "1")


@post(list(BASES), guards=[DOOR])
async def found(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """A new office, or a village."""
    values = {name: str(form.get(name) or "") for name in ("name", "kind", "phone")}
    try:
        await found_office(session, **values, by=visit.viewer.actor())
    except BadForm as bad:
        return await _all(visit, await visit.start_over(), values=values, errors=bad.troubles)
    return _done(visit)


@get([f"{base}/{{id:uuid}}" for base in BASES], guards=[DOOR])
async def ask(visit: given.Visit, session: Session, id: InPath[UUID]) -> Template:
    """One office, to give it another name."""
    office = await office_by_id(session, id)
    leader = await leader_of(session, office)
    values = {"name": office.name, "phone": office.phone, "leader": str(leader or "")}
    return await _one(visit, session, id, values, {})


@post([f"{base}/{{id:uuid}}" for base in BASES], guards=[DOOR])
async def rename(
    visit: given.Visit, session: Session, id: InPath[UUID], form: Form
) -> Redirect | Template:
    """Another name or phone for an office, and the leader it reports to."""
    values = {name: str(form.get(name) or "") for name in ("name", "phone", "leader")}
    try:
        office = await office_by_id(session, id)
        await rename_office(
            session, office, name=values["name"], phone=values["phone"], by=visit.viewer.actor()
        )
        if "leader" in form:
            leader = leader_in(values["leader"])
            await report_to(session, office, leader, by=visit.viewer.actor(), at=visit.now())
    except BadForm as bad:
        return await _one(visit, await visit.start_over(), id, values, bad.troubles)
    return _done(visit)


async def _all(
    visit: Visit, session: AsyncSession, *, told: bool = False,
    values: dict[str, str] | None = None, errors: dict[str, str] | None = None,
) -> Template:  # fmt: skip
    offices = await offices_here(session)
    staff = await staff_here(session)
    names = {one.officer.id: one.officer.name for one in staff}
    people: dict[str, list[str]] = {}
    for held in await posts_of(session, list(names)):
        people.setdefault(held.office, []).append(f"{names[held.officer_id]}（{held.title}）")
    county = visit.place.is_county
    kinds = [kind for kind in KINDS if county or kind != "bureau"]
    return page(
        visit, "offices/desk/offices.html", status=422 if errors else 200, told=told,
        layout=f"web/{visit.door}.html", base=_base(visit), people=people, kind_name=kind_name,
        offices=[office for office in offices if office.kind != "village"],
        villages=[office for office in offices if office.kind == "village"],
        kinds=[(kind, kind_name(kind)) for kind in kinds], values=values or {}, errors=errors or {},
    )  # fmt: skip


async def _one(
    visit: Visit, session: AsyncSession, id: UUID, values: dict[str, str], errors: dict[str, str]
) -> Template:
    office = await office_by_id(session, id)
    return page(
        visit, "offices/desk/office.html", status=422 if errors else 200, office=office,
        layout=f"web/{visit.door}.html", base=_base(visit), values=values, errors=errors,
        kind=kind_name(office.kind),
        leaders=[(str(one.id), one.name) for one in await leaders_here(session)],
    )  # fmt: skip


def _done(visit: Visit) -> Redirect:
    return Redirect(visit.at(f"{_base(visit)}?told=1"), status_code=303)


def _base(visit: Visit) -> str:
    return BASES[1] if visit.door == "console" else BASES[0]


ROUTES = [show_all, found, ask, rename]
