"""Jobs that were given up (没办成的任务): they wait for a person, who puts them back to work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.jobs import try_again
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import N_, _
from jointhall.web.access import may
from jointhall.web.given import InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page

from .journal import record

MOST_SHOWN = 200
WORK = {
    "cases": N_("办件往下走"),
    "deadlines": N_("时限重算"),
    "documents": N_("文书和文件"),
    "exchange": N_("送信封"),
    "messages": N_("发短信"),
    "people": N_("发验证码"),
}
"""What the jobs of a subject do, as the officers call it."""

_GIVEN_UP = text(
    """
    select id, job, attempts, created_at, given_up_at, coalesce(last_error, '') as error
    from outbox
    where tenant_id = :tenant_id and given_up_at is not null and done_at is null
    order by given_up_at desc limit :most
    """
)


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A job nobody works at any more until somebody says so."""

    id: UUID
    job: str
    attempts: int
    created_at: datetime
    given_up_at: datetime
    error: str

    @property
    def work(self) -> str:
        """What it should have done, in words."""
        subject = self.job.partition(".")[0]
        return _(WORK[subject]) if subject in WORK else self.job


async def given_up_here(session: AsyncSession) -> Sequence[GivenUp]:
    """This tenant's jobs that were given up, the newest first."""
    asked = {"tenant_id": tenant_of(session), "most": MOST_SHOWN}
    return [GivenUp(**row._mapping) for row in await session.execute(_GIVEN_UP, asked)]


@get(["/workbench/jobs", "/console/jobs"], guards=[may("job:retry")])
async def show(visit: Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """What could not be done although it was tried again and again, and why."""
    return page(
        visit, "records/console/unfinished.html", frame=f"web/{visit.door}.html",
        jobs=await given_up_here(session), base=f"/{visit.door}/jobs", told=told == "1",
    )  # fmt: skip


@post(["/workbench/jobs/{id:uuid}/retry", "/console/jobs/{id:uuid}/retry"],
      guards=[may("job:retry")])  # fmt: skip
async def put_back(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Redirect:
    """Puts one back to work, from its first attempt; the journal says who did."""
    if await try_again(session, id) is None:
        raise NotHere(_("没有这项没办成的任务，也许已经重新办了。"))
    record(
        session, "job.retried", who=viewer.actor(), subject=f"job:{id}", words="重新办没办成的任务"
    )
    return Redirect(visit.at(f"/{visit.door}/jobs?told=1"), status_code=303)


ROUTES = [show, put_back]
