"""Objecting (提异议) to a notice, in confidence; answering, with reasons the objector reads."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import open_deadline
from jointhall.kernel.clock.calendar import Calendar
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import N_, _
from jointhall.messages.actions import tell
from jointhall.records.journal import record
from jointhall.web.place import Place

from .circulation import settle
from .clocks import day_follows, stop_clocks
from .counters import place_of
from .dates import calendar_of
from .enclosed import Photo, keep_enclosed
from .models import Case
from .notice_queries import (
    case_of_notice,
    hold_notice,
    notice_numbered,
    objection_numbered,
    objection_sent,
)
from .notice_record import record_posting
from .notices import NAME, PHONE, WORDS, Objection, PublicNotice
from .queries import hold_case

LONGEST = 2000
LONGEST_NAME = 40

KIND, KEY = "objection", "answer"
"""The kind of subject an objection is, and the limit for answering it."""


async def file_objection(
    session: AsyncSession,
    tools: Tools,
    number: str,
    *,
    resident_id: UUID,
    name: str,
    phone: str,
    words: str,
    file: Photo | None,
    submission_id: UUID,
) -> Objection:
    """Takes an objection to a running notice, once; raises BadForm with a sentence for each field.

    Nothing of it is told to the applicant but that there is one.
    """
    made = await objection_sent(session, submission_id)
    if made is not None:
        return made
    name, words = name.strip(), words.strip()
    troubles = {}
    if not words:
        troubles["words"] = _("请写哪里不对、您知道的情况。")
    elif len(words) > LONGEST:
        troubles["words"] = _("最多写 2000 个字。")
    if not name or len(name) > LONGEST_NAME:
        troubles["name"] = _("请写您的姓名，核实的时候要找您。申请人看不到。")
    if troubles:
        raise BadForm(troubles)
    notice = await notice_numbered(session, number, hold=True)
    now, tenant_id, id = tools.clock.now(), tenant_of(session), new_id()
    secrets, calendar = tools.secrets, await calendar_of(session)
    deadline = await open_deadline(
        session, subject_kind=KIND, subject_id=id, key=KEY, start=now,
        length=days_to_answer(notice, on_which_day(now), calendar),
        basis=N_("公示期里提的异议，公示期满前核实"),
        owner=(await place_of(tools, tenant_id)).name, calendar=calendar,
    )  # fmt: skip
    objection = Objection(
        tenant_id=tenant_id,
        id=id,
        notice_id=notice.id,
        case_id=notice.case_id,
        number=notice.take_objection(at=now),
        resident_id=resident_id,
        submission_id=submission_id,
        name_sealed=secrets.seal_text(tenant_id, NAME, name),
        phone_sealed=secrets.seal_text(tenant_id, PHONE, phone),
        words_sealed=secrets.seal_text(tenant_id, WORDS, words),
        office=notice.office,
        filed_at=now,
        due_on=deadline.due_on,
        status="open",
    )
    by = Actor("resident", resident_id, _("提异议的人"))
    if file is not None:
        await keep_enclosed(
            session, tools, objection.id, file, purpose="objection", by=by,
            resident_id=resident_id,
        )  # fmt: skip
    await put(session, objection)
    record(
        session, "objection.filed", who=by, subject=f"objection:{objection.id}",
        words=_("对公示%(number)s提了异议", number=notice.number), notice=notice.number,
    )  # fmt: skip
    # The case is behind the wall of the objector's own transaction; its history is not theirs.
    await later(session, objection_came, notice_id=str(notice.id))
    return objection


def days_to_answer(notice: PublicNotice, today: date, calendar: Calendar) -> int:
    """Working days to answer an objection in: until the notice's last day, one at the least."""
    return max(calendar.working_days_between(today, notice.ends_on), 1)


day_follows(KIND, Objection)


@job("cases.objection_came")
async def objection_came(work: Work, *, notice_id: str) -> None:
    """The history says that there is an objection, and nothing of whose or what."""
    case = await hold_case(work.session, await case_of_notice(work.session, UUID(notice_id)))
    case.note(
        "objection.filed", by=SYSTEM, at=work.tools.clock.now(),
        words=_("收到一份公示异议，正在核实"), notice=notice_id,
    )  # fmt: skip


async def answer_objection(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    number: str,
    *,
    verdict: str,
    reasons: str,
    by: Actor,
) -> Objection:
    """Upholds it or not, with reasons; the last answer after the notice's end ends its step.

    The caller holds the case.
    """
    reasons = reasons.strip()
    troubles = {}
    if verdict not in ("upheld", "dismissed"):
        troubles["verdict"] = _("请选异议成立还是不成立。")
    if not reasons:
        troubles["reasons"] = _("请写核实的情况和理由，提异议的人看得到。")
    elif len(reasons) > LONGEST:
        troubles["reasons"] = _("最多写 2000 个字。")
    if troubles:
        raise BadForm(troubles)
    found = await objection_numbered(session, number)
    if found.case_id != case.id:
        raise Refusal(_("这份异议不是这件办件的。"))
    notice = await hold_notice(session, found.notice_id)
    objection = await objection_numbered(session, number, hold=True)
    now, upheld = tools.clock.now(), verdict == "upheld"
    objection.answer(
        tools.secrets, upheld=upheld, reasons=reasons, by=by.name, by_id=str(by.id or ""), at=now
    )
    await stop_clocks(session, KIND, objection.id, at=now)
    notice.heard(upheld=upheld)
    words = _("一份公示异议核实了：成立") if upheld else _("一份公示异议核实了：不成立")
    case.note("objection.answered", by=by, at=now, words=words, notice=notice.number)
    await tell(
        session, tools.secrets, objection.resident_id, "objection.answered",
        _("您对公示提的异议有答复了，请点开看。"), f"/objections/{objection.number}", now=now,
    )  # fmt: skip
    await settle(session, tools, place, case, notice, until=max(notice.ends_on, on_which_day(now)))
    return objection


async def keep_proof(
    session: AsyncSession,
    tools: Tools,
    case: Case,
    notice: PublicNotice,
    file: Photo,
    *,
    by: Actor,
) -> None:
    """Keeps a photo of the board, or a PDF of what hung there, as proof of the posting.

    Of a notice that is down, the record is issued anew, with this proof in it.
    """
    document = await keep_enclosed(
        session, tools, notice.id, file, purpose="notice proof", by=by, field="proof"
    )
    case.note(
        "notice.proven", by=by, at=tools.clock.now(), words=_("登记了公示的张贴凭证"),
        notice=notice.number, sha256=document.sha256,
    )  # fmt: skip
    if notice.record_id is not None:
        await session.flush()
        place = await place_of(tools, case.tenant_id)
        await record_posting(session, tools, place, case, notice, by=by)
