"""Ordering (督办): a numbered notice with a day to reply by, and the reply with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall import exchange
from jointhall.deadlines.actions import Moved, open_deadline, when_moved
from jointhall.documents.actions import issue_letter
from jointhall.documents.models import Letter
from jointhall.exchange import Received
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.deadline import reckon
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import N_, _, in_chinese
from jointhall.offices.reporting import line_above
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..clocks import stop_clocks
from ..counters import place_of
from ..dates import calendar_of
from ..queries import hold_case
from .climbing import left_of
from .letter import letter_of
from .models import Order, WatchedClock
from .queries import order_of
from .reminding import officers_who_may, remind

LONGEST = 1000
REPLY_WITHIN = 3
"""Working days to reply in, when nothing else is said."""
LONGEST_WITHIN = 30
REASONS = {
    "hands": N_("人手不够"),
    "materials": N_("材料还要核对"),
    "others": N_("在等别的单位"),
    "applicant": N_("在等申请人"),
    "forgot": N_("疏忽了"),
    "other": N_("别的原因"),
}
"""Why something is late; a reply names one and says more in its own words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an order asks: the words, and within how many working days to reply."""

    words: str
    within: int = REPLY_WITHIN


async def issue_order(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    clock: WatchedClock,
    asked: Asked,
    *,
    by: Actor,
) -> Order:
    """Issues an order about a clock of ours or, for a county, of one of its townships.

    The letter gets its number with this transaction; what goes to a township leaves right after.
    """
    _check(asked)
    if clock.ended_at is not None:
        raise Refusal(_("这一项已经办完了，不用督办。"), what_next=_("刷新页面看看。"))
    if clock.peer_id is not None:
        raise Refusal(_("这一项在别的单位手里。"), what_next=_("用催办，或者请县里督办。"))
    open_order = await session.scalar(
        select(Order.id).where(
            Order.tenant_id == tenant_of(session), Order.clock_id == clock.id,
            Order.status == "open",
        )
    )  # fmt: skip
    if open_order is not None:
        raise Refusal(_("这一项已经督办过，还在等答复。"), what_next=_("回督办页看看。"))
    now = tools.clock.now()
    calendar = await calendar_of(session)
    is_away = clock.tenant_id != place.tenant_id
    where = await place_of(tools, clock.tenant_id) if is_away else place
    reply_by = reckon(on_which_day(now), asked.within, calendar=calendar).due_on
    title, text = letter_of(
        place, where, clock, left=left_of(clock, calendar, now), words=asked.words.strip(),
        reply_by=reply_by,
    )  # fmt: skip
    letter = await issue_letter(
        session, tools, place, kind="supervision", title=title, text=text, by=by
    )
    order = Order(
        tenant_id=place.tenant_id, id=new_id(), direction="issued" if is_away else "inside",
        peer_id=where.tenant_id if is_away else None, peer_name=where.name if is_away else "",
        office=clock.office, office_name=clock.office_name, letter_id=letter.id,
        clock_id=clock.id, case_number=clock.case_number, item_title=clock.item_title,
        matter=in_chinese(clock.matter), matter_due_on=clock.due_on, words=asked.words.strip(),
        reply_by=reply_by, issued_at=now, issued_by=by.in_full, issued_by_id=str(by.id or ""),
        status="open", done_by=None, replied_at=None,
    )  # fmt: skip
    await put(session, order)
    await later(session, send_order, order_id=str(order.id), within=asked.within)
    record(
        session, "supervision.ordered", who=by, subject=f"order:{order.id}",
        words=_("督办%(where)s：%(item)s %(number)s", where=where.name, item=clock.item_title,
                number=clock.case_number),
    )  # fmt: skip
    return order


@job("supervision.send_order")
async def send_order(work: Work, *, order_id: str, within: int) -> None:
    """The letter has its number: the order goes to the township, or onto the office's desk."""
    session, tools = work.session, work.tools
    order = await order_of(session, UUID(order_id), hold=True)
    letter = await session.get_one(Letter, (order.tenant_id, order.letter_id))
    place = await place_of(tools, order.tenant_id)
    if order.number_words:
        return
    order.number_words = letter.number_words or ""
    order.verify_url = f"{tools.public_url}{place.prefix}/v/{letter.verify_code}"
    if order.peer_id is None:
        await _laid_down(session, tools, place, order, within=within)
        return
    exchange.send(
        session, tools, to=order.peer_id, kind="supervision.ordered", thread=order.id,
        body={
            "from_name": place.name, "number": order.number_words, "verify": order.verify_url,
            "clock_id": str(order.clock_id), "case_number": order.case_number,
            "item_title": order.item_title, "office": order.office, "matter": order.matter,
            "matter_due_on": order.matter_due_on.isoformat(), "words": order.words,
            "reply_by": order.reply_by.isoformat(), "within": within, "by": order.issued_by,
        },
    )  # fmt: skip


