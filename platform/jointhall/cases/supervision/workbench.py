"""Supervision at the desk: urging, the red and yellow lists, orders and replies, my reminders."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.light import light
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import _
from jointhall.web.access import may, officer
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ..answering import referral_of
from ..models import Case
from ..queries import case_numbered, tasks_of
from ..standing_in import desk_of
from ..steps import Task
from ..whereabouts import office_names
from . import closing as _closing  # noqa: F401
from . import touched as _touched  # noqa: F401
from . import watching as _watching  # noqa: F401
from .queries import urgings_of
from .reminding import put_away, reminders_of
from .urging import urge_referral, urge_task


@get("/workbench/cases/{number:str}/urging", guards=[may("case:urge")])
async def ask(visit: Visit, session: Session, number: InPath[str]) -> Template:
    """Who has not answered yet, how often each was urged, and why they are urged now."""
    return await _urging(visit, session, number, {}, {})


@post("/workbench/cases/{number:str}/urging", guards=[may("case:urge")], status_code=200)
async def urge(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Urges everybody who was ticked, each by their own way."""
    chosen = {str(value) for value in form.getall("task", [])}
    typed = {"reason": str(form.get("reason", "")), "task": chosen}
    try:
        case = await case_numbered(session, number, hold=True)
        tasks = [one for one in await _open_tasks(session, case) if str(one.id) in chosen]
        if not tasks:
            raise BadForm({"task": _("请选要催谁；已经答复的不在这里了。")})
        desk = await desk_of(session, viewer)
        for task in tasks:
            await urge_task(
                session, visit.tools, case, task,
                reason=str(typed["reason"]), by=desk.actor(case.office),
            )  # fmt: skip
    except BadForm as bad:
        session = await visit.start_over()
        return await _urging(visit, session, number, typed, bad.troubles)
    return Redirect(visit.at(f"/workbench/cases/{number}?done=urged"), status_code=303)


@get("/workbench/referrals/{id:uuid}/urging", guards=[may("case:urge")])
async def ask_own(
    visit: Visit, session: Session, id: InPath[UUID], done: InQuery[str | None] = None
) -> Template:
    """The same for what another tenant asks of an office of ours."""
    return await _own_urging(visit, session, id, "", {}, done=done == "urged")


@post("/workbench/referrals/{id:uuid}/urging", guards=[may("case:urge")], status_code=200)
async def urge_own(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Urges the office that has to answer."""
    reason = str(form.get("reason", ""))
    try:
        referral = await referral_of(session, id)
        await session.refresh(referral, with_for_update=True)
        await urge_referral(session, visit.tools, referral, reason=reason, by=viewer.actor())
    except BadForm as bad:
        session = await visit.start_over()
        return await _own_urging(visit, session, id, reason, bad.troubles)
    return Redirect(visit.at(f"/workbench/referrals/{id}/urging?done=urged"), status_code=303)


@get(["/workbench/reminders", "/console/reminders"], guards=[officer])
async def reminders(visit: Visit, session: Session, viewer: Viewer) -> Template:
    """What this officer was told, the newest first; what is put away stays to be read."""
    assert viewer.id is not None, "an officer has an id"
    return page(
        visit, "cases/workbench/reminders.html", tab="reminders", frame=f"web/{visit.door}.html",
        path=visit.at(f"/{visit.door}/reminders"),
        rows=await reminders_of(session, viewer.id),
    )  # fmt: skip


@post(["/workbench/reminders", "/console/reminders"], guards=[officer])
async def read(visit: Visit, session: Session, viewer: Viewer, form: Form) -> Redirect:
    """Puts one away, or all of them."""
    assert viewer.id is not None, "an officer has an id"
    said = str(form.get("id") or "")
    try:
        id = UUID(said) if said else None
    except ValueError as error:
        raise NotHere(_("没有这条提醒。")) from error
    await put_away(session, viewer.id, at=visit.now(), id=id)
    return Redirect(visit.at(f"/{visit.door}/reminders"), status_code=303)


async def _open_tasks(session: AsyncSession, case: Case) -> list[Task]:
    return [one for one in await tasks_of(session, case) if one.status == "open"]


async def _urging(
    visit: TheVisit,
    session: AsyncSession,
    number: str,
    typed: Mapping[str, object],
    errors: dict[str, str],
) -> Template:
    case = await case_numbered(session, number)
    tasks = await _open_tasks(session, case)
    names, calendar = await office_names(session), await calendar_here(session)
    urged = await urgings_of(session, "task", [one.id for one in tasks])
    rows = []
    for task in tasks:
        lamp = light(task.due_on, visit.now(), calendar=calendar)
        who = names.get(task.office, task.party_name)
        if task.peer_id is not None:
            who = task.party_name
        elif task.holder_name:
            who = f"{who}　{task.holder_name}"
        rows.append(
            {
                "id": str(task.id), "who": who, "is_elsewhere": task.peer_id is not None,
                "words": task.words, "state": lamp.state, "lamp": lamp.words,
                "due_on": task.due_on, "urged": [u for u in urged if u.subject_id == task.id],
            }
        )  # fmt: skip
    return page(
        visit, "cases/workbench/urging.html", tab="cases", case=case, rows=rows,
        chosen=typed.get("task", {rows[0]["id"]} if len(rows) == 1 else set()),
        reason=typed.get("reason", ""), errors=errors, status=422 if errors else 200,
        path=visit.at(f"/workbench/cases/{number}/urging"),
        back_to=visit.at(f"/workbench/cases/{number}"), done=False,
    )  # fmt: skip


async def _own_urging(
    visit: TheVisit, session: AsyncSession, id: UUID, reason: str, errors: dict[str, str],
    done: bool = False,
) -> Template:  # fmt: skip
    referral = await referral_of(session, id)
    names, calendar = await office_names(session), await calendar_here(session)
    lamp = light(referral.due_on, visit.now(), calendar=calendar)
    row = {
        "id": str(referral.id), "who": names.get(referral.office, visit.place.name),
        "is_elsewhere": False, "words": referral.words, "state": lamp.state,
        "lamp": lamp.words, "due_on": referral.due_on,
        "urged": await urgings_of(session, "referral", [referral.id]),
    }  # fmt: skip
    return page(
        visit, "cases/workbench/urging.html", tab="referrals", case=None, referral=referral,
        rows=[row] if referral.status == "open" else [], chosen={row["id"]}, reason=reason,
        errors=errors, status=422 if errors else 200, done=done,
        path=visit.at(f"/workbench/referrals/{id}/urging"),
        back_to=visit.at(f"/workbench/referrals/{id}"),
    )  # fmt: skip


ROUTES = [ask, urge, ask_own, urge_own, reminders, read]
