"""Posting a notice (张贴公示): its words masked, its days reckoned, its number given."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import Moved, open_deadline, when_moved
from jointhall.kernel.clock.now import BEIJING, on_which_day
from jointhall.kernel.clock.reckoning import Unit
from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put, run
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _, speaking
from jointhall.offices.queries import office_coded
from jointhall.service_items.asking import Answers
from jointhall.service_items.counter import Counter
from jointhall.service_items.form import Form
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Notice
from jointhall.web.place import Place

from .clocks import UNITS
from .dates import calendar_of
from .masking import shown_publicly, told_of
from .models import Case
from .notice_queries import case_of_notice, hold_notice
from .notices import SHOWN, PublicNotice, Shown, Standing
from .numbers import initials
from .queries import hold_case
from .standing_clock import leave_out_notice
from .steps import Step

KEY = "notice"
"""The limit that a notice's days are, and the kind of subject it is of."""


async def post_notice(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    step: Step,
    notice: Notice,
    answers: Answers,
    counter: Counter,
    *,
    by: Actor,
) -> PublicNotice:
    """Puts the notice up, with this transaction; the day it goes up is not counted (民法典 201)."""
    now = tools.clock.now()
    office = await office_coded(session, notice.objections_to)
    with speaking("zh"):
        shown = Shown(
            title=_("%(item)s公示", item=sheet.title),
            words=notice.words,
            rows=rows_shown(sheet, notice, answers, counter),
            places=notice.places,
            office=office.name if office else place.name,
            phone=(office.phone if office else "") or place.phone,
        )
    id, unit = new_id(), UNITS[notice.period.unit.code]
    deadline = await open_deadline(
        session,
        subject_kind=KEY,
        subject_id=id,
        key=KEY,
        start=now,
        length=notice.period.count,
        unit=unit,
        basis=N_("办事指南里公示的期限"),
        owner=place.name,
        calendar=await calendar_of(session),
    )
    content = shown.as_bytes()
    posted = PublicNotice(
        tenant_id=case.tenant_id,
        id=id,
        case_id=case.id,
        step_id=step.id,
        number=await next_number(session, place.name, on_which_day(now).year, kind="GS"),
        item_title=sheet.title,
        office=notice.objections_to,
        shown_sealed=tools.secrets.seal(case.tenant_id, SHOWN, content),
        content_hash=hashlib.sha256(content).hexdigest(),
        posted_at=now,
        posted_by=by.in_full if by.kind == "officer" else "",
        ends_on=deadline.due_on,
        ends_at=end_of(deadline.due_on, deadline.due_at, unit),
        status=Standing.RUNNING.value,
    )
    await put(session, posted)
    return posted


def rows_shown(
    sheet: Sheet, notice: Notice, answers: Answers, counter: Counter
) -> tuple[tuple[str, str], ...]:
    """The answers the sheet lets the notice show, each masked, in the order it names them."""
    counted = Form(sheet, counter).applying(answers)
    rows = []
    for code in notice.answers:
        question = sheet.question(code)
        if question is None or code not in counted or kind_of(question).is_file:
            continue
        rows.append(
            (told_of(sheet, question), shown_publicly(sheet, question, counted[code], counter))
        )
    return tuple(rows)


def end_of(due_on: date, due_at: datetime, unit: Unit) -> datetime:
    """When it comes down: the last day whole, because the page has no closing time (民法典 203)."""
    if unit is Unit.HOUR:
        return due_at
    return end_of_day(due_on)


def end_of_day(day: date) -> datetime:
    """Midnight after it: whoever reads at home in the evening reads it still."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), BEIJING)


async def next_number(session: AsyncSession, place_name: str, year: int, *, kind: str) -> str:
    """The next number of the year, `HSGS2026-007`; `kind` GS 公示 and GG 公告 share the series."""
    rows = await run(session, _NEXT, tenant_of(session), year)
    return f"{initials(place_name)}{kind}{year}-{rows[0]['last']:03d}"


_NEXT = """
    insert into notice_numbers as n (tenant_id, year, last) values ($1, $2, 1)
    on conflict (tenant_id, year) do update set last = n.last + 1
    returning last
    """


@when_moved(KEY)
async def notice_moved(session: AsyncSession, moved: Moved) -> None:
    """The calendar was changed: the notice ends on its new day; its timer asks when it rings."""
    deadline = moved.deadline
    # The case is held before its notice, as by everybody who holds both.
    case = await hold_case(session, await case_of_notice(session, deadline.subject_id))
    notice = await hold_notice(session, deadline.subject_id)
    if notice.status == Standing.RUNNING:
        notice.ends_on = deadline.due_on
        notice.ends_at = end_of(deadline.due_on, deadline.due_at, Unit(deadline.unit))
        posted = on_which_day(notice.posted_at)
        await leave_out_notice(session, case, posted=posted, until=notice.ends_on, only_again=True)
