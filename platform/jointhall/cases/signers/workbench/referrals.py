"""Another office of ours is to answer what others ask (内部转办)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ...answering import referral_of
from ...standing_in import desk_of
from ..passing_referrals import offices_open, pass_on

PATH = "/workbench/referrals/{id:uuid}/transfer"


@get(PATH, guards=[may("referral:answer")])
async def look(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Template:
    """Which office of ours it could go to."""
    return await _page(visit, session, viewer, id, {}, {})


@post(PATH, guards=[may("referral:answer")], status_code=200)
async def transfer(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Gives it to that office."""
    said = {name: str(form.get(name, "")) for name in ("to", "why")}
    try:
        referral = await referral_of(session, id)
        await session.refresh(referral, with_for_update=True)
        desk = await desk_of(session, viewer)
        await pass_on(session, referral, said["to"], desk=desk, why=said["why"])
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, viewer, id, said, bad.troubles)
    return Redirect(visit.at("/workbench/referrals"), status_code=303)


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    id: UUID,
    said: Mapping[str, str],
    errors: Mapping[str, str],
) -> Template:
    referral = await referral_of(session, id)
    desk = await desk_of(session, viewer)
    desk.must_answer_for(referral.office)
    offices = await offices_open(session, desk, referral)
    return page(
        visit, "cases/workbench/referral_transfer.html", tab="referrals", referral=referral,
        offices=[(one.key, one.office_name) for one in offices], said=said, errors=errors,
        office=desk.names.get(referral.office, ""), status=422 if errors else 200,
        path=visit.at(f"/workbench/referrals/{id}/transfer"),
        back_to=visit.at(f"/workbench/referrals/{id}"),
    )  # fmt: skip


ROUTES = [look, transfer]
