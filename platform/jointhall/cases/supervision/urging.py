"""Urging (催办): asking for what is due, with a reason, counted; elsewhere by envelope."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.exchange import Received
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _, in_chinese
from jointhall.offices.reporting import line_above
from jointhall.records.journal import record

from ..models import Case
from ..steps import Referral, Task
from .models import Urging
from .queries import next_nth, urgings_of
from .reminding import officers_who_may, remind

LONGEST = 300
MOST_A_DAY = 2
"""How often one person may urge one thing on one day: a reminder, and one that means it."""


async def urge_task(
    session: AsyncSession, tools: Tools, case: Case, task: Task, *, reason: str, by: Actor
) -> Urging:
    """Urges whoever is asked on a case of ours: an office here, or another tenant by envelope."""
    if task.status != "open":
        raise Refusal(_("这一项已经不用催了。"), what_next=_("刷新页面看看，可能刚刚答复。"))
    reason = _said(reason)
    now = tools.clock.now()
    await _not_too_often(session, "task", task.id, by=by, now=now)
    nth = await next_nth(session, "task", task.id)
    if task.peer_id is not None:
        told = task.party_name
        exchange.send(
            session, tools, to=task.peer_id, kind="approval.urged", thread=task.id,
            body={
                "reason": reason, "nth": nth, "due_on": task.due_on.isoformat(),
                "by": by.in_full,
            },
        )  # fmt: skip
    else:
        told = await _tell_office(
            session, task.office, f"/workbench/cases/{case.number}",
            words=_urged_words(case.item_title, case.number, task.due_on, reason, nth), at=now,
        )  # fmt: skip
    made = Urging(
        tenant_id=case.tenant_id, id=new_id(), subject_kind="task", subject_id=task.id,
        key="answer", case_id=case.id, level="person",
        direction="here" if task.peer_id is None else "sent", is_by_clock=False,
        office=task.office, told=told, reason=reason, nth=nth, due_on=task.due_on, urged_at=now,
        urged_by=by.in_full, urged_by_id=str(by.id or ""),
    )  # fmt: skip
    await put(session, made)
    case.note(
        "task.urged", by=by, at=now, note=reason, task=task.key, nth=nth,
        words=_("催了%(who)s（第 %(n)s 次）", who=task.party_name if task.peer_id else told, n=nth),
    )  # fmt: skip
    return made


async def urge_referral(
    session: AsyncSession, tools: Tools, referral: Referral, *, reason: str, by: Actor
) -> Urging:
    """Urges our own office that has to answer another tenant."""
    if referral.status != "open":
        raise Refusal(_("这一项已经不用催了。"), what_next=_("刷新页面看看，可能刚刚答复。"))
    reason = _said(reason)
    now = tools.clock.now()
    await _not_too_often(session, "referral", referral.id, by=by, now=now)
    return await _on_our_desk(
        session, referral, reason=reason, nth=await next_nth(session, "referral", referral.id),
        direction="here", by=by.in_full, by_id=str(by.id or ""), who=by, at=now,
    )  # fmt: skip


@exchange.answers("approval.urged")
async def urged(session: AsyncSession, tools: Tools, received: Received) -> None:
    """Another tenant urges what it asked of us: whoever has to answer is told at once."""
    referral = await session.scalar(
        select(Referral).where(Referral.id == received.thread, Referral.peer_id == received.from_id)
    )
    if referral is None or referral.status != "open":
        return
    await _on_our_desk(
        session, referral, reason=received.body["reason"],
        nth=await next_nth(session, "referral", referral.id), direction="received",
        by=referral.peer_name, by_id="", who=SYSTEM, at=tools.clock.now(),
    )  # fmt: skip


async def _on_our_desk(
    session: AsyncSession,
    referral: Referral,
    *,
    reason: str,
    nth: int,
    direction: str,
    by: str,
    by_id: str,
    who: Actor,
    at: datetime,
) -> Urging:
    words = _urged_words(
        referral.item_title, referral.case_number, referral.due_on, reason, nth,
        whose=referral.peer_name,
    )  # fmt: skip
    told = await _tell_office(
        session, referral.office, f"/workbench/referrals/{referral.id}", words=words, at=at,
        permission="referral:answer",
    )  # fmt: skip
    made = Urging(
        tenant_id=referral.tenant_id, id=new_id(), subject_kind="referral",
        subject_id=referral.id, key="answer", level="person", direction=direction,
        is_by_clock=False, office=referral.office, told=told, reason=reason, nth=nth,
        due_on=referral.due_on, urged_at=at, urged_by=by, urged_by_id=by_id,
    )  # fmt: skip
    await put(session, made)
    record(
        session, "referral.urged", who=who, subject=f"referral:{referral.id}",
        words=_("%(by)s催了%(number)s（第 %(n)s 次）", by=by, number=referral.case_number, n=nth),
    )  # fmt: skip
    return made


async def _tell_office(
    session: AsyncSession,
    office: str,
    link: str,
    *,
    words: str,
    at: datetime,
    permission: str = "case:review",
) -> str:
    """Tells whoever holds this office; when nobody does, everybody who may do such a thing."""
    holders = (await line_above(session, office)).holders
    if not holders:
        holders = await officers_who_may(session, permission)
    await remind(session, (one.id for one in holders), "urged", words, link, at=at)
    return "、".join(one.name for one in holders) or in_chinese(_("没有人在岗"))


def _urged_words(
    item: str, number: str, due_on: date, reason: str, nth: int, *, whose: str = ""
) -> str:
    words = _("催办（第 %(n)s 次）：%(item)s %(number)s，%(day)s到期",
              n=nth, item=item, number=number, day=day_words(due_on))  # fmt: skip
    words = _("%(who)s%(words)s", who=whose, words=words) if whose else words
    return _("%(words)s。%(reason)s", words=words, reason=reason)


def _said(reason: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise BadForm({"reason": _("写一句为什么催，对方看得到。")})
    if len(reason) > LONGEST:
        raise BadForm({"reason": _("最多写 %(n)s 个字。", n=LONGEST)})
    return reason


async def _not_too_often(
    session: AsyncSession, kind: str, id: UUID, *, by: Actor, now: datetime
) -> None:
    today = on_which_day(now)
    mine = [
        one
        for one in await urgings_of(session, kind, [id])
        if one.urged_by_id == str(by.id or "-") and on_which_day(one.urged_at) == today
    ]
    if len(mine) >= MOST_A_DAY:
        raise Refusal(
            _("您今天已经催过 %(n)s 次了。", n=len(mine)),
            what_next=_("明天再催，或者直接打电话；过了期，系统会自己往上报。"),
        )
