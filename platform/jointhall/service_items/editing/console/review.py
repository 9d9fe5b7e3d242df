"""Sent to a second person, and what they say (送审、审批)."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import after_commit
from jointhall.kernel.refusals import BadForm
from jointhall.service_items.editing import review
from jointhall.service_items.editing.console.item import TOLD, listed
from jointhall.service_items.editing.models import ItemDraft
from jointhall.service_items.editing.pieces import place_of
from jointhall.service_items.editing.prose import changes_told
from jointhall.service_items.editing.queries import the_draft
from jointhall.service_items.editing.taking import cleaned
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page


@get("/console/items/{code:str}/draft/review", guards=[may("item:edit")])
async def show(
    visit: given.Visit, session: Session, code: InPath[str], told: InQuery[str | None] = None
) -> Template:
    """What is changed, what is still wrong or unchecked, and who has to look next."""
    draft = await the_draft(session, code)
    return await _page(visit, session, draft, told=TOLD[told]() if told in TOLD else "")


@post("/console/items/{code:str}/draft/review", guards=[may("item:edit")])
async def send(visit: given.Visit, session: Session, code: InPath[str], form: Form) -> Redirect:
    """To a second person, or back before they decided."""
    draft = await the_draft(session, code, to_change=True)
    if form.get("take_back") == "yes":
        await review.take_back(session, draft, by=visit.viewer.actor())
    else:
        await review.send(session, draft, by=visit.viewer.actor(), now=visit.now())
    return Redirect(visit.at(f"/console/items/{code}/draft/review"), status_code=303)


@post("/console/items/{code:str}/draft/approval", guards=[may("item:approve")])
async def approve(visit: given.Visit, session: Session, code: InPath[str], form: Form) -> Redirect:
    """The second person agrees: the draft is the county's edition from now on."""
    draft = await the_draft(session, code, to_change=True)
    version = str(form.get("version", ""))
    seen = int(version) if version.isdigit() and len(version) < 9 else 0
    await review.approve(session, visit.place, draft, seen=seen, by=visit.viewer.actor(),
                         now=visit.now())  # fmt: skip
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at(f"/console/items/{code}?told=published"), status_code=303)


@post("/console/items/{code:str}/draft/return", guards=[may("item:approve")])
async def give_back(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """The second person wants something changed, and says what."""
    draft = await the_draft(session, code, to_change=True)
    reason = cleaned(str(form.get("reason", "")))
    try:
        await review.give_back(session, draft, reason=reason, by=visit.viewer.actor(),
                               now=visit.now())  # fmt: skip
    except BadForm as bad:
        return await _page(visit, session, draft, errors=bad.troubles, reason=reason)
    return Redirect(visit.at(f"/console/items/{code}/draft/review"), status_code=303)


async def _page(
    visit: given.Visit, session: AsyncSession, draft: ItemDraft, *, told: str = "",
    errors: dict[str, str] | None = None, reason: str = "",
) -> Template:  # fmt: skip
    seen = await review.look_over(session, draft)
    _item, edition = await listed(session, draft.code)
    return page(
        visit, "service_items/console/review.html", status=422 if errors else 200, draft=draft,
        seen=seen, edition=edition, told=told, errors=errors or {}, reason=reason,
        changes=changes_told(edition.sheet if edition else {}, seen.source, draft)
        if edition else [],
        places=[(trouble, *place_of(trouble)) for trouble in seen.troubles],
        is_sender=draft.sent_by_id == visit.viewer.id,
    )  # fmt: skip


ROUTES = [show, send, approve, give_back]
