"""Merging one township into another, decided by the county with the paper that says so (并入)."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import _
from jointhall.tenancy.merging import LONGEST, merge
from jointhall.tenancy.models import Status
from jointhall.tenancy.queries import place_of, township_coded, townships_of
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit


@get("/console/townships/{code:str}/merging", guards=[may("tenant:onboard")])
async def look(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """What merging does: who answers from then on, and what stays where it is."""
    return await _page(visit, session, code)


@post("/console/townships/{code:str}/merging", guards=[may("tenant:onboard")])
async def change(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """Merges it."""
    typed = {"into": str(form.get("into") or ""), "why": str(form.get("why") or "")}
    township = await township_coded(session, visit.place.tenant_id, code)
    if township is None:
        raise NotHere(_("没有这个乡镇。"))
    into = await township_coded(session, visit.place.tenant_id, typed["into"])
    try:
        await merge(
            session, visit.tools, visit.place.name, township, into, why=typed["why"],
            who=visit.viewer.actor(), directory=visit.house.directory,
        )  # fmt: skip
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, code, errors=bad.troubles, typed=typed)
    return Redirect(visit.at(f"/console/townships/{code}?told=1"), status_code=303)


async def _page(
    visit: Visit,
    session: AsyncSession,
    code: str,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Template:
    township = await township_coded(session, visit.place.tenant_id, code)
    if township is None:
        raise NotHere(_("没有这个乡镇。"))
    others = [
        (one.division_code, one.name)
        for one in await townships_of(session, visit.place.tenant_id)
        if one.tenant_id != township.tenant_id
        and one.status in (Status.TRIAL, Status.LIVE)
        and one.merged_into is None
    ]
    return page(
        visit, "tenancy/console/merging.html", status=422 if errors else 200, tab="county",
        township=place_of(township, visit.place.name), is_merged=township.merged_into is not None,
        others=others, longest=LONGEST, errors=errors or {}, typed=typed or {},
        path=visit.at(f"/console/townships/{code}/merging"),
        back_to=visit.at(f"/console/townships/{code}"),
    )  # fmt: skip


ROUTES = [look, change]
