"""Serving a letter (送达): at once to whom it may be sent, otherwise a task with ten days."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import Moved, open_deadline, when_moved
from jointhall.documents.actions import when_made
from jointhall.documents.models import Letter, LetterStatus
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import N_, _

from ..clocks import stop_clocks
from ..counters import place_of
from ..dates import calendar_of
from ..models import Case
from ..queries import hold_case
from ..status import Status
from ..telling import tell_applicant
from .deliveries import DECISIONS, OPEN, Delivery, Standing, Way, Wish
from .delivery_notices import notice_of_delivery, take_down

WITHIN = 10
"""Working days from the decision to its delivery (行政许可法 44)."""

OTHERS = ("revocation", "clerical", "non_acceptance", "termination")
"""Letters besides the decision from whose delivery something runs: a remedy, a day."""

KEY = "delivery"
"""The limit's name, and the kind of subject it is of."""


async def serve(session: AsyncSession, tools: Tools, case: Case, letter: Letter) -> Delivery:
    """Brings a letter that is made: online at once where that was agreed, else by a person."""
    now = tools.clock.now()
    is_online = case.serve_by == Wish.ONLINE
    made = Delivery(
        tenant_id=case.tenant_id,
        id=new_id(),
        case_id=case.id,
        resident_id=case.resident_id,
        letter_id=letter.id,
        way=Way.ONLINE.value if is_online else None,
        status=(Standing.DONE if is_online else Standing.WAITING).value,
        opened_at=now,
        effective_on=on_which_day(now) if is_online else None,
        done_at=now if is_online else None,
        done_by="",
    )
    if not is_online:
        place = await place_of(tools, case.tenant_id)
        deadline = await open_deadline(
            session, subject_kind=KEY, subject_id=made.id, key=KEY, start=letter.issued_at,
            length=WITHIN, basis=N_("《中华人民共和国行政许可法》第四十四条"), owner=place.name,
            calendar=await calendar_of(session),
        )  # fmt: skip
        made.due_on = deadline.due_on
    await put(session, made)
    return made


@when_made("granted")
@when_made("refused")
async def bring_decision(session: AsyncSession, tools: Tools, case_id: UUID) -> None:
    """The decision's letter is made: on its way, and the applicant told where it lies."""
    case = await hold_case(session, case_id)
    letter = await _to_bring(session, case, DECISIONS)
    if letter is None:
        return
    if case.status not in (Status.GRANTED, Status.REFUSED):
        # A mended letter of a case that is at its end already.
        await _bring(session, tools, case, letter)
        return
    await serve(session, tools, case, letter)
    if case.serve_by == Wish.ONLINE:
        conclude(case, tools, by=SYSTEM)
        words = _("您的“%(item)s”有结果了，决定书可以看、可以下载。", item=case.item_title)
    elif case.serve_by == Wish.POST:
        words = _("您的“%(item)s”有结果了，决定书会寄给您；在网上也能收。", item=case.item_title)
    else:
        words = _("您的“%(item)s”有结果了，请到窗口取决定书；在网上也能收。", item=case.item_title)
    await tell_applicant(session, tools, case, "case.decided", words)


@when_made("revocation")
@when_made("clerical")
@when_made("non_acceptance")
@when_made("termination")
async def bring_other(session: AsyncSession, tools: Tools, case_id: UUID) -> None:
    """Another letter from which a remedy runs: brought in the same ways; the news went before."""
    case = await hold_case(session, case_id)
    while (letter := await _to_bring(session, case, OTHERS)) is not None:
        await _bring(session, tools, case, letter)


async def _bring(session: AsyncSession, tools: Tools, case: Case, letter: Letter) -> None:
    delivery = await serve(session, tools, case, letter)
    if delivery.way == Way.ONLINE:
        await arrived(session, tools, case, delivery, by=SYSTEM, words=delivery.way_words)


async def _to_bring(session: AsyncSession, case: Case, kinds: tuple[str, ...]) -> Letter | None:
    found: Letter | None = await session.scalar(
        select(Letter)
        .where(
            Letter.tenant_id == case.tenant_id,
            Letter.case_id == case.id,
            Letter.kind.in_(kinds),
            Letter.status == LetterStatus.MADE,
            ~select(Delivery.id)
            .where(Delivery.tenant_id == Letter.tenant_id, Delivery.letter_id == Letter.id)
            .exists(),
        )
        .order_by(Letter.issued_at, Letter.id)
        .limit(1)
    )
    return found


def conclude(case: Case, tools: Tools, *, by: Actor, note: str = "") -> None:
    """The decision is delivered, and with that the case is at its end (办结)."""
    if case.status not in (Status.GRANTED, Status.REFUSED):
        return
    now = tools.clock.now()
    case.deliver(by=by, at=now, note=note)
    case.close(by=SYSTEM, at=now)


async def receive_online(
    session: AsyncSession, tools: Tools, case: Case, delivery: Delivery, *, by: Actor
) -> None:
    """The applicant takes it online after all (网上签收): from this moment it is delivered."""
    if not delivery.is_open:
        return
    now = tools.clock.now()
    delivery.arrive(Way.ONLINE, on=on_which_day(now), at=now, by="")
    delivery.shown_at = delivery.shown_at or now
    await stop_clocks(session, KEY, delivery.id, at=now)
    await take_down(session, delivery, at=now)
    await arrived(session, tools, case, delivery, by=by, words=_("申请人在网上收下了文书"))


async def arrived(
    session: AsyncSession, tools: Tools, case: Case, delivery: Delivery, *, by: Actor, words: str
) -> None:
    """What follows an arrival: the case goes on where its decision is meant, else only a line."""
    letter = await session.get_one(Letter, (case.tenant_id, delivery.letter_id))
    if letter.kind in DECISIONS and case.status in (Status.GRANTED, Status.REFUSED):
        conclude(case, tools, by=by, note=words)
    else:
        case.note(
            "letter.delivered", by=by, at=tools.clock.now(), letter=str(letter.id), note=words,
            words=_("%(title)s送达了", title=letter.title), way=delivery.way,
        )  # fmt: skip


async def call_off(session: AsyncSession, tools: Tools, letter: Letter) -> None:
    """A letter is replaced or revoked: nobody brings it any more."""
    delivery = await session.scalar(
        select(Delivery)
        .where(
            Delivery.tenant_id == tenant_of(session),
            Delivery.letter_id == letter.id,
            Delivery.status.in_(OPEN),
        )
        .with_for_update()
    )
    if delivery is not None:
        now = tools.clock.now()
        delivery.call_off()
        await stop_clocks(session, KEY, delivery.id, at=now)
        await take_down(session, delivery, at=now)


@when_moved(KEY)
async def delivery_moved(session: AsyncSession, moved: Moved) -> None:
    """The calendar was changed: the task shows its new day, the notice ends on it."""
    delivery = await session.get(
        Delivery, (moved.deadline.tenant_id, moved.deadline.subject_id), with_for_update=True
    )
    if delivery is None or not delivery.is_open:
        return
    if moved.deadline.key == KEY:
        delivery.due_on = moved.after
        return
    delivery.ends_on = moved.after
    notice = await notice_of_delivery(session, delivery)
    if notice is not None:
        notice.hang_until(moved.after)
