"""The applicant's side of the talk (给工作人员留言)."""

from __future__ import annotations

from datetime import timedelta

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.people.limits import Bucket, take
from jointhall.web.access import resident
from jointhall.web.filled import BLANK, Filled, begun_again
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ..after.passing import where_it_went
from ..queries import resident_case
from .beside import Said
from .talk import mark_read, say_to_office, talk_about

A_DAY = timedelta(days=1)
MOST_A_DAY = 20


@get("/cases/{number:str}/talk", guards=[resident])
async def show(
    visit: Visit, session: Session, number: InPath[str], told: InQuery[str | None] = None
) -> Template:
    """What was said about my case, and room for one more while it is here."""
    return await _page(visit, session, number, told=told == "sent")


@post("/cases/{number:str}/talk", guards=[resident], status_code=200)
async def say(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Writes to whoever handles it."""
    assert viewer.id is not None
    words = str(form.get("talk", ""))
    # Counted in a transaction of its own; ours must not be held meanwhile.
    await visit.commit()
    await take(
        visit.tools,
        [Bucket("case-talk", str(viewer.id), MOST_A_DAY, A_DAY)],
        words=_("今天留言太多了，明天再写；急的请打电话。"),
    )
    try:
        session = await visit.session()
        case = await resident_case(session, number, resident_id=viewer.id)
        await say_to_office(session, visit.tools, case, words=words, by=viewer.actor())
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, {"talk": words})
        return await _page(visit, session, number, filled)
    return Redirect(visit.at(f"/cases/{number}/talk?told=sent"), status_code=303)


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    number: str,
    filled: Filled = BLANK,
    *,
    told: bool = False,
) -> Template:
    assert visit.viewer.id is not None
    case = await resident_case(session, number, resident_id=visit.viewer.id)
    secrets = visit.tools.secrets
    talk = [
        Said(one.words(secrets), one.officer_name, one.office, one.said_at, one.is_applicants)
        for one in await talk_about(session, case)
    ]
    tenant_id, case_id, at = case.tenant_id, case.id, visit.now()

    async def have_read(writing: AsyncSession) -> None:
        await mark_read(writing, tenant_id, case_id, by_officer=False, at=at)

    if any(not one.is_applicants for one in talk):
        visit.afterwards(have_read)
    return page(
        visit, "cases/portal/talk.html", case=case, talk=talk, told=told,
        there=await where_it_went(session, visit.tools, case), **filled.on_page(),
    )  # fmt: skip


ROUTES = [show, say]