@exchange.answers("supervision.ordered")
async def ordered(session: AsyncSession, tools: Tools, received: Received) -> None:
    """An order from our county: on our desk, with a clock of its own for the reply."""
    body = received.body
    place = await place_of(tools, session.info["standing"].tenant_id)
    clock = await session.get(WatchedClock, (place.tenant_id, UUID(body["clock_id"])))
    order = Order(
        tenant_id=place.tenant_id, id=received.thread, direction="received",
        peer_id=received.from_id, peer_name=body["from_name"], office=body["office"],
        office_name=clock.office_name if clock else place.name, letter_id=None,
        number_words=body["number"], verify_url=body["verify"],
        clock_id=UUID(body["clock_id"]), case_number=body["case_number"],
        item_title=body["item_title"], matter=body["matter"],
        matter_due_on=date.fromisoformat(body["matter_due_on"]), words=body["words"],
        reply_by=date.fromisoformat(body["reply_by"]), issued_at=received.sent_at,
        issued_by=body["by"], issued_by_id="", status="open", done_by=None, replied_at=None,
    )  # fmt: skip
    await put(session, order)
    await _laid_down(session, tools, place, order, within=int(body["within"]))


async def reply_to(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    order: Order,
    *,
    reason: str,
    reply: str,
    done_by: date | None,
    by: Actor,
) -> None:
    """Why it is late, what is done about it and by when: kept, and sent back to who ordered it."""
    _check_reply(reason, reply, done_by, today=on_which_day(tools.clock.now()))
    assert done_by is not None, "checked above"
    now = tools.clock.now()
    order.answer(reason=reason, reply=reply.strip(), done_by=done_by, by=by.in_full, at=now)
    await stop_clocks(session, "order", order.id, at=now)
    words = _("答复了督办%(number)s：%(reason)s", number=order.number_words,
              reason=_(REASONS[reason]))  # fmt: skip
    record(session, "supervision.replied", who=by, subject=f"order:{order.id}", words=words)
    await _note_on_case(session, tools, order, words, by=by, note=reply.strip())
    if order.direction == "received":
        assert order.peer_id is not None, "what was received came from somebody"
        exchange.send(
            session, tools, to=order.peer_id, kind="supervision.replied", thread=order.id,
            body={
                "reason": reason, "reply": order.reply, "done_by": done_by.isoformat(),
                "by": by.in_full, "at": now.isoformat(), "from_name": place.name,
            },
        )  # fmt: skip
    elif order.issued_by_id:
        await _tell_issuer(session, tools, order, place.name)


@exchange.answers("supervision.replied")
async def replied(session: AsyncSession, tools: Tools, received: Received) -> None:
    """The township's reply has come: kept with the order, and whoever ordered it is told."""
    order = await order_of(session, received.thread, hold=True)
    body = received.body
    if order.peer_id != received.from_id or order.status != "open":
        return
    order.answer(
        reason=body["reason"], reply=body["reply"], done_by=date.fromisoformat(body["done_by"]),
        by=body["by"], at=received.sent_at,
    )  # fmt: skip
    await stop_clocks(session, "order", order.id, at=received.sent_at)
    record(
        session, "supervision.replied", who=SYSTEM, subject=f"order:{order.id}",
        words=_("%(who)s答复了督办%(number)s", who=body["from_name"], number=order.number_words),
    )  # fmt: skip
    await _tell_issuer(session, tools, order, body["from_name"])


