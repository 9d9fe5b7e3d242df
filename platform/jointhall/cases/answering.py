"""Answering (答复): our own tasks, what others ask of us, and their word when it comes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.exchange import Received
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import later
from jointhall.kernel.plain import put, put_and_watch
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from .circulation import count_votes
from .clocks import start_answer_clock, stop_clocks
from .counters import place_of
from .joint.asking_in_turn import let_go_of_own, own_answered
from .joint.deciding_there import decided_there
from .joint.finding import asked_on
from .joint.handing_over import hand_over_if_closed
from .joint.late_words import is_out_of_turn, keep_late_word
from .joint.left_over import settle_left_over
from .joint.superseding import superseded
from .joint.undersigned import undersigned
from .models import Case
from .papers import fetch_papers
from .queries import hold_case
from .signers.second_person import is_signed_there, keep_what_two_are_asked
from .signers.turns import after_the_word
from .steps import Referral, Task
from .visiting import as_body, keep_what_came, must_be_recorded
from .visits import Visit, visit_of_referral, visit_of_task

VOTES = {"agree": N_("同意"), "refuse": N_("不同意")}


async def answer_task(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    task: Task,
    *,
    vote: str,
    opinion: str,
    by: Actor,
) -> Case:
    """An office of ours gives its word on a case of ours."""
    _check(vote, opinion)
    case = await hold_case(session, task.case_id)
    must_be_recorded(await visit_of_task(session, task.id), vote)
    await session.refresh(task, with_for_update=True)
    now = tools.clock.now()
    task.answer(vote, opinion, by=by.name, by_id=str(by.id or ""), at=now)
    await stop_clocks(session, "task", task.id, at=now)
    words = _("%(office)s%(vote)s", office=by.office, vote=_(VOTES[vote]))
    case.note("task.answered", by=by, at=now, words=words, note=opinion, task=task.key)
    await _count(session, tools, place, case, task)
    return case


async def answer_referral(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    referral: Referral,
    *,
    vote: str,
    opinion: str,
    by: Actor,
) -> None:
    """Our word on another tenant's case: kept here, sent back by envelope, in one transaction.

    Where it is a decision that two have to make, the first one's word is a proposal.
    """
    opinion = opinion or (referral.proposed_why if referral.proposed_outcome == vote else "")
    _check(vote, opinion)
    referral.must_be_ours()
    visit = await visit_of_referral(session, referral.id)
    must_be_recorded(visit, vote)
    if not await is_signed_there(session, referral, vote=vote, why=opinion, by=by):
        return
    now = tools.clock.now()
    referral.answer(vote, opinion, by=by.name, by_id=str(by.id or ""), at=now)
    await stop_clocks(session, "referral", referral.id, at=now)
    await let_go_of_own(session, tools, referral)
    exchange.send(
        session,
        tools,
        to=referral.peer_id,
        kind="approval.answered",
        thread=referral.id,
        body={
            "vote": vote,
            "opinion": opinion,
            **({"proposed_by": referral.proposed_by} if referral.needs_two else {}),
            **undersigned(place, referral, by, at=now),
            **await as_body(session, tools, visit),
        },
    )
    record(
        session, "referral.answered", who=by, subject=f"referral:{referral.id}",
        words=_("答复%(who)s：%(vote)s", who=referral.peer_name, vote=_(VOTES[vote])),
        case_number=referral.case_number,
    )  # fmt: skip


def _check(vote: str, opinion: str) -> None:
    troubles = {}
    if vote not in VOTES:
        troubles["vote"] = _("请选同意还是不同意。")
    if vote == "refuse" and not opinion.strip():
        troubles["opinion"] = _("不同意要写清楚理由，申请人看得到。")
    if len(opinion) > 2000:
        troubles["opinion"] = _("意见最多写 2000 个字。")
    if troubles:
        raise BadForm(troubles)


async def _count(session: AsyncSession, tools: Tools, place: Place, case: Case, task: Task) -> None:
    await after_the_word(session, tools, case, task)
    if task.step_id is None:
        # Asked by whoever decides, before they decide: it is no vote.
        return
    sheet = await edition_of(session, case.item_code, case.edition)
    await count_votes(session, tools, place, sheet, case, task.step_id)


@exchange.answers("approval.asked")
async def asked(session: AsyncSession, tools: Tools, received: Received) -> None:
    """Another tenant asks: it lies in our workbench from this moment."""
    body: dict[str, Any] = received.body
    place = await place_of(tools, session.info["standing"].tenant_id)
    newer = await superseded(session, tools, place, received)
    if newer is not None:
        await hand_over_if_closed(session, tools, place, newer)
        return
    papers = [{key: str(value) for key, value in paper.items()} for paper in body["papers"]]
    referral = Referral(
        tenant_id=place.tenant_id,
        id=received.thread,
        peer_id=received.from_id,
        peer_name=body["from_name"],
        peer_phone=body["from_phone"],
        envelope_id=received.id,
        case_number=body["case_number"],
        item_title=body["item_title"],
        title=body["title"],
        words=body["words"],
        office=body["office"],
        shown_sealed=tools.secrets.seal(
            place.tenant_id, "referral answers", orjson.dumps(body["answers"])
        ),
        papers=papers,
        asked_at=received.sent_at,
        due_on=await start_answer_clock(
            session, tools, "referral", received.thread, body["within_days"], place.name
        ),
        status="open",
        opinion="",
        answered_by="",
        answered_by_id="",
        about_id=UUID(about) if (about := body.get("about")) else None,
        ruled_words=body.get("ruled", ""),
        round=body.get("round", 1),
    )
    keep_what_two_are_asked(referral, body)
    await put_and_watch(session, referral)
    if (visit := body.get("visit")) is not None:
        asked = Visit(
            tenant_id=place.tenant_id, id=new_id(), referral_id=referral.id,
            kind=visit["kind"], people=visit["people"],
        )  # fmt: skip
        await put(session, asked)
    if papers:
        await later(session, fetch_papers, referral_id=str(referral.id))
    await hand_over_if_closed(session, tools, place, referral)


@exchange.answers("approval.answered")
async def answered(session: AsyncSession, tools: Tools, received: Received) -> None:
    """A word that comes back: counted once; one that comes too late is kept and shown."""
    case, task = await asked_on(session, received)
    if case is None or task is None:
        if not await own_answered(session, tools, received):
            raise NotHere(_("这份答复找不到对应的请求。"))
        return
    body = received.body
    at = datetime.fromisoformat(body["at"])
    said_by = [body["from_name"], body["office"]]
    by = Actor("officer", None, body["officer"], "".join(dict.fromkeys(said_by)))
    if await is_out_of_turn(session, tools, case, task, received):
        await keep_late_word(session, case, task, received, by=by)
        return
    if task.kind == "decide":
        await decided_there(session, tools, case, task, received, by=by)
        return
    words = _("%(who)s%(vote)s", who=body["from_name"], vote=_(VOTES[body["vote"]]))
    task.answer(body["vote"], body["opinion"], by=body["officer"], by_id="", at=at)
    await keep_what_came(session, tools, body, task_id=task.id, peer_id=received.from_id)
    await stop_clocks(session, "task", task.id, at=at)
    case.note("task.answered", by=by, at=at, words=words, note=body["opinion"], task=task.key)
    place = await place_of(tools, case.tenant_id)
    await _count(session, tools, place, case, task)
    await settle_left_over(session, tools, place, case, task, by=by)


async def referral_of(session: AsyncSession, id: UUID) -> Referral:
    """The referral of this id on our desk."""
    referral = await session.scalar(select(Referral).where(Referral.id == id))
    if referral is None:
        raise NotHere(_("没有这份联办请求。"))
    return referral
