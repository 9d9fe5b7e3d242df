"""The desk of what could not be done (没办成的任务): seen, done again, or let go with a reason."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.jobs import REGISTER, let_go, try_again, try_all_again
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page

from .given_up import GivenUp, about, given_up_below, given_up_here, given_up_job
from .journal import record

LONGEST_WHY = 200


@get(["/workbench/jobs", "/console/jobs"], guards=[may("job:retry")])
async def show(
    visit: Visit, session: Session, told: InQuery[str | None] = None, n: InQuery[int] = 0
) -> Template:
    """What could not be done although it was tried again and again, and why."""
    jobs = await given_up_here(session)
    open_ = [job for job in jobs if job.let_go_at is None]
    kinds = {job.job: job.work for job in open_}
    return page(
        visit, "records/console/unfinished.html", frame=f"web/{visit.door}.html",
        jobs=open_, let_go=[job for job in jobs if job.let_go_at is not None],
        about={job.id: await about(session, job) for job in open_},
        kinds=[(kind, words, [job.job for job in open_].count(kind))
               for kind, words in kinds.items()],
        below=await _below(visit), base=f"/{visit.door}/jobs", told=told or "", n=n,
    )  # fmt: skip


@get(["/workbench/jobs/{id:uuid}", "/console/jobs/{id:uuid}"], guards=[may("job:retry")])
async def one(visit: Visit, session: Session, id: InPath[UUID]) -> Template:
    """One of them: each time it was tried, and what the program said."""
    return await _page_of(visit, session, await _job(session, id))


@post(["/workbench/jobs/{id:uuid}/retry", "/console/jobs/{id:uuid}/retry"],
      guards=[may("job:retry")])  # fmt: skip
async def put_back(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Redirect:
    """Puts one back to work, from its first attempt; the journal says who did."""
    if await try_again(session, id) is None:
        raise _gone()
    record(
        session, "job.retried", who=viewer.actor(), subject=f"job:{id}", words="重新办没办成的任务"
    )
    return Redirect(visit.at(f"/{visit.door}/jobs?told=again&n=1"), status_code=303)


@post(["/workbench/jobs/retry", "/console/jobs/retry"], guards=[may("job:retry")])
async def put_all_back(visit: Visit, session: Session, viewer: Viewer, form: Form) -> Redirect:
    """Puts all of one kind back to work, or all there are."""
    kind = str(form.get("job", ""))
    many = await try_all_again(session, kind)
    if many:
        record(
            session, "job.all_retried", who=viewer.actor(), subject="jobs",
            words="重新办全部没办成的任务", kind=kind if kind in REGISTER else "", many=many,
        )  # fmt: skip
    return Redirect(visit.at(f"/{visit.door}/jobs?told=again&n={many}"), status_code=303)


@post(["/workbench/jobs/{id:uuid}/letting-go", "/console/jobs/{id:uuid}/letting-go"],
      guards=[may("job:retry")], status_code=200)  # fmt: skip
async def leave_undone(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Leaves one undone for good, with the reason; it stays on the list of what was let go."""
    job = await _job(session, id)
    why = str(form.get("why", "")).strip()
    trouble = _trouble_with(why)
    if trouble:
        return await _page_of(visit, session, job, why=why, trouble=trouble)
    if await let_go(session, id, why=why) is None:
        raise _gone()
    record(
        session, "job.let_go", who=viewer.actor(), subject=f"job:{id}",
        words="放弃了一项没办成的任务", kind=job.job,
    )  # fmt: skip
    return Redirect(visit.at(f"/{visit.door}/jobs?told=let_go"), status_code=303)


async def _page_of(
    visit: Visit, session: Session, job: GivenUp, *, why: str = "", trouble: str = ""
) -> Template:
    return page(
        visit, "records/console/unfinished_one.html", frame=f"web/{visit.door}.html",
        status=422 if trouble else 200, job=job, about=await about(session, job),
        base=f"/{visit.door}/jobs", why=why, trouble=trouble, longest=LONGEST_WHY,
    )  # fmt: skip


def _trouble_with(why: str) -> str:
    if not why:
        return _("请写明为什么放弃。")
    if len(why) > LONGEST_WHY:
        return _("原因太长，最多 %(n)s 个字。", n=LONGEST_WHY)
    return ""


async def _job(session: Session, id: UUID) -> GivenUp:
    job = await given_up_job(session, id)
    if job is None:
        raise _gone()
    return job


def _gone() -> NotHere:
    return NotHere(_("没有这项没办成的任务，也许已经重新办了。"))


async def _below(visit: Visit) -> list[tuple[str, int, int]]:
    """The county sees how many each of its townships has, and not what they are."""
    if visit.door != "console" or not visit.place.is_county:
        return []
    counted = await given_up_below(visit.tools, visit.place.county_id)
    places = await visit.house.directory.townships_of(visit.place.tenant_id)
    return [
        (place.name, *counted[place.tenant_id]) for place in places if place.tenant_id in counted
    ]


ROUTES = [show, one, put_back, put_all_back, leave_undone]
