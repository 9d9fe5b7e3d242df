"""Special procedures (特别程序): a hearing, a test, an appraisal; the clock stands still meanwhile.

《行政许可法》第四十五条: the time a hearing, bidding, auction, inspection, testing, quarantine,
appraisal or review by experts takes is not counted, and the applicant is told of it in writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import Moved, open_deadline, when_moved
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import OpeningHours, on_which_day
from jointhall.kernel.clock.reckoning import Unit, limit_words
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import N_, _
from jointhall.service_items.flow import NOTICE
from jointhall.service_items.queries import edition_of
from jointhall.service_items.sheets import Sheet
from jointhall.web.place import Place

from ..clocks import UNITS, stop_clocks
from ..correspondence import write_letter
from ..dates import calendar_of
from ..enclosed import Photo, keep_enclosed
from ..models import Case
from ..queries import hold_case
from ..status import Status
from ..telling import tell_applicant
from .clock import expect, go_on, stand_still
from .extension import LICENCE
from .letters import of_end, of_start
from .models import PROCEDURE, Procedure
from .queries import open_procedure

STARTED, ENDED = "procedure start", "procedure end"
"""What the papers of a procedure were handed in as."""
LONGEST = 1000
MOST_DAYS = 366
HEARING = N_("听证")


@dataclass(frozen=True, slots=True)
class Allowed:
    """A procedure this item may need: its law, and how long it may take; 0 where nothing is set."""

    name: str
    basis: str
    most: int
    unit: Unit

    @property
    def most_words(self) -> str:
        return limit_words(self.most, self.unit) if self.most else ""


def procedures_allowed(sheet: Sheet) -> tuple[Allowed, ...]:
    """What the sheet names under 特别程序; a licence may always be heard (行政许可法 46, 47).

    A public notice is a station of its own and starts by itself.
    """
    named = [
        Allowed(
            one.name, one.basis, one.limit.count if one.limit else 0,
            UNITS[one.limit.unit.code] if one.limit else Unit.WORKING_DAY,
        )
        for one in sheet.special_procedures
        if NOTICE not in one.name
    ]  # fmt: skip
    if sheet.type.code == LICENCE and not any(HEARING in one.name for one in named):
        law = N_("《中华人民共和国行政许可法》第四十六条、第四十七条")
        named.append(Allowed(HEARING, law, 20, Unit.WORKING_DAY))
    return tuple(named)


async def start_procedure(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    *,
    name: str,
    why: str,
    days: str,
    file: Photo | None,
    office: str,
    by: Actor,
) -> Procedure:
    """Starts one, on a ground and with its document: from tomorrow no day counts.

    The caller holds the case; raises BadForm with a sentence for each field.
    """
    if case.status not in (Status.ACCEPTED, Status.UNDER_REVIEW):
        raise Refusal(_("这件现在是“%(now)s”，不能启动特别程序。", now=case.status_words))
    if (running := await open_procedure(session, case.id)) is not None:
        raise Refusal(
            _("“%(name)s”还没有结束。", name=running.name),
            what_next=_("先把它结束，再启动下一个。"),
        )
    sheet = await edition_of(session, case.item_code, case.edition)
    allowed = {one.name: one for one in procedures_allowed(sheet)}
    chosen = allowed.get(name)
    count = _days_in(days)
    troubles = {}
    if chosen is None:
        troubles["name"] = _("请选一种程序。")
    most = chosen.most if chosen and chosen.most else MOST_DAYS
    if count is None or not 1 <= count <= most:
        troubles["days"] = _("请写估计要几天，1 到 %(n)s 之间。", n=most)
    if not why.strip():
        troubles["why"] = _("请写清楚为什么要，会写进告知书。")
    elif len(why) > LONGEST:
        troubles["why"] = _("最多写 %(n)s 个字。", n=LONGEST)
    if file is None:
        troubles["file"] = _("请传启动它的文件，比如听证通知、委托书。")
    if troubles or chosen is None or count is None or file is None:
        raise BadForm(troubles)
    now = tools.clock.now()
    id = new_id()
    # Its days stop the case's clocks; late with it is whoever conducts it.
    deadline = await open_deadline(
        session, subject_kind=PROCEDURE, subject_id=id, key="end", start=now, length=count,
        unit=chosen.unit, basis=chosen.basis, owner=place.name,
        calendar=await calendar_of(session),
    )  # fmt: skip
    expected = deadline.due_on
    procedure = Procedure(
        tenant_id=case.tenant_id, id=id, case_id=case.id, office=office, name=chosen.name,
        basis=chosen.basis, why=why.strip(), started_at=now, started_by=by.name,
        expected_on=expected, status="open",
    )  # fmt: skip
    paper = await keep_enclosed(session, tools, procedure.id, file, purpose=STARTED, by=by)
    await put(session, procedure)
    await stand_still(
        session, tools, case, ground=procedure.name, document=str(paper.id), expected=expected
    )
    day = day_words(expected, with_year=True)
    words = _("启动%(name)s，停表，估计到%(day)s", name=procedure.name, day=day)
    case.note(
        "procedure.started", by=by, at=now, words=words, note=procedure.why,
        procedure=str(procedure.id), sha256=paper.sha256,
    )  # fmt: skip
    length = limit_words(count, chosen.unit)
    more = of_start(procedure, length=length)
    await write_letter(
        session, tools, place, sheet, case, "procedure", by=by, why=procedure.why, more=more
    )
    told = _(
        "您的“%(item)s”要%(name)s，这段日子不算在期限里。",
        item=case.item_title, name=procedure.name,
    )  # fmt: skip
    await tell_applicant(session, tools, case, "procedure.started", told)
    wait = OpeningHours().closing_on(expected) - now
    await later(session, look_after, after=wait, procedure_id=str(procedure.id))
    return procedure


async def end_procedure(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    *,
    conclusion: str,
    file: Photo | None,
    by: Actor,
) -> Procedure:
    """Ends the one that is under way, with its conclusion: the clock goes on. The case is held."""
    procedure = await open_procedure(session, case.id)
    if procedure is None:
        raise Refusal(
            _("现在没有正在走的特别程序。"), what_next=_("可能有同事刚结束，刷新页面看看。")
        )
    conclusion = conclusion.strip()
    troubles = {}
    if not conclusion:
        troubles["conclusion"] = _("请写结论，会写进告知书。")
    elif len(conclusion) > LONGEST:
        troubles["conclusion"] = _("最多写 %(n)s 个字。", n=LONGEST)
    if file is None:
        troubles["file"] = _("请传结论的文件，比如听证笔录、鉴定报告。")
    if troubles or file is None:
        raise BadForm(troubles)
    paper = await keep_enclosed(session, tools, procedure.id, file, purpose=ENDED, by=by)
    await conclude(
        session, tools, place, case, procedure, conclusion=conclusion, by=by, sha256=paper.sha256
    )
    return procedure


async def conclude(
    session: AsyncSession, tools: Tools, place: Place, case: Case, procedure: Procedure, *,
    conclusion: str, by: Actor, sha256: str = "",
) -> None:  # fmt: skip
    """Puts its conclusion into the case, and the clock goes on; `sha256` is its document's."""
    now = tools.clock.now()
    procedure.end(conclusion=conclusion, by=by.name, at=now)
    await stop_clocks(session, PROCEDURE, procedure.id, at=now)
    await go_on(
        session, tools, case, ground=procedure.name,
        stood_after=on_which_day(procedure.started_at),
    )  # fmt: skip
    assert case.due_on is not None, "an accepted case has a day it is due"
    day = day_words(case.due_on, with_year=True)
    words = _("%(name)s结束，接着计时，%(day)s前办结", name=procedure.name, day=day)
    case.note(
        "procedure.ended", by=by, at=now, words=words, note=conclusion,
        procedure=str(procedure.id), sha256=sha256,
    )  # fmt: skip
    sheet = await edition_of(session, case.item_code, case.edition)
    more = of_end(procedure, due=day)
    await write_letter(
        session, tools, place, sheet, case, "procedure_ended", by=by, why=conclusion, more=more
    )
    told = _(
        "您的“%(item)s”%(name)s结束了，接着办，最迟%(day)s给您结果。",
        item=case.item_title, name=procedure.name, day=day_words(case.due_on),
    )  # fmt: skip
    await tell_applicant(session, tools, case, "procedure.ended", told)


