"""An officer's posts, roles, password, and their leaving: each given and taken by itself."""

from __future__ import annotations

from uuid import UUID

from litestar import post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.offices import appointments
from jointhall.offices.queries import office_by_id
from jointhall.offices.slips import slip
from jointhall.offices.staff import colleague
from jointhall.web import given
from jointhall.web.given import Form, InPath, Session
from jointhall.web.visit import Visit

from .officers import ACCOUNTS, BASES, DOOR, base_of, show_one


@post([f"{base}/{{id:uuid}}/posts" for base in BASES], guards=[DOOR])
async def appoint(
    visit: given.Visit, session: Session, id: InPath[UUID], form: Form
) -> Redirect | Template:
    """A post for an officer."""
    who = await colleague(session, id)
    values = {name: str(form.get(name) or "") for name in ("office", "title")}
    try:
        try:
            office = await office_by_id(session, UUID(values["office"]))
        except ValueError as unsaid:
            raise BadForm({"office": _("请选一个机构。")}) from unsaid
        await appointments.appoint(
            session, who.officer, office, title=values["title"], by=visit.viewer.actor()
        )
    except BadForm as bad:
        session = await visit.start_over()
        return await show_one(visit, session, id, values=values, errors=bad.troubles)
    return _done(visit, id)


@post([f"{base}/{{id:uuid}}/posts/{{held:uuid}}/end" for base in BASES], guards=[DOOR])
async def end_post(
    visit: given.Visit, session: Session, id: InPath[UUID], held: InPath[UUID]
) -> Redirect:
    """A post is given up."""
    who = await colleague(session, id)
    await appointments.end_post(session, who, held, by=visit.viewer.actor())
    return _done(visit, id)


@post([f"{base}/{{id:uuid}}/roles/{{role:str}}" for base in BASES], guards=ACCOUNTS)
async def turn_role(
    visit: given.Visit, session: Session, id: InPath[UUID], role: InPath[str], form: Form
) -> Redirect:
    """A role is given or taken back."""
    who = await colleague(session, id)
    act = appointments.give_role if form.get("give") == "yes" else appointments.take_role
    await act(
        session, visit.place, who.officer, role, by=visit.viewer.actor(),
        directory=visit.house.directory,
    )  # fmt: skip
    return _done(visit, id)


@post([f"{base}/{{id:uuid}}/password" for base in BASES], guards=ACCOUNTS)
async def hand_out(visit: given.Visit, session: Session, id: InPath[UUID]) -> Template:
    """A first password again, shown once."""
    who = await colleague(session, id)
    password = await appointments.new_password(
        session, who.officer, by=visit.viewer.actor(), now=visit.now()
    )
    return slip(
        visit, visit.place, who.officer, password, back=f"{base_of(visit)}/{id}", again=True
    )


@post([f"{base}/{{id:uuid}}/departure" for base in BASES], guards=ACCOUNTS)
async def see_off(visit: given.Visit, session: Session, id: InPath[UUID]) -> Redirect:
    """An officer leaves: signed out everywhere, posts and roles with them."""
    who = await colleague(session, id)
    await appointments.let_go(
        session, who, by=visit.viewer.actor(), directory=visit.house.directory
    )
    return Redirect(visit.at(base_of(visit)), status_code=303)


def _done(visit: Visit, id: UUID) -> Redirect:
    return Redirect(visit.at(f"{base_of(visit)}/{id}?told=1"), status_code=303)


ROUTES = [appoint, end_post, turn_role, hand_out, see_off]
