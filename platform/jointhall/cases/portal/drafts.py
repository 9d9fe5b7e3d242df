"""Drafts (草稿) that their owner no longer wants."""

from __future__ import annotations

from uuid import UUID

from litestar import post
from litestar.response import Redirect

from jointhall.documents.actions import throw_away as throw_paper_away
from jointhall.documents.queries import documents_of
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.web.access import resident
from jointhall.web.given import InPath, Session, Viewer, Visit

from ..filing import draft_of, throw_away
from ..queries import find_case


@post("/drafts/{draft_id:uuid}/removal", guards=[resident])
async def drop(visit: Visit, session: Session, viewer: Viewer, draft_id: InPath[UUID]) -> Redirect:
    """Throws a draft away with the papers that were put into it."""
    assert viewer.id is not None
    draft = await draft_of(session, draft_id, resident_id=viewer.id)
    if draft.sent_at is not None or await find_case(session, draft_id) is not None:
        raise Refusal(_("这份已经交过，不能删。"), what_next=_("不想办了，到办件页里撤回。"))
    for document in await documents_of(session, "draft", draft_id):
        await throw_paper_away(session, document, by=viewer.actor())
    await throw_away(session, draft, by=viewer.actor())
    return Redirect(visit.at("/cases"), status_code=303)


ROUTES = [drop]
