"""Asking back (请对方说明): a question before the answer; the days until its reply are the asker's.

Between offices nothing stops the clock of the case: the applicant waits no longer for what we had
to ask one another. What stands still is the clock of the one who cannot answer yet.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.deadlines.actions import open_deadline
from jointhall.deadlines.queries import open_deadline_of
from jointhall.exchange import Received
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.jobs import later
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..dates import calendar_of
from ..models import Case
from ..papers import fetch_papers
from ..steps import Referral, Task
from .finding import asked_on, referral_asked
from .sendable import papers_to_send
from .superseding import LATER
from .threads import thread_of
from .undersigned import undersigned

MOST_TIMES = 2
"""How often one question may be asked back about; after that there is the telephone."""
REPLY_WITHIN = 2
"""Working days for the reply; while they run, the other side's days do not."""
LONGEST = 1000
GROUND = N_("等问的那一家补充说明")


async def ask_back(
    session: AsyncSession, tools: Tools, place: Place, referral: Referral, *, words: str, by: Actor
) -> None:
    """Asks the handling township what we have to know before we can answer."""
    referral.must_be_ours()
    if referral.status == "waiting":
        raise Refusal(_("已经问过对方，正等对方说明。"), what_next=_("急的话打电话催一催。"))
    if referral.asked_back_count >= MOST_TIMES:
        raise Refusal(
            _("这一问已经请对方说明过 %(n)s 次了。", n=MOST_TIMES),
            what_next=_("打电话问清楚；还是答不了，就写明原因退回。"),
        )
    words = _checked(words, _("写明要对方说明什么，最多 %(n)s 个字。", n=LONGEST))
    now = tools.clock.now()
    referral.status, referral.asked_back_at = "waiting", now
    referral.asked_back_count += 1
    await _stand_still(session, "referral", referral, at=now)
    exchange.send(
        session, tools, to=referral.peer_id, kind="approval.asked_back", thread=referral.id,
        body={"words": words, **undersigned(place, referral, by, at=now)},
    )  # fmt: skip
    record(
        session, "referral.asked_back", who=by, subject=f"referral:{referral.id}",
        words=_("请%(who)s补充说明", who=referral.peer_name), case_number=referral.case_number,
    )  # fmt: skip


@exchange.answers("approval.asked_back")
async def asked_back(session: AsyncSession, tools: Tools, received: Received) -> None:
    """They cannot answer yet: what they want to know lies on our desk, and our days run."""
    case, task = await asked_on(session, received)
    if case is None or task is None or task.status != "open" or task.peer_id != received.from_id:
        return
    body, now = received.body, tools.clock.now()
    thread = await thread_of(session, task)
    if body["round"] != thread.round:
        return
    thread.asked_back_at, thread.asked_back_words = now, body["words"]
    thread.asked_back_by = " ".join(dict.fromkeys([body["from_name"], body["officer"]]))
    deadline = await open_deadline(
        session, subject_kind="thread", subject_id=task.id, key="reply", start=now,
        length=REPLY_WITHIN, basis=N_("对方请补充说明，两个工作日内答"), owner=case.office,
        calendar=await calendar_of(session),
    )  # fmt: skip
    thread.asked_back_due_on = deadline.due_on
    await _stand_still(session, "task", task, at=now)
    by = Actor("officer", None, body["officer"], body["from_name"])
    said = _("%(who)s想先问清楚再答“%(task)s”", who=body["from_name"], task=task.words.rstrip("。"))
    case.note(
        "task.asked_back", by=by, at=datetime.fromisoformat(body["at"]), words=said,
        note=body["words"], task=task.key,
    )  # fmt: skip


async def explain(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    task: Task,
    *,
    words: str,
    papers: Collection[str] = (),
    by: Actor,
) -> None:
    """Our reply to what they wanted to know: their days run again from tomorrow.

    `papers` are the keys of those that go along, out of `papers_to_send`.
    """
    thread = await thread_of(session, task)
    if task.status != "open" or task.peer_id is None or not thread.waits_for_our_words:
        raise Refusal(
            _("这一项现在不等我们说明。"), what_next=_("刷新页面看看，可能同事刚刚答过。")
        )
    words = _checked(words, _("写明说明的内容，最多 %(n)s 个字。", n=LONGEST))
    offered = {one.key: one.body for one in await papers_to_send(session, tools, place, case, task)}
    if unknown := [key for key in papers if key not in offered]:
        raise BadForm({"papers": _("有 %(n)s 份材料不能给对方看，请重新选。", n=len(unknown))})
    sent = [offered[key] for key in dict.fromkeys(papers)]
    now = tools.clock.now()
    thread.asked_back_at = thread.asked_back_due_on = None
    await stop_clocks(session, "thread", task.id, at=now)
    await _go_on(session, "task", task, at=now)
    # Their day has moved by as long as they waited for us.
    thread.their_due_on = None
    exchange.send(
        session, tools, to=task.peer_id, kind="approval.explained", thread=task.id,
        body={
            "words": words, "officer": by.name, "office": by.office, "at": now.isoformat(),
            "papers": sent,
        },
    )  # fmt: skip
    said = _("给%(who)s补充说明了", who=task.party_name)
    if sent:
        said = _("给%(who)s补充说明了，附了 %(n)s 份材料", who=task.party_name, n=len(sent))
    case.note(
        "task.explained", by=by, at=now, words=said, note=words, task=task.key,
        sha256=[one["sha256"] for one in sent],
    )  # fmt: skip


@exchange.answers("approval.explained")
async def explained(session: AsyncSession, tools: Tools, received: Received) -> None:
    """What we wanted to know has come: it is ours to answer again."""
    referral = await referral_asked(session, received)
    if referral is None or referral.status != "waiting":
        return
    now = tools.clock.now()
    referral.status, referral.asked_back_at = "open", None
    await _go_on(session, "referral", referral, at=now)
    body = received.body
    here = {one["sha256"] for one in referral.papers}
    came = [one for one in body.get("papers", ()) if one["sha256"] not in here]
    if came:
        more = [{key: str(value) for key, value in one.items()} for one in came]
        referral.papers = [*referral.papers, *[{**one, LATER: "1"} for one in more]]
        await later(session, fetch_papers, referral_id=str(referral.id))
    record(
        session, "referral.explained", who=Actor("officer", None, body["officer"], body["office"]),
        subject=f"referral:{referral.id}", words=_("%(who)s说明了", who=referral.peer_name),
        case_number=referral.case_number,
    )  # fmt: skip


def _checked(words: str, trouble: str) -> str:
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise BadForm({"words": trouble})
    return words


async def _stand_still(
    session: AsyncSession, kind: str, asked: Task | Referral, *, at: datetime
) -> None:
    deadline = await open_deadline_of(session, kind, asked.id, "answer")
    if deadline is not None and not deadline.is_paused:
        first = on_which_day(at) + timedelta(days=1)
        deadline.pause(first, GROUND, await calendar_of(session))
        asked.due_on = deadline.due_on


async def _go_on(session: AsyncSession, kind: str, asked: Task | Referral, *, at: datetime) -> None:
    deadline = await open_deadline_of(session, kind, asked.id, "answer")
    if deadline is None or not deadline.is_paused:
        return
    deadline.resume(on_which_day(at), await calendar_of(session))
    asked.due_on = deadline.due_on
