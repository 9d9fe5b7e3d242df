"""Telling by notice (公告送达), when nobody can be found: thirty days at portal and board."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import open_deadline
from jointhall.documents.models import Letter
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.reckoning import Unit
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import N_, _, speaking

from ..clocks import stop_clocks
from ..counters import place_of
from ..dates import calendar_of
from ..masking import masked_name, without_numbers
from ..notices import SHOWN, Shown
from ..posting import end_of_day, next_number
from ..queries import hold_case
from ..telling import tell_applicant
from .bringing import Bringing, arrive, keep_slip
from .deliveries import Standing, Way, hold_delivery
from .delivery_notices import DeliveryNotice, notice_of_delivery, take_down
from .serving import KEY

NOTICE = "notice"
NOTICE_DAYS = 30
"""Days a notice stands before its letter counts as delivered."""
BASIS = N_("公告送达的期间，参照民事诉讼的送达规定")


async def put_up(session: AsyncSession, tools: Tools, one: Bringing) -> None:
    """Puts a notice up where everybody reads it, and its thirty days begin; the case is held."""
    one.must_wait()
    one.must_say({
        "why": _("写为什么别的办法都送不到。"), "where": _("写公告贴在哪里、登在哪里。"),
    })  # fmt: skip
    case, delivery, now = one.case, one.delivery, tools.clock.now()
    await keep_slip(session, tools, one)
    await stop_clocks(session, KEY, delivery.id, at=now)
    deadline = await open_deadline(
        session, subject_kind=KEY, subject_id=delivery.id, key=NOTICE, start=now,
        length=NOTICE_DAYS, unit=Unit.DAY, basis=BASIS, owner=one.place.name,
        calendar=await calendar_of(session),
    )  # fmt: skip
    delivery.begin(Way.NOTICE, on=on_which_day(now), ends_on=deadline.due_on)
    letter = await session.get_one(Letter, (case.tenant_id, delivery.letter_id))
    content = _shown(tools, one, letter).as_bytes()
    notice = DeliveryNotice(
        tenant_id=case.tenant_id,
        id=new_id(),
        delivery_id=delivery.id,
        case_id=case.id,
        number=await next_number(session, one.place.name, on_which_day(now).year, kind="GG"),
        shown_sealed=tools.secrets.seal(case.tenant_id, SHOWN, content),
        content_hash=hashlib.sha256(content).hexdigest(),
        posted_at=now,
    )
    notice.hang_until(deadline.due_on)
    await put(session, notice)
    delivery.say(tools.secrets, {**one.told, "notice": notice.number, "hash": notice.content_hash})
    await later(
        session, notice_over, after=notice.ends_at - now,
        delivery_id=str(delivery.id), case_id=str(case.id),
    )  # fmt: skip
    words = _("文书公告送达，到%(day)s满三十日", day=day_words(deadline.due_on))
    case.note(
        "delivery.put_up", by=one.by, at=now, words=words, note=one.told["why"],
        notice=notice.number, sha256=notice.content_hash,
    )  # fmt: skip
    # Whoever cannot be found may still read their telephone.
    await tell_applicant(
        session, tools, case, "delivery.put_up",
        _("您的“%(item)s”的文书公告了，%(day)s满期算送到，现在就能在网上收。",
          item=case.item_title, day=day_words(deadline.due_on)),
    )  # fmt: skip


def _shown(tools: Tools, one: Bringing, letter: Letter) -> Shown:
    """What everybody reads: for whom and which letter, the middle of the name hidden."""
    case = one.case
    name = tools.secrets.open_text(case.tenant_id, "applicant", case.applicant_sealed)
    masked = masked_name(name)
    where = without_numbers(one.told["where"].strip().replace(name, masked))
    with speaking("zh"):
        words = _(
            "%(who)s：我们给您的《%(title)s》，用别的办法都没能送到您手上，现在公告送达。"
            "从公告的第二天起满三十日，就算送到您手上，不服的期限从那天起算。"
            "请在期内带身份证来取；也可以登录账户，在网上收下。",
            who=masked, title=letter.title,
        )  # fmt: skip
        rows = ((_("收件人"), masked), (_("文书"), letter.title), (_("文号"), letter.number_words))
        return Shown(
            title=_("送达公告"), words=words, rows=rows, places=(where,), office=one.place.name,
            phone=one.place.phone,
        )  # fmt: skip


@job("cases.delivery_notice_over")
async def notice_over(work: Work, *, delivery_id: str, case_id: str) -> None:
    """The thirty days of a notice are over: it comes down, its letter counts as delivered."""
    session, tools = work.session, work.tools
    case = await hold_case(session, UUID(case_id))
    delivery = await hold_delivery(session, UUID(delivery_id), case_id=case.id)
    if delivery.status != Standing.UNDER_WAY or delivery.way != Way.NOTICE:
        return
    notice, now = await notice_of_delivery(session, delivery), tools.clock.now()
    ends_on = delivery.ends_on
    assert ends_on is not None, "a notice has a last day"
    if now < end_of_day(ends_on):
        # The calendar was changed meanwhile, and the last day with it.
        wait = end_of_day(ends_on) - now + timedelta(seconds=1)
        await later(session, notice_over, after=wait, delivery_id=delivery_id, case_id=case_id)
        return
    told = {} if notice is None else {"views": _("%(n)s 次", n=notice.views)}
    one = Bringing(await place_of(tools, case.tenant_id), case, delivery, SYSTEM, told)
    await arrive(session, tools, one, Way.NOTICE, on=ends_on)
    await take_down(session, delivery, at=now)
