"""A paper of a case opened at the desk (打开材料): on its way, and on record who looked."""

from __future__ import annotations

from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document
from jointhall.documents.serving import sent
from jointhall.records.journal import record
from jointhall.web.visit import Visit

from ..models import Case


async def opened(
    visit: Visit, case: Case, paper: Document, words: str, *, in_place: bool = True
) -> Stream:
    """The file; `words` say in the journal what was looked at, for the applicant to read."""
    by, subject, for_whom = visit.viewer.actor(), f"document:{paper.id}", case.resident_id

    async def note(session: AsyncSession) -> None:
        record(session, "document.viewed", who=by, subject=subject, words=words, for_whom=for_whom)

    visit.afterwards(note)
    return await sent(
        visit.tools, paper.tenant_id, paper.store_key, name=paper.name,
        media_type=paper.media_type, in_place=in_place,
    )  # fmt: skip
