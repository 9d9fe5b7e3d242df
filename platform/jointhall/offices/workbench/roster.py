"""Who is away and who stands in (替岗): told by oneself, or by the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, NotAllowed
from jointhall.kernel.words import _
from jointhall.offices.absences import (
    Absence,
    Told,
    absence_by_id,
    absences_from,
    come_back,
    go_away,
)
from jointhall.people.models import Officer
from jointhall.people.queries import officer_by_id, officers_here
from jointhall.web import given
from jointhall.web.access import officer as any_officer
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

BASES = ("/workbench/roster", "/console/roster")
ANYBODYS = "office:change"
"""Who may change offices and posts may also say that somebody is away."""


@get(list(BASES), guards=[any_officer])
async def show(visit: given.Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """Who is away now and soon, and the form for the next absence."""
    return await _page(visit, session, told=told or "")


@post(list(BASES), guards=[any_officer], status_code=200)
async def add(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """Notes an absence: one's own, or another's for whoever may."""
    said = {
        name: str(form.get(name) or "") for name in ("officer", "substitute", "from_on", "until_on")
    }
    try:
        who = await _whose(visit, session, said["officer"])
        told = Told(
            _id(said["substitute"]), day_typed(said["from_on"]), day_typed(said["until_on"])
        )
        await go_away(
            session, who, told, by=visit.viewer.actor(), now=visit.now(),
            today=on_which_day(visit.now()),
        )  # fmt: skip
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, said=said, errors=bad.troubles)
    return Redirect(visit.at(f"{_base(visit)}?told=away"), status_code=303)


@post([f"{base}/{{id:uuid}}/end" for base in BASES], guards=[any_officer], status_code=200)
async def end(visit: given.Visit, session: Session, id: InPath[UUID]) -> Redirect:
    """Back again, or not going after all."""
    absence = await absence_by_id(session, id)
    if not _may_change(visit, absence.officer_id):
        raise NotAllowed(_("只有他本人和管理员能取消。"))
    await come_back(session, absence, by=visit.viewer.actor(), now=visit.now())
    return Redirect(visit.at(f"{_base(visit)}?told=back"), status_code=303)


async def _whose(visit: Visit, session: AsyncSession, said: str) -> Officer:
    """The officer who will be away; raises when it is somebody else and the viewer may not."""
    id = _id(said) or visit.viewer.id
    assert id is not None, "an officer is signed in"
    if not _may_change(visit, id):
        raise NotAllowed(_("您只能登记自己的；别人的请管理员来登记。"))
    found = await officer_by_id(session, id)
    if found is None or found.status != "active":
        raise BadForm({"officer": _("没有这位工作人员。")})
    return found


def _may_change(visit: Visit, officer_id: UUID) -> bool:
    return officer_id == visit.viewer.id or visit.viewer.may(ANYBODYS)


async def _page(
    visit: Visit, session: AsyncSession, *, told: str = "",
    said: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
) -> Template:  # fmt: skip
    today = on_which_day(visit.now())
    people = [(str(one.id), one.name) for one in await officers_here(session)]
    mine = str(visit.viewer.id)
    return page(
        visit, "offices/desk/roster.html", status=422 if errors else 200, today=today,
        told=told, said=said or {}, errors=errors or {}, names=dict(people), people=people,
        others=[(id, name) for id, name in people if id != mine or _all(visit)],
        absences=[(one, _may_change(visit, one.officer_id), _stands(one, today))
                  for one in await absences_from(session, today)],
        may_all=_all(visit), base=_base(visit), layout=f"web/{visit.door}.html",
    )  # fmt: skip


def _stands(absence: Absence, today: date) -> bool:
    return absence.from_on <= today <= absence.until_on


def _all(visit: Visit) -> bool:
    return visit.viewer.may(ANYBODYS)


def _base(visit: Visit) -> str:
    return BASES[1] if visit.door == "console" else BASES[0]


def _id(said: str) -> UUID | None:
    try:
        return UUID(said) if said else None
    except ValueError:
        return None


ROUTES = [show, add, end]
