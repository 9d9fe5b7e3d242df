"""A local fact ticked as checked (已核对), or taken back."""

from __future__ import annotations

from typing import Any

from litestar import post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing.confirming import confirm, take_back
from jointhall.service_items.editing.console.item import listed
from jointhall.service_items.editing.queries import draft_of, text_of
from jointhall.service_items.editing.taking import cleaned
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session


@post("/console/items/{code:str}/confirmations", guards=[may("item:edit")])
async def turn(visit: given.Visit, session: Session, code: InPath[str], form: Form) -> Redirect:
    """Somebody has checked the fact with this number, in the draft if there is one."""
    in_draft = form.get("of") == "draft"
    source = await _source(session, code, in_draft=in_draft)
    number = str(form.get("number", ""))
    if not number.isdigit() or len(number) > 4:
        raise NotHere(_("没有这一条要核对的。"))
    by, now = visit.viewer.actor(), visit.now()
    if form.get("taken_back") == "yes":
        await take_back(session, code, source, int(number), by=by, now=now)
        told = "taken_back"
    else:
        note = cleaned(str(form.get("note", "")))
        await confirm(session, code, source, int(number), note=note, by=by, now=now)
        told = "confirmed"
    path = f"/console/items/{code}/draft/review" if in_draft else f"/console/items/{code}"
    return Redirect(visit.at(f"{path}?told={told}"), status_code=303)


async def _source(session: AsyncSession, code: str, *, in_draft: bool) -> dict[str, Any]:
    if in_draft and (draft := await draft_of(session, code)) is not None:
        return await text_of(session, draft)
    _item, edition = await listed(session, code)
    if edition is None:
        raise NotHere(_("没有这个事项。"))
    return edition.sheet


ROUTES = [turn]
