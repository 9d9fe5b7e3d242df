"""The decision at the desk (决定)."""

from __future__ import annotations

from litestar import post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit

from ..decision import decide
from ..queries import case_numbered, tasks_of
from ..standing_in import desk_of, must_be_a_stranger
from .act_page import acted
from .case import again


@post("/workbench/cases/{number:str}/decision", guards=[may("case:decide")], status_code=200)
async def make_decision(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Decides the case; its letter is made and brought in the background."""
    outcome, why = str(form.get("outcome", "")), str(form.get("opinion", ""))
    try:
        case = await case_numbered(session, number, hold=True)
        tasks = [task for task in await tasks_of(session, case) if task.kind == "decide"]
        if not tasks:
            raise Refusal(
                _("意见还没有齐，现在不能决定。"), what_next=_("各家答完，它会到负责人的待办里。")
            )
        task = next((task for task in tasks if task.status == "open"), tasks[-1])
        desk = await desk_of(session, viewer)
        desk.must_hold(task)
        await must_be_a_stranger(session, visit.tools, case, viewer)
        made = await decide(
            session, visit.tools, visit.place, task,
            outcome=outcome, why=why.strip(), by=desk.actor(task.office, task),
        )  # fmt: skip
    except Refusal as refusal:
        return await again(visit, viewer, number, refusal, {"outcome": outcome, "opinion": why})
    return acted(visit, number, "decision" if made.decided_at is not None else "proposal")


ROUTES = [make_decision]
