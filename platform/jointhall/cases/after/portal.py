"""Taking a letter online (网上签收), opening it, and saying anew how to be served (送达方式)."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Letter
from jointhall.documents.queries import letters_of_case
from jointhall.documents.showing import when_shown
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import resident
from jointhall.web.filled import Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..models import Case
from ..queries import hold_case, resident_case
from .deliveries import Delivery, Standing, Wish, deliveries_of
from .serving import receive_online
from .wishes import choices, read_wish
from .wishing_otherwise import may_wish_otherwise, served_now, wish_otherwise


@get("/cases/{number:str}/delivery", guards=[resident])
async def ask(
    visit: Visit, session: Session, viewer: Viewer, number: InPath[str]
) -> Template | Redirect:
    """Which letters lie ready, and what it means to take them now."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id)
    return await _page(visit, session, number, case.id, case.tenant_id, {})


@post("/cases/{number:str}/delivery", guards=[resident])
async def take(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Takes what lies ready; from this moment it is delivered."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id, hold=True)
    waiting = [one for one in await deliveries_of(session, case.id, case.tenant_id) if one.is_open]
    if waiting and form.get("sure") != "yes":
        errors = {"sure": _("同意在网上收，请打个勾。")}
        return await _page(visit, session, number, case.id, case.tenant_id, errors)
    for delivery in waiting:
        await receive_online(session, visit.tools, case, delivery, by=viewer.actor())
    return Redirect(visit.at(f"/cases/{number}?told=received#letters"), status_code=303)


async def _page(
    visit: Visit,
    session: AsyncSession,
    number: str,
    case_id: UUID,
    tenant_id: UUID,
    errors: dict[str, str],
) -> Template | Redirect:
    waiting = {
        one.letter_id: one for one in await deliveries_of(session, case_id, tenant_id)
        if one.is_open
    }  # fmt: skip
    if not waiting:
        return Redirect(visit.at(f"/cases/{number}"), status_code=303)
    letters = [one for one in await letters_of_case(session, case_id) if one.id in waiting]
    return page(
        visit, "cases/portal/delivery.html", status=422 if errors else 200,
        case_number=number,
        letters=letters, waiting=waiting, errors=errors,
    )  # fmt: skip


@get("/cases/{number:str}/wish", guards=[resident])
async def wish(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """How I am to be served so far, and the other ways."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id)
    served = served_now(visit.tools, case)
    typed = {"serve_by": served.wish.value, "serve_to": served.to}
    return await _wish_page(visit, session, case, Filled(typed))


@post("/cases/{number:str}/wish", guards=[resident], status_code=200)
async def wish_anew(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Changes it; online, what lies ready is served now."""
    assert viewer.id is not None
    typed = typed_in(form, "serve_by", "serve_to")
    try:
        if typed["serve_by"] not in set(Wish):
            raise BadForm({"serve_by": _("请选一种送达方式。")})
        case = await resident_case(session, number, resident_id=viewer.id, hold=True)
        await wish_otherwise(session, visit.tools, case, read_wish(typed), by=viewer.actor())
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        case = await resident_case(session, number, resident_id=viewer.id)
        return await _wish_page(visit, session, case, filled)
    return Redirect(visit.at(f"/cases/{number}?told=wish"), status_code=303)


async def _wish_page(visit: Visit, session: AsyncSession, case: Case, filled: Filled) -> Template:
    deliveries = await deliveries_of(session, case.id, case.tenant_id)
    return page(
        visit, "cases/portal/wish.html", case=case, ways=choices(), **filled.on_page(),
        may_wish=may_wish_otherwise(case, deliveries),
        lies_ready=any(one.status == Standing.WAITING for one in deliveries),
    )  # fmt: skip


@when_shown
async def opened(session: AsyncSession, tools: Tools, letter: Letter) -> None:
    """The applicant opened a letter: its first showing is kept, and what waited has arrived."""
    if letter.case_id is None:
        return
    now = tools.clock.now()
    delivery = await session.scalar(
        select(Delivery).where(
            Delivery.tenant_id == letter.tenant_id, Delivery.letter_id == letter.id
        )
    )
    if delivery is None or (delivery.shown_at is not None and not delivery.is_open):
        return
    # The case is held before its delivery, as by everybody who holds both.
    case = await hold_case(session, letter.case_id)
    await session.refresh(delivery, with_for_update=True)
    by = Actor("resident", case.resident_id, _("申请人"))
    if delivery.shown_at is None:
        delivery.shown_at = now
        record(
            session, "letter.opened", who=by, subject=f"letter:{letter.id}",
            words=_("申请人打开了%(title)s", title=letter.title), for_whom=case.resident_id,
        )  # fmt: skip
    if delivery.is_open:
        await receive_online(session, tools, case, delivery, by=by)


ROUTES = [ask, take, wish, wish_anew]
