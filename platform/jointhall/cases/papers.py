"""Papers that come with a referral: copied into our own store, checked against their checksum."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from jointhall.kernel.files import new_key
from jointhall.kernel.jobs import Work, job

from .steps import Referral


@job("cases.fetch_papers", queue="files")
async def fetch_papers(work: Work, *, referral_id: str) -> None:
    """Brings what the envelope names into this tenant's store; done twice, it finds it done."""
    referral = await work.session.scalar(
        select(Referral).where(Referral.id == UUID(referral_id)).with_for_update()
    )
    if referral is None:
        return
    papers = []
    for paper in referral.papers:
        if "own_key" not in paper:
            own_key = new_key(referral.tenant_id, "papers")
            kept = await work.tools.files.copy(
                referral.peer_id, paper["key"], to_tenant=referral.tenant_id, to_key=own_key
            )
            if kept.sha256 is not None and kept.sha256 != paper["sha256"]:
                raise ValueError("a paper is not the one the envelope names")
            paper = {**paper, "own_key": own_key}
        papers.append(paper)
    referral.papers = papers
