"""Recording a visit (到场记录), at a desk or on a phone, for our tasks and for what others ask."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import throw_away
from jointhall.documents.serving import sent
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.visit import Visit as TheVisit

from ..answering import referral_of
from ..answers import answers_of
from ..counters import counter_at
from ..enclosed import photos_in
from ..queries import case_numbered, task_of
from ..sight import scope_of
from ..standing_in import desk_of, must_not_be_the_filer
from ..visiting import keep_photos, keep_words, photos_of, read_visit
from ..visits import Visit as Going
from ..visits import visit_of_referral, visit_of_task, visits_of
from .case import again
from .referral import referral_page
from .visit_rows import may_read

FIELDS = ("who", "went_on", "found", "lat", "lng")


@post(
    "/workbench/cases/{number:str}/tasks/{id:uuid}/visit",
    guards=[may("case:review")],
    status_code=200,
)
async def keep(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    form: Form,
    number: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:
    """Keeps what was found; until the task is answered it may be written anew."""
    typed = _typed(form)
    try:
        case = await case_numbered(session, number, hold=True)
        task = await task_of(session, id)
        going = await visit_of_task(session, task.id, hold=True)
        if task.case_id != case.id or going is None:
            raise NotHere(_("没有这项任务。"))
        desk = await desk_of(session, viewer)
        desk.must_hold(task)
        await must_not_be_the_filer(session, case, viewer)
        if task.status != "open":
            raise Refusal(_("这一项已经有答复了，到场记录不能再改。"))
        by = desk.actor(task.office)
        await _keep(visit, session, going, form, typed, by)
        words = _("%(office)s记下了到场情况", office=by.office)
        case.note("visit.recorded", by=by, at=visit.now(), words=words, task=task.key)
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, typed)
    return Redirect(visit.at(f"/workbench/cases/{number}?done=visit#act"), status_code=303)


@post("/workbench/referrals/{id:uuid}/visit", guards=[may("referral:answer")], status_code=200)
async def keep_for_another(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """The same for what another tenant asks; it goes back with the answer."""
    typed = _typed(form)
    try:
        referral = await referral_of(session, id)
        await session.refresh(referral, with_for_update=True)
        going = await visit_of_referral(session, id, hold=True)
        if going is None:
            raise NotHere(_("这一项不用到场。"))
        desk = await desk_of(session, viewer)
        desk.must_answer_for(referral.office)
        if referral.status != "open":
            raise Refusal(_("这一项已经有答复了，到场记录不能再改。"))
        by = desk.actor(referral.office)
        await _keep(visit, session, going, form, typed, by)
        record(
            session, "visit.recorded", who=by, subject=f"referral:{referral.id}",
            words=_("记下了到场情况"), case_number=referral.case_number,
        )  # fmt: skip
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed | NotHere):
            raise
        session = await visit.start_over()
        errors = refusal.troubles if isinstance(refusal, BadForm) else {}
        return await referral_page(
            visit, session, viewer, await referral_of(session, id), errors=errors,
            refused=None if errors else refusal, status=refusal.status, typed=typed,
        )  # fmt: skip
    return Redirect(visit.at(f"/workbench/referrals/{id}?done=visit#act"), status_code=303)


@get(
    "/workbench/cases/{number:str}/visits/{id:uuid}/photos/{photo:uuid}", guards=[may("case:read")]
)
async def of_case(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    number: InPath[str],
    id: InPath[UUID],
    photo: InPath[UUID],
    look: InQuery[str | None] = None,
) -> Stream:
    """A photo of a visit, for those whom the sheet lets see what was found."""
    case = await case_numbered(session, number)
    found = [pair for pair in await visits_of(session, case) if pair[0].id == id]
    desk = await desk_of(session, viewer)
    sheet = await edition_of(session, case.item_code, case.edition)
    answers = answers_of(visit.tools.secrets, case)
    scope = scope_of(desk, case, sheet, answers, await counter_at(visit.tools, visit.place))
    if not found or not may_read(desk, scope, found[0][1].office, is_own=not found[0][1].peer_id):
        raise NotHere(_("没有这张照片，或者您这一步不用看它。"))
    return await _photo(visit, session, found[0][0], photo, look)


@get("/workbench/referrals/{id:uuid}/photos/{photo:uuid}", guards=[may("referral:read")])
async def of_referral(
    visit: Visit,
    session: Session,
    id: InPath[UUID],
    photo: InPath[UUID],
    look: InQuery[str | None] = None,
) -> Stream:
    """A photo of a visit another tenant asked of us."""
    going = await visit_of_referral(session, id)
    if going is None:
        raise NotHere(_("没有这张照片。"))
    return await _photo(visit, session, going, photo, look)


def _typed(form: FormMultiDict) -> dict[str, str]:
    return {key: str(form.get(key, "")) for key in FIELDS}


async def _keep(
    visit: TheVisit,
    session: AsyncSession,
    going: Going,
    form: FormMultiDict,
    typed: dict[str, str],
    by: Actor,
) -> None:
    """Keeps photos first: what came over two bars of signal need not come again for a bad word."""
    dropped = {str(id) for id in form.getall("drop", [])}
    for photo in await photos_of(session, going):
        if str(photo.id) in dropped:
            await throw_away(session, photo, by=by)
    await session.flush()
    came = await photos_in(form, "photos")
    await keep_photos(session, visit.tools, going, came, by=by)
    try:
        told, went_on = read_visit(typed, people=going.people, today=on_which_day(visit.now()))
    except BadForm:
        await visit.commit()
        raise
    keep_words(visit.tools, going, told, went_on=went_on, by=by)


async def _photo(
    visit: TheVisit, session: AsyncSession, going: Going, id: UUID, look: str | None
) -> Stream:
    found = next((one for one in await photos_of(session, going) if one.id == id), None)
    if found is None:
        raise NotHere(_("没有这张照片。"))
    return await sent(
        visit.tools, found.tenant_id, found.store_key, name=found.name,
        media_type=found.media_type, in_place=look == "1",
    )  # fmt: skip


ROUTES = [keep, keep_for_another, of_case, of_referral]
