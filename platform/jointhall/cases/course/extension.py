"""Extension (延期): asked for by the officer who handles it, approved by the head, once.

《行政许可法》第四十二条: a decision not made within twenty days may take ten days more, with the
approval of the head of the organ, and the applicant is told why.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.reckoning import Extended, Unit
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, NotAllowed, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from ..clocks import UNITS
from ..correspondence import write_letter
from ..dates import calendar_of
from ..models import Case
from ..status import Status
from ..telling import tell_applicant
from .clock import LIMITS, limits_of
from .letters import of_extension
from .models import Extension
from .queries import extensions_of, open_extension

LICENCE = "01"
BY_LAW = Extended(10, Unit.WORKING_DAY, N_("《中华人民共和国行政许可法》第四十二条"))
LONGEST = 1000


def longest_of(sheet: Sheet) -> Extended | None:
    """How much longer this item may take and by which law; None where no law gives more time."""
    if sheet.extension is not None:
        limit = sheet.extension.limit
        return Extended(limit.count, UNITS[limit.unit.code], sheet.extension.basis)
    return BY_LAW if sheet.type.code == LICENCE else None


async def may_be_extended(session: AsyncSession, case: Case, sheet: Sheet) -> Extended:
    """How much longer it may take; raises Refusal, saying why it may not."""
    longer = longest_of(sheet)
    if longer is None:
        raise Refusal(_("这个事项没有规定可以延期。"), what_next=_("请抓紧在原来的期限内办完。"))
    if case.status not in (Status.ACCEPTED, Status.UNDER_REVIEW):
        raise Refusal(_("这件现在是“%(now)s”，不用延期。", now=case.status_words))
    asked = await extensions_of(session, case.id)
    if any(one.status == "granted" for one in asked):
        raise Refusal(_("这件已经延过一次，依法只能延一次。"))
    if any(one.status == "open" for one in asked):
        raise Refusal(_("延期已经申请了，在等负责人批。"))
    return longer


async def ask_extension(
    session: AsyncSession, tools: Tools, case: Case, *, why: str, by: Actor
) -> Extension:
    """Asks the head for more time, with the reason that the applicant will be told.

    The caller holds the case and has seen to it that the officer handles it.
    """
    why = why.strip()
    if not why:
        raise BadForm({"why": _("请写清楚为什么按期办不完，会写进告知书。")})
    if len(why) > LONGEST:
        raise BadForm({"why": _("理由最多写 %(n)s 个字。", n=LONGEST)})
    sheet = await edition_of(session, case.item_code, case.edition)
    longer = await may_be_extended(session, case, sheet)
    now = tools.clock.now()
    due_on = await _still_running(session, tools, case)
    extension = Extension(
        tenant_id=case.tenant_id, id=new_id(), case_id=case.id,
        office=sheet.decision.addressee.office, why=why, length=longer.length,
        unit=longer.unit.value, basis=longer.basis, asked_at=now, asked_by=by.name,
        asked_by_id=str(by.id or ""), due_before=due_on, status="open",
    )  # fmt: skip
    await put(session, extension)
    words = _("申请延期 %(longer)s，等负责人批", longer=extension.length_words)
    case.note("extension.asked", by=by, at=now, words=words, note=why)
    return extension


async def grant_extension(
    session: AsyncSession, tools: Tools, place: Place, case: Case, *, by: Actor
) -> Extension:
    """The head approves: every limit of the case runs longer, and the applicant is told in writing.

    The caller holds the case.
    """
    extension = await _asked(session, case, by)
    await _still_running(session, tools, case)
    now, calendar = tools.clock.now(), await calendar_of(session)
    before = extension.due_before = case.due_on or extension.due_before
    longer = Extended(extension.length, Unit(extension.unit), extension.basis)
    for deadline in await limits_of(session, case, hold=True):
        deadline.extend(longer, calendar, as_of=on_which_day(now))
        setattr(case, LIMITS[deadline.key], deadline.due_on)
    assert case.due_on is not None, "an accepted case has a day it is due"
    after = day_words(case.due_on, with_year=True)
    extension.grant(due_after=case.due_on, by=by.name, by_id=str(by.id or ""), at=now)
    case.updated_at = now
    words = _("批准延期 %(longer)s，%(day)s前办结", longer=extension.length_words, day=after)
    case.note("extension.granted", by=by, at=now, words=words, note=extension.why)
    sheet = await edition_of(session, case.item_code, case.edition)
    more = of_extension(extension, before=day_words(before, with_year=True), after=after)
    await write_letter(
        session, tools, place, sheet, case, "extension", by=by, why=extension.why, more=more
    )
    told = _(
        "您的“%(item)s”要延长，最迟%(day)s给您结果，原因看告知书。",
        item=case.item_title, day=day_words(case.due_on),
    )  # fmt: skip
    await tell_applicant(session, tools, case, "case.extended", told)
    return extension


async def refuse_extension(
    session: AsyncSession, tools: Tools, case: Case, *, why: str, by: Actor
) -> Extension:
    """The head does not approve: the days stay, and the one who asked reads why.

    The caller holds the case. The applicant is not sent a message, because nothing has changed for
    them; they read it in the history.
    """
    why = why.strip()
    if not why:
        raise BadForm({"words": _("不批要写清楚理由，提的人看得到。")})
    if len(why) > LONGEST:
        raise BadForm({"words": _("理由最多写 %(n)s 个字。", n=LONGEST)})
    extension = await _asked(session, case, by)
    now = tools.clock.now()
    extension.refuse(why=why, by=by.name, by_id=str(by.id or ""), at=now)
    due = day_words(case.due_on or extension.due_before)
    words = _("没有批准延期，还是%(day)s前办结", day=due)
    case.note("extension.refused", by=by, at=now, words=words, note=why)
    return extension


async def _asked(session: AsyncSession, case: Case, by: Actor) -> Extension:
    """The extension that waits; whoever asked for it does not answer it."""
    extension = await open_extension(session, case.id)
    if extension is None:
        raise Refusal(
            _("现在没有等着批的延期申请。"), what_next=_("可能有同事刚批过，刷新页面看看。")
        )
    if extension.asked_by_id == str(by.id or ""):
        raise NotAllowed(
            _("延期是您自己提的，要由另一位负责人批。"),
            what_next=_("它在负责人的待办里，您不用再做什么。"),
        )
    return extension


async def _still_running(session: AsyncSession, tools: Tools, case: Case) -> date:
    """The day it is due; raises Refusal when even the law's own limit is over."""
    now = tools.clock.now()
    if not any(limit.is_paused or now <= limit.due_at for limit in await limits_of(session, case)):
        raise Refusal(
            _("期限已经过了，来不及延期。"),
            what_next=_("请尽快办完，并向申请人说明原因。"),
        )
    assert case.due_on is not None, "an accepted case has a day it is due"
    return case.due_on
