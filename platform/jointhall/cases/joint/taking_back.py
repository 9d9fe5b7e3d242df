"""Taking back an answer (撤回答复): asked by envelope, granted while nobody has built on it.

Whoever answered cannot know how far the other side has come, so it asks; the reply says whether
the word is theirs again, with the days it had, or stays as it was given.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.deadlines.actions import run_on
from jointhall.exchange import Received
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, NotAllowed, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..models import Case
from ..status import Status
from ..steps import Referral, Step, Task
from .asking_in_turn import own_given_back
from .finding import asked_on, referral_asked
from .threads import Thread
from .undersigned import undersigned

LONGEST = 500
OUTCOMES = {
    "given_back": N_("同意撤回，请重新答。"),
    "over": N_("那一步已经往下走了，答复不能再撤回，原来的照算。"),
    "asked_anew": N_("已经重新问过，以新的一份为准。"),
}


def may_take_back(referral: Referral, officer_id: str) -> bool:
    """Whether this officer gave the word, and it may still be theirs to take back."""
    return (
        referral.status == "answered"
        and referral.answered_by_id == officer_id
        and referral.recall_asked_at is None
        and not referral.recall_outcome
        and referral.ended_at is None
    )


async def ask_to_take_back(
    session: AsyncSession, tools: Tools, place: Place, referral: Referral, *, words: str, by: Actor
) -> None:
    """Asks the other side to give our word back, with the reason; until then it stands."""
    if referral.status != "answered" or referral.recall_outcome or referral.ended_at is not None:
        raise Refusal(_("这一项现在没有可以撤回的答复。"), what_next=_("刷新页面看看最新情况。"))
    if referral.recall_asked_at is not None:
        raise Refusal(
            _("已经请%(who)s退回这份答复了。", who=referral.peer_name),
            what_next=_("等对方的系统回话，一般一分钟以内。"),
        )
    if referral.answered_by_id != str(by.id or ""):
        raise NotAllowed(_("只有提意见的人自己能撤回。"))
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise BadForm({"words": _("写明为什么撤回，最多 %(n)s 个字，对方看得到。", n=LONGEST)})
    now = tools.clock.now()
    referral.recall_asked_at = now
    exchange.send(
        session, tools, to=referral.peer_id, kind="approval.recalled", thread=referral.id,
        body={"words": words, **undersigned(place, referral, by, at=now)},
    )  # fmt: skip
    record(
        session, "referral.recall_asked", who=by, subject=f"referral:{referral.id}",
        words=_("请%(who)s退回我们的答复", who=referral.peer_name),
        case_number=referral.case_number,
    )  # fmt: skip


@exchange.answers("approval.recalled")
async def recalled(session: AsyncSession, tools: Tools, received: Received) -> None:
    """They want their word back: it is theirs while the step is open, else it stays."""
    case, task = await asked_on(session, received)
    if case is not None and task is not None:
        outcome = await _given_back(session, tools, case, task, received)
    else:
        outcome = "given_back" if await own_given_back(session, tools, received) else "over"
    exchange.send(
        session, tools, to=received.from_id, kind="approval.recall_settled",
        thread=received.thread,
        body={
            "outcome": outcome, "round": received.body["round"],
            "at": tools.clock.now().isoformat(),
        },
    )  # fmt: skip


async def _given_back(
    session: AsyncSession, tools: Tools, case: Case, task: Task, received: Received
) -> str:
    """Gives the word back where nobody has built on it; the key of what came of it."""
    body = received.body
    by = Actor("officer", None, body["officer"], body["from_name"])
    at = datetime.fromisoformat(body["at"])
    thread = await session.get(Thread, (task.tenant_id, task.id))
    if task.peer_id != received.from_id or body["round"] != (thread.round if thread else 1):
        outcome = "asked_anew"
    elif task.status != "done" or not await _is_still_open(session, case, task):
        outcome = "over"
    else:
        task.take_back()
        await run_on(session, "task", task.id, as_of=on_which_day(tools.clock.now()))
        words = _("%(who)s撤回了刚才的答复，重新看", who=body["from_name"])
        case.note("task.recalled", by=by, at=at, words=words, note=body["words"], task=task.key)
        return "given_back"
    words = _("%(who)s想撤回答复，已经晚了，原来的照算", who=body["from_name"])
    case.note("task.recall_refused", by=by, at=at, words=words, note=body["words"], task=task.key)
    return outcome


async def _is_still_open(session: AsyncSession, case: Case, task: Task) -> bool:
    """Whether nothing has come of the word yet."""
    if case.status != Status.UNDER_REVIEW or task.kind == "decide":
        return False
    if task.step_id is None:
        return True
    step = await session.get_one(Step, (case.tenant_id, task.step_id))
    return step.status == "open"


@exchange.answers("approval.recall_settled")
async def recall_settled(session: AsyncSession, tools: Tools, received: Received) -> None:
    """The word is ours again, with the days it had, or it stands."""
    referral = await referral_asked(session, received)
    if (
        referral is None
        or referral.recall_asked_at is None
        or referral.round != received.body["round"]
    ):
        return
    outcome = received.body["outcome"]
    referral.recall_asked_at = None
    if outcome == "given_back":
        referral.take_back()
        await run_on(session, "referral", referral.id, as_of=on_which_day(tools.clock.now()))
    else:
        referral.recall_outcome = outcome
    record(
        session, "referral.recall_settled",
        who=Actor("system", None, referral.peer_name), subject=f"referral:{referral.id}",
        words=_(OUTCOMES[outcome]), case_number=referral.case_number, outcome=outcome,
    )  # fmt: skip
