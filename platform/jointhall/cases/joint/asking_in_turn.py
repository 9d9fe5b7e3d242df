"""Asking in turn (反过来问): whoever has to answer asks somebody first, the asker or a third.

It shows nothing of the other side's case: what is asked is what the officer writes, no more.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.deadlines.actions import open_deadline, run_on
from jointhall.exchange import Received
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..dates import calendar_of
from ..steps import Referral
from .own_questions import OwnAsk
from .successors import is_open
from .undersigned import name_of

LONGEST = 1000
WITHIN = 3
"""Working days for an answer to a question of our own."""
MOST_OPEN = 5


async def ask_in_turn(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    referral: Referral,
    *,
    to: Place | None,
    office: str,
    words: str,
    by: Actor,
) -> OwnAsk:
    """Asks the handling township, another one or the county something of our own."""
    referral.must_be_ours()
    words = words.strip()
    troubles = {}
    if to is None or to.tenant_id == place.tenant_id or not is_open(to):
        troubles["to"] = _("请选问哪一家。")
    if not words or len(words) > LONGEST:
        troubles["words"] = _("写明要问什么，最多 %(n)s 个字。", n=LONGEST)
    if to is None or troubles:
        raise BadForm(troubles)
    mine = await own_asks_of(session, referral)
    if sum(one.status == "open" for one in mine) >= MOST_OPEN:
        raise Refusal(_("还有 %(n)s 问没有答，先等一等。", n=MOST_OPEN))
    now, id = tools.clock.now(), new_id()
    deadline = await open_deadline(
        session, subject_kind="own_ask", subject_id=id, key="answer", start=now, length=WITHIN,
        basis=N_("反过来问的，三个工作日内答"), owner=to.name,
        calendar=await calendar_of(session),
    )  # fmt: skip
    made = OwnAsk(
        tenant_id=place.tenant_id, id=id, referral_id=referral.id, to_id=to.tenant_id,
        to_name=to.name, office=office, words=words, asked_at=now, asked_by=by.name,
        due_on=deadline.due_on, status="open",
    )  # fmt: skip
    await put(session, made)
    exchange.send(
        session, tools, to=to.tenant_id, kind="approval.asked", thread=id,
        body={
            "case_number": referral.case_number,
            "item_title": referral.item_title,
            "title": referral.title,
            "from_name": name_of(place, by),
            "from_phone": place.phone,
            "words": words,
            "office": office,
            "within_days": WITHIN,
            "due_on": deadline.due_on.isoformat(),
            "about": str(referral.id) if to.tenant_id == referral.peer_id else "",
            "answers": [],
            "papers": [],
        },
    )  # fmt: skip
    record(
        session, "referral.asked_in_turn", who=by, subject=f"referral:{referral.id}",
        words=_("为答这一问，先问%(who)s", who=to.name), case_number=referral.case_number,
    )  # fmt: skip
    return made


async def own_asks_of(session: AsyncSession, referral: Referral) -> list[OwnAsk]:
    """What we asked others because of this referral, in the order it was asked."""
    found = await session.scalars(
        select(OwnAsk)
        .where(OwnAsk.tenant_id == referral.tenant_id, OwnAsk.referral_id == referral.id)
        .order_by(OwnAsk.asked_at, OwnAsk.id)
    )
    return list(found)


async def own_answered(session: AsyncSession, tools: Tools, received: Received) -> bool:
    """Keeps an answer to a question of our own; false when it answers none of them."""
    own = await own_ask_held(session, received)
    if own is None:
        return False
    if own.status == "answered":
        return True
    body = received.body
    own.status, own.vote, own.opinion = "answered", body["vote"], body["opinion"]
    own.answered_by = " ".join(dict.fromkeys([body["office"], body["officer"]]))
    own.answered_at = datetime.fromisoformat(body["at"])
    await stop_clocks(session, "own_ask", own.id, at=tools.clock.now())
    record(
        session, "referral.own_answered",
        who=Actor("officer", None, body["officer"], body["from_name"]),
        subject=f"referral:{own.referral_id}", words=_("%(who)s答了我们问的", who=own.to_name),
    )  # fmt: skip
    return True


async def own_given_back(session: AsyncSession, tools: Tools, received: Received) -> bool:
    """Gives back an answer to a question of our own, unless we have answered meanwhile."""
    own = await own_ask_held(session, received)
    if own is None or own.status != "answered":
        return False
    asked = await session.get_one(Referral, (own.tenant_id, own.referral_id))
    if asked.status not in ("open", "waiting"):
        return False
    own.status, own.vote, own.opinion = "open", None, ""
    own.answered_by, own.answered_at = "", None
    await run_on(session, "own_ask", own.id, as_of=on_which_day(tools.clock.now()))
    record(
        session, "referral.own_recalled",
        who=Actor("officer", None, received.body["officer"], received.body["from_name"]),
        subject=f"referral:{own.referral_id}",
        words=_("%(who)s撤回了给我们的答复", who=own.to_name),
    )  # fmt: skip
    return True


async def own_ask_held(session: AsyncSession, received: Received) -> OwnAsk | None:
    """Our own question that this envelope speaks about, held."""
    found: OwnAsk | None = await session.scalar(
        select(OwnAsk)
        .where(OwnAsk.id == received.thread, OwnAsk.to_id == received.from_id)
        .with_for_update()
    )
    return found


async def let_go_of_own(session: AsyncSession, tools: Tools, referral: Referral) -> None:
    """Nobody need answer any more what we asked because of a referral that is over."""
    for own in await own_asks_of(session, referral):
        if own.status != "open":
            continue
        own.status = "withdrawn"
        await stop_clocks(session, "own_ask", own.id, at=tools.clock.now())
        exchange.send(
            session, tools, to=own.to_id, kind="approval.withdrawn", thread=own.id,
            body={
                "case_number": referral.case_number,
                "words": _("这一问已经有了着落，不用答了。谢谢。"),
            },
        )  # fmt: skip
