"""Late words (迟到的答复): what comes after the step is over is kept and shown, and not counted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.exchange import Received
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..models import Case
from ..steps import Referral, Task
from .asking_in_turn import let_go_of_own
from .finding import referral_asked
from .thanks import tell_the_desk
from .threads import Thread, thread_of
from .undersigned import undersigned

VOTES = {"agree": N_("同意"), "refuse": N_("不同意")}


async def is_out_of_turn(
    session: AsyncSession, tools: Tools, case: Case, task: Task, received: Received
) -> bool:
    """Whether a word is not the one waited for: too late, from before, or of an older envelope.

    A word in turn also answers whatever they had asked back, and one that was taken for lost and
    came all the same is in turn as long as nobody else has been asked.
    """
    if task.peer_id != received.from_id or task.status not in ("open", "bounced"):
        return True
    thread = await session.get(
        Thread, (task.tenant_id, task.id), with_for_update=True, populate_existing=True
    )
    if thread is None:
        return task.status != "open"
    if received.body.get("round", thread.round) != thread.round:
        return True
    if task.status == "bounced":
        if thread.reason != "undelivered":
            return True
        if thread.is_at_the_desk:
            tell_the_desk(session, tools, case, task)
        task.become("open")
    thread.settle()
    await stop_clocks(session, "thread", task.id, at=received.sent_at)
    return False


async def keep_late_word(
    session: AsyncSession, case: Case, task: Task, received: Received, *, by: Actor
) -> None:
    """Keeps a word that came too late, or answers what has been asked anew meanwhile."""
    body, thread = received.body, await thread_of(session, task)
    thread.late_vote, thread.late_opinion = body["vote"], body["opinion"]
    thread.late_at = datetime.fromisoformat(body["at"])
    thread.late_by = " ".join(dict.fromkeys([body["from_name"], body["officer"]]))
    said = _("%(who)s%(vote)s", who=body["from_name"], vote=_(VOTES[body["vote"]]))
    is_over = task.status != "open"
    why = _("这一步已经结束") if is_over else _("答的是换掉的那一份")
    case.note(
        "task.answered_late", by=by, at=thread.late_at, note=body["opinion"],
        words=_("%(said)s（%(why)s，意见留在这里，没有计入）", said=said, why=why),
        task=task.key,
    )  # fmt: skip


async def leave_late_word(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    referral: Referral,
    *,
    vote: str,
    opinion: str,
    by: Actor,
) -> None:
    """Says something all the same where our word is needed no more: it is kept on both sides."""
    if referral.status != "withdrawn" or referral.vote is not None:
        raise Refusal(_("这一项现在不能补留意见。"))
    troubles = {}
    if vote not in VOTES:
        troubles["vote"] = _("请选同意还是不同意。")
    if not opinion.strip() or len(opinion) > 2000:
        troubles["opinion"] = _("写明意见，最多 2000 个字，对方会留在卷宗里。")
    if troubles:
        raise BadForm(troubles)
    now = tools.clock.now()
    referral.vote, referral.opinion = vote, opinion.strip()
    referral.answered_by, referral.answered_by_id = by.name, str(by.id or "")
    referral.answered_at = now
    exchange.send(
        session, tools, to=referral.peer_id, kind="approval.answered", thread=referral.id,
        body={
            "vote": vote, "opinion": referral.opinion, **undersigned(place, referral, by, at=now),
        },
    )  # fmt: skip
    record(
        session, "referral.late_word", who=by, subject=f"referral:{referral.id}",
        words=_("给%(who)s留了一句意见，不再计入", who=referral.peer_name),
        case_number=referral.case_number,
    )  # fmt: skip


@exchange.answers("approval.withdrawn")
async def withdrawn(session: AsyncSession, tools: Tools, received: Received) -> None:
    """The one who asked needs our word no more: taken off the desk, with thanks, kept on record."""
    referral = await referral_asked(session, received)
    if referral is None or referral.ended_at is not None:
        return
    referral.ended_at = tools.clock.now()
    referral.ended_words = received.body.get("words", "")
    if referral.status not in ("open", "waiting"):
        # What we had said is on its way, or was said of another round: it stays.
        return
    referral.status, referral.asked_back_at = "withdrawn", None
    await stop_clocks(session, "referral", referral.id, at=tools.clock.now())
    await let_go_of_own(session, tools, referral)
