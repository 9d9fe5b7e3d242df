"""The letters of a case (文书): the sheet's own texts, filled with what this case knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.actions import issue_letter
from jointhall.documents.models import Letter
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _, speaking
from jointhall.service_items.coded import Coded
from jointhall.service_items.form import Form
from jointhall.service_items.letters import filled, remedies
from jointhall.service_items.sheets import Answers, Sheet
from jointhall.service_items.stations import Letter as SheetLetter
from jointhall.tenancy.starter import standard_letters
from jointhall.web.place import Place

from .answers import answers_of, applicant_of
from .counters import counter_at
from .models import Case


async def write_letter(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    kind: str,
    *,
    by: Actor,
    why: str = "",
    what: str = "",
    more: Mapping[str, str] | None = None,
    replaces: Letter | None = None,
) -> Letter:
    """Issues a letter of this kind (`acceptance`, `granted` …) for this case.

    The sheet's own words, or those of `tenants/starter/letters.yaml` where it has none; `more`
    fills the places that only this act knows (【新期限】…).
    """
    letter = sheet.letter(kind) or _standard(kind)
    form = Form(sheet, await counter_at(tools, place))
    answers = answers_of(tools.secrets, case)
    with speaking("zh"):
        said = _said(tools, place, sheet, case, answers, why=why, what=what)
        title, text = filled(letter, {**said, **(more or {})}, form, answers)
    return await issue_letter(
        session, tools, place, kind=kind, title=title, text=text, by=by,
        case_id=case.id, resident_id=case.resident_id, replaces=replaces,
    )  # fmt: skip


def _standard(kind: str) -> SheetLetter:
    title, text = standard_letters()[kind]
    return SheetLetter(Coded(kind, title), title, text)


async def write_receipt(
    session: AsyncSession, tools: Tools, place: Place, form: Form, case: Case, answers: Answers,
    *, by: Actor,
) -> Letter:  # fmt: skip
    """The receipt (收件回执): what was sent, when, under which number, and whom to ask."""
    with speaking("zh"):
        papers = [
            f"{material.name}：{_('%(count)s 份', count=len(files))}"
            for code, files in form.documents(answers).items()
            if (material := form.sheet.material(code)) is not None
        ]
        lines = [
            f"{applicant_of(form.sheet, answers)}：",
            "",
            _("您办理%(item)s的申请收到了。", item=case.item_title),
            "",
            _("办件编号：%(number)s", number=case.number),
            _("收件时间：%(when)s", when=_moment(case)),
            _("收件地方：%(place)s", place=place.name),
            "",
            *papers,
            "",
            _("五个工作日内告诉您是否受理。凭编号可以随时查进度，有事打%(phone)s。",
              phone=place.phone),
        ]  # fmt: skip
        title = _("收件回执")
    return await issue_letter(
        session, tools, place, kind="receipt", title=title, text="\n".join(lines), by=by,
        case_id=case.id, resident_id=case.resident_id,
    )  # fmt: skip


def _said(
    tools: Tools,
    place: Place,
    sheet: Sheet,
    case: Case,
    answers: Answers,
    *,
    why: str,
    what: str,
) -> Mapping[str, str]:
    today = on_which_day(tools.clock.now())
    return {
        "申请人": applicant_of(sheet, answers),
        "事项": case.item_title,
        "办件编号": case.number,
        "收件日期": _day(on_which_day(case.filed_at)),
        "受理日期": _day(on_which_day(case.accepted_at)) if case.accepted_at else "",
        "办结期限": _day(case.due_on) if case.due_on else "",
        "决定日期": _day(today),
        "乡镇": place.name,
        "县": place.county_name,
        "承办站所": place.name,
        "电话": place.phone,
        "地点": place.address,
        "办理时间": place.hours,
        "理由": why,
        "补正内容": what,
        "救济途径": remedies(sheet),
    }


def _day(day: date) -> str:
    return day_words(day, with_year=True)


def _moment(case: Case) -> str:
    return _day(on_which_day(case.filed_at))
