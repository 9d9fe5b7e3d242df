"""Giving back unanswered (退回): not ours, too little to go by, too late, with the reason."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.exchange import Received
from jointhall.kernel.db import standing_of
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..counters import place_of
from ..models import Case
from ..steps import Referral, Task
from ..telling import tell_applicant
from .asking_in_turn import let_go_of_own, own_ask_held
from .coming_back import lies_with_us_again
from .county_desk import to_the_desk
from .finding import asked_on
from .thanks import known_as
from .threads import ALARM_ABOVE, REASONS, Thread, thread_of
from .undersigned import undersigned

OFFERED = ("not_ours", "too_little", "too_late")
LONGEST = 500


async def decline(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    referral: Referral,
    *,
    reason: str,
    words: str,
    proposed: Place | None,
    by: Actor,
) -> None:
    """Gives a question back, with the reason and, if we know, who would be the right one."""
    referral.must_be_ours()
    words = words.strip()
    troubles = {}
    if reason not in OFFERED:
        troubles["reason"] = _("请选为什么退回。")
    if not words or len(words) > LONGEST:
        troubles["words"] = _("写明为什么答不了，最多 %(n)s 个字，问的那一家看得到。", n=LONGEST)
    if troubles:
        raise BadForm(troubles)
    if reason == "not_ours" and referral.ruled_words:
        raise Refusal(
            _("县里已经定了由我们答，不能再说不归我们。"),
            what_next=_("有不同看法，打电话给县里；材料不够的，可以请对方补充说明。"),
        )
    now = tools.clock.now()
    referral.status, referral.reason, referral.opinion = "declined", reason, words
    referral.answered_by, referral.answered_by_id = by.name, str(by.id or "")
    referral.answered_at, referral.asked_back_at = now, None
    await stop_clocks(session, "referral", referral.id, at=now)
    await let_go_of_own(session, tools, referral)
    exchange.send(
        session, tools, to=referral.peer_id, kind="approval.declined", thread=referral.id,
        body={
            "reason": reason,
            "words": words,
            "proposed_id": str(proposed.tenant_id) if proposed is not None else "",
            "proposed_name": proposed.name if proposed is not None else "",
            **undersigned(place, referral, by, at=now),
        },
    )  # fmt: skip
    record(
        session, "referral.declined", who=by, subject=f"referral:{referral.id}",
        words=_("退回%(who)s：%(reason)s", who=referral.peer_name, reason=_(REASONS[reason])),
        case_number=referral.case_number, reason=reason,
    )  # fmt: skip


@exchange.answers("approval.declined")
async def declined(session: AsyncSession, tools: Tools, received: Received) -> None:
    """It came back unanswered: a wrong address goes on to the county, the rest to our own desk."""
    body = received.body
    case, task = await asked_on(session, received)
    if task is None or case is None:
        await _own_declined(session, tools, received)
        return
    by = Actor("officer", None, body["officer"], body["from_name"])
    at = datetime.fromisoformat(body["at"])
    thread = await thread_of(session, task)
    is_late = task.peer_id != received.from_id or body["round"] != thread.round
    if is_late or task.status != "open":
        words = _("%(who)s退回来晚了，这一项已经另外办了", who=body["from_name"])
        case.note("task.bounced_late", by=by, at=at, words=words, note=body["words"])
        return
    await bounce(
        session, tools, case, task, thread, reason=body["reason"], words=body["words"], by=by,
        at=at, proposed=(body["proposed_id"], body["proposed_name"]),
    )  # fmt: skip


async def bounce(
    session: AsyncSession,
    tools: Tools,
    case: Case,
    task: Task,
    thread: Thread,
    *,
    reason: str,
    words: str,
    by: Actor,
    at: datetime,
    proposed: tuple[str, str] = ("", ""),
) -> None:
    """A question came back. Counted; whoever has to say what becomes of it has a day for that."""
    now = tools.clock.now()
    task.become("bounced")
    await stop_clocks(session, "task", task.id, at=now)
    await stop_clocks(session, "thread", task.id, at=now)
    thread.settle()
    thread.bounces += 1
    thread.reason, thread.reason_words = reason, words
    thread.reason_by = " ".join(part for part in (by.office, by.name) if part)
    who = known_as(task, standing_of(session).county_id)
    said = _("%(who)s退回了：%(reason)s", who=who, reason=_(REASONS[reason]))
    case.note(
        "task.bounced", by=by, at=at, words=said, note=words, task=task.key, reason=reason,
        bounces=thread.bounces,
    )  # fmt: skip
    is_alarm = thread.bounces > ALARM_ABOVE
    if is_alarm:
        await _raise_alarm(session, tools, case, task, thread)
    if is_alarm or reason in ("not_ours", "undelivered"):
        await to_the_desk(session, tools, await place_of(tools, case.tenant_id), case, task, thread,
                          proposed=proposed)  # fmt: skip
        return
    await lies_with_us_again(session, tools, case, thread)


async def _raise_alarm(
    session: AsyncSession, tools: Tools, case: Case, task: Task, thread: Thread
) -> None:
    """It has been sent to and fro too often: on record, on the county's desk, and told."""
    now = tools.clock.now()
    words = _(
        "“%(task)s”来回退了 %(n)s 次，报县里协调", task=task.words.rstrip("。"), n=thread.bounces
    )
    case.note("thread.alarm", by=SYSTEM, at=now, words=words, task=task.key, bounces=thread.bounces)
    if thread.alarmed_at is None or now - thread.alarmed_at > timedelta(days=1):
        thread.alarmed_at = now
        await tell_applicant(
            session, tools, case, "case.alarm",
            _("您的“%(item)s”有一项几家都说不归自己，县里正在定由谁答，不用您跑。",
              item=case.item_title),
        )  # fmt: skip


async def _own_declined(session: AsyncSession, tools: Tools, received: Received) -> None:
    """A question of our own, asked while we had to answer somebody else, came back."""
    own = await own_ask_held(session, received)
    if own is None or own.status != "open":
        return
    body = received.body
    own.status, own.opinion = "declined", body["words"]
    own.answered_by, own.answered_at = body["officer"], datetime.fromisoformat(body["at"])
    await stop_clocks(session, "own_ask", own.id, at=tools.clock.now())