@when_moved("order")
async def order_moved(session: AsyncSession, moved: Moved) -> None:
    """The calendar was changed: the reply is due on its new day."""
    order = await session.get(Order, (moved.deadline.tenant_id, moved.deadline.subject_id))
    if order is not None:
        order.reply_by = moved.after


async def _laid_down(
    session: AsyncSession, tools: Tools, place: Place, order: Order, *, within: int
) -> None:
    """On the desk of the office it is about, its head and its leader; the reply's clock runs."""
    now = tools.clock.now()
    deadline = await open_deadline(
        session, subject_kind="order", subject_id=order.id, key="reply", start=order.issued_at,
        length=within, basis=N_("督办通知单写明的答复期限"), owner=place.name,
        calendar=await calendar_of(session),
    )  # fmt: skip
    order.reply_by = deadline.due_on
    line = await line_above(session, order.office)
    people = (*line.holders, *line.heads, *line.leaders) or await officers_who_may(
        session, "supervision:reply"
    )
    words = _("督办%(number)s：%(item)s %(case)s，%(day)s前答复", number=order.number_words,
              item=order.item_title, case=order.case_number,
              day=day_words(order.reply_by))  # fmt: skip
    await remind(session, (one.id for one in people), "order", words,
                 f"/workbench/supervision/orders/{order.id}", at=now)  # fmt: skip
    who = order.peer_name or place.name
    told = _("%(who)s督办了这件（%(number)s）", who=who, number=order.number_words)
    record(session, "supervision.ordered", who=SYSTEM, subject=f"order:{order.id}", words=told)
    await _note_on_case(session, tools, order, told, by=SYSTEM, note=order.words)


async def _note_on_case(
    session: AsyncSession, tools: Tools, order: Order, words: str, *, by: Actor, note: str
) -> None:
    clock = await session.get(WatchedClock, (order.tenant_id, order.clock_id))
    if clock is not None and clock.case_id is not None:
        case = await hold_case(session, clock.case_id)
        case.note("supervision.noted", by=by, at=tools.clock.now(), words=words, note=note)


async def _tell_issuer(session: AsyncSession, tools: Tools, order: Order, who: str) -> None:
    if not order.issued_by_id:
        return
    words = _("%(who)s答复了督办%(number)s", who=who, number=order.number_words)
    door = "console" if order.direction == "issued" else "workbench"
    await remind(session, [UUID(order.issued_by_id)], "order", words,
                 f"/{door}/supervision/orders/{order.id}", at=tools.clock.now())  # fmt: skip


def _check(asked: Asked) -> None:
    troubles = {}
    if not asked.words.strip():
        troubles["words"] = _("写清楚要他们做什么。")
    elif len(asked.words) > LONGEST:
        troubles["words"] = _("最多写 %(n)s 个字。", n=LONGEST)
    if not 1 <= asked.within <= LONGEST_WITHIN:
        troubles["within"] = _("答复的天数要在 1 到 %(n)s 之间。", n=LONGEST_WITHIN)
    if troubles:
        raise BadForm(troubles)


def _check_reply(reason: str, reply: str, done_by: date | None, *, today: date) -> None:
    troubles = {}
    if reason not in REASONS:
        troubles["reason"] = _("请选为什么晚了。")
    if not reply.strip():
        troubles["reply"] = _("写清楚怎么回事、正在怎么办。")
    elif len(reply) > LONGEST:
        troubles["reply"] = _("最多写 %(n)s 个字。", n=LONGEST)
    if done_by is None:
        troubles["done_by"] = _("请选打算哪天办完。")
    elif not today <= done_by <= today + timedelta(days=366):
        troubles["done_by"] = _("办完的日子要从今天起、一年以内。")
    if troubles:
        raise BadForm(troubles)
