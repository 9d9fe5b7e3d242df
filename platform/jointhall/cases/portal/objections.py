"""Objecting at the portal (提异议): a short form, a number, and the answer in the same place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.queries import documents_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import _
from jointhall.people.limits import Bucket, take
from jointhall.people.numbers import masked_phone
from jointhall.people.queries import resident_by_id
from jointhall.web.access import resident
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..enclosed import photo_in
from ..notice_queries import notice_numbered, objection_numbered
from ..notices import PublicNotice
from ..objecting import file_objection
from ..queries import find_case

A_DAY = 10
"""Objections one person may send in a day."""


@get("/notices/{number:str}/objection", guards=[resident])
async def ask(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """The form, with the name they gave before; who has no account made one by their phone."""
    notice = await _open_to(session, visit, viewer.id, number)
    name, phone = await _known(visit, session, viewer.id)
    return _page(visit, notice, phone, {"name": name, "submission_id": str(new_id())}, {})


@post("/notices/{number:str}/objection", guards=[resident], status_code=200)
async def send(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Template | Redirect:
    """Keeps the objection, once, however often it is sent."""
    assert viewer.id is not None
    notice = await _open_to(session, visit, viewer.id, number)
    _name, phone = await _known(visit, session, viewer.id)
    typed = {key: str(form.get(key, "")) for key in ("name", "words", "submission_id")}
    # Counted in a transaction of its own; ours must not be held meanwhile.
    await visit.commit()
    limit = Bucket("objection", str(viewer.id), A_DAY, timedelta(days=1))
    await take(visit.tools, [limit], words=_("今天提得太多了，请明天再提，或者打电话说。"))
    try:
        standing = visit.place.standing(resident_id=viewer.id)
        async with visit.tools.database.transaction(standing) as filing:
            made = await file_objection(
                filing, visit.tools, number, resident_id=viewer.id, phone=phone,
                name=typed["name"], words=typed["words"], submission_id=_once(typed),
                file=await photo_in(form),
            )  # fmt: skip
    except BadForm as bad:
        return _page(visit, notice, phone, typed, bad.troubles)
    return Redirect(visit.at(f"/objections/{made.number}"), status_code=303)


@get("/objections/{number:str}", guards=[resident])
async def show(visit: Visit, session: Session, number: InPath[str]) -> Template:
    """What I objected to, under which number, and what was answered; nobody else opens it."""
    objection = await objection_numbered(session, number)
    secrets = visit.tools.secrets
    return page(
        visit,
        "cases/portal/objection.html",
        objection=objection,
        notice=await notice_numbered(session, number.rpartition("-")[0]),
        words=objection.words(secrets),
        reasons=objection.reasons(secrets),
        papers=await documents_of(session, "other", objection.id),
    )


async def _open_to(
    session: AsyncSession, visit: Visit, resident_id: UUID | None, number: str
) -> PublicNotice:
    """The notice, if this resident may still object to it; raises Refusal with what to do."""
    notice = await notice_numbered(session, number)
    if not notice.is_up(visit.now()):
        raise Refusal(
            _("这份公示已经结束，不能再提异议了。"),
            what_next=_("还有话要说，请打电话给工作人员，或者到窗口说。"),
        )
    if await find_case(session, notice.case_id, resident_id=resident_id) is not None:
        raise Refusal(
            _("这是您自己申请的公示，不用在这里提异议。"),
            what_next=_("内容写错了，请打电话给工作人员改。"),
        )
    return notice


async def _known(visit: Visit, session: AsyncSession, id: UUID | None) -> tuple[str, str]:
    """The name and phone of who is signed in; the phone was proven by SMS."""
    me = await resident_by_id(session, id) if id else None
    assert me is not None, "a resident's session outlived the resident"
    secrets = visit.tools.secrets
    return me.name(secrets), me.phone(secrets)


def _page(
    visit: Visit,
    notice: PublicNotice,
    phone: str,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> Template:
    return page(
        visit, "cases/portal/object.html", status=422 if errors else 200, notice=notice,
        phone=masked_phone(phone), typed=typed, errors=dict(errors),
    )  # fmt: skip


def _once(typed: Mapping[str, str]) -> UUID:
    try:
        return UUID(typed["submission_id"])
    except ValueError:
        return new_id()


ROUTES = [ask, send, show]
