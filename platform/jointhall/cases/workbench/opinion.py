"""An office's word on a case of ours (会签意见)."""

from __future__ import annotations

from uuid import UUID

from litestar import post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit

from ..answering import answer_task
from ..queries import case_numbered, task_of
from ..standing_in import desk_of, must_be_a_stranger
from .act_page import acted
from .case import again


@post(
    "/workbench/cases/{number:str}/tasks/{id:uuid}/opinion",
    guards=[may("case:review")],
    status_code=200,
)
async def give_opinion(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    form: Form,
    number: InPath[str],
    id: InPath[UUID],
) -> Redirect | Template:
    """Agrees or refuses, with the opinion; the step may end with it."""
    vote, opinion = str(form.get("vote", "")), str(form.get("opinion", ""))
    try:
        case = await case_numbered(session, number, hold=True)
        task = await task_of(session, id)
        if task.case_id != case.id or task.kind != "review":
            raise NotHere(_("没有这项任务。"))
        desk = await desk_of(session, viewer)
        desk.must_hold(task)
        await must_be_a_stranger(session, visit.tools, case, viewer)
        await answer_task(
            session, visit.tools, visit.place, task,
            vote=vote, opinion=opinion.strip(), by=desk.actor(task.office, task),
        )  # fmt: skip
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, {"vote": vote, "opinion": opinion})
    return acted(visit, number, "opinion")


ROUTES = [give_opinion]