async def must_not_stand(session: AsyncSession, case: Case) -> None:
    """Raises Refusal while a special procedure is under way: nobody decides before its end."""
    if (running := await open_procedure(session, case.id)) is not None:
        raise Refusal(
            _("“%(name)s”还没有结束，现在不能作决定。", name=running.name),
            what_next=_("把它的结论记下来，结束以后再决定。"),
        )


@when_moved(PROCEDURE)
async def procedure_moved(session: AsyncSession, moved: Moved) -> None:
    """The calendar was changed: it is expected to end on its new day, and the case to go on."""
    procedure = await session.get(Procedure, (moved.deadline.tenant_id, moved.deadline.subject_id))
    if procedure is not None:
        procedure.expected_on = moved.after
        case = await hold_case(session, procedure.case_id)
        await expect(session, case, expected=moved.after)


@job("cases.look_after_procedure")
async def look_after(work: Work, *, procedure_id: str) -> None:
    """It should be over by now: said once in the history, and the days that are due move along."""
    session, tools = work.session, work.tools
    procedure = await session.get(Procedure, (work.standing.tenant_id, UUID(procedure_id)))
    if procedure is None or not procedure.is_open:
        return
    case = await hold_case(session, procedure.case_id)
    await session.refresh(procedure)
    if not procedure.is_open:
        return
    now = tools.clock.now()
    today = on_which_day(now)
    if today >= procedure.expected_on and now > OpeningHours().closing_on(procedure.expected_on):
        if procedure.overran_at is None:
            procedure.overran_at = now
            day = day_words(procedure.expected_on)
            words = _("%(name)s估计到%(day)s，还没有结束", name=procedure.name, day=day)
            case.note("procedure.overran", by=SYSTEM, at=now, words=words)
            told = _(
                "您的“%(item)s”%(name)s比估计的久，还没有结束；有疑问打电话问问。",
                item=case.item_title, name=procedure.name,
            )  # fmt: skip
            await tell_applicant(session, tools, case, "procedure.overran", told)
        await expect(session, case, expected=today + timedelta(days=1))
    tomorrow = max(procedure.expected_on, today + timedelta(days=1))
    wait = OpeningHours().closing_on(tomorrow) - now + timedelta(seconds=1)
    await later(session, look_after, after=wait, procedure_id=procedure_id)


def _days_in(typed: str) -> int | None:
    digits = typed.strip()
    return int(digits) if digits.isdecimal() and len(digits) < 5 else None
