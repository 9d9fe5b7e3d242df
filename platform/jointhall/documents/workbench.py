"""The officers' door to the letters of their township's cases.

A paper is reached through its case, where the sheet says who may see it.
"""

from __future__ import annotations

from uuid import UUID

from litestar import get
from litestar.response import Stream

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import InPath, InQuery, Session, Visit

from .queries import document_of, letter_of
from .serving import sent


@get("/workbench/letters/{id:uuid}", guards=[may("case:read")])
async def letter(
    visit: Visit, session: Session, id: InPath[UUID], look: InQuery[str | None] = None
) -> Stream:
    """A letter issued here, once it is printed and sealed."""
    found = await letter_of(session, id)
    if found.document_id is None:
        raise Refusal(_("这份文书正在盖章。"), what_next=_("过一分钟再来看。"))
    document = await document_of(session, found.document_id)
    return await sent(
        visit.tools, document.tenant_id, document.store_key, name=document.name,
        media_type=document.media_type, in_place=look == "1",
    )  # fmt: skip


ROUTES = [letter]
