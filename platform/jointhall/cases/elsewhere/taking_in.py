"""Taking in at the window (窗口收件): who came, what was filled in for them, papers looked at.

The officer fills in for the applicant; whoever is not the applicant shows a mandate (委托), and the
applicant is told. What belongs to another township goes there in `forwarding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.people.codes import resident_of_phone
from jointhall.people.numbers import id_number_of, phone_of
from jointhall.records.journal import record
from jointhall.service_items.form import Form
from jointhall.service_items.sheets import Answers, Sheet
from jointhall.web.place import Place

from ..after.wishes import ONLINE, Served
from ..answers import PURPOSE, open_answers, seal_answers
from ..correspondence import write_receipt
from ..filing import file_case, track_index
from ..materials import missing_materials
from ..models import Case
from ..numbers import next_number
from ..receiving import keep_receipt
from ..telling import tell_applicant
from .records import CAME, Intake

MANDATE = "mandate"
WINDOW, AGENT, ELSEWHERE = "window", "agent", "elsewhere"
"""Channels of a case: taken in at its own window, there by an agent, at another's window."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who stood at the window for whom, and on what ground (委托)."""

    came: str
    applicant: str
    id_number: str
    phone: str
    agent: str = ""
    agent_id_number: str = ""
    agent_phone: str = ""
    ground: str = ""

    def as_data(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_for_another(self) -> bool:
        return self.came != "self"


def mandate_said(said: Mapping[str, str]) -> Mandate:
    """The mandate as it was typed; raises BadForm with a sentence for each field."""
    troubles: dict[str, str] = {}

    def text(name: str, missing: str, *, most: int = 60) -> str:
        value = " ".join(said.get(name, "").split())
        if not value or len(value) > most:
            troubles[name] = missing if not value else _("最多写%(most)s个字。", most=most)
        return value

    def identity(name: str) -> str:
        number = id_number_of(said.get(name, ""))
        if number is None:
            troubles[name] = _("身份证号 18 位，照着证件再对一遍。")
        return number or ""

    def phone(name: str) -> str:
        number = phone_of(said.get(name, ""))
        if number is None:
            troubles[name] = _("请写 11 位手机号，办到哪一步会发短信到这里。")
        return number or ""

    came = said.get("came", "")
    if came not in CAME:
        troubles["came"] = _("请选是谁来的。")
    made = Mandate(
        came, text("applicant", _("请写申请人的姓名。")), identity("id_number"), phone("phone")
    )
    if came in ("kin", "agent"):
        made = Mandate(
            came, made.applicant, made.id_number, made.phone,
            agent=text("agent", _("请写来的人的姓名。")),
            agent_id_number=identity("agent_id_number"),
            agent_phone=phone("agent_phone"),
            ground=text(
                "ground", _("请写凭什么替他办，比如“女儿，看过户口本和委托书”。"), most=200
            ),
        )  # fmt: skip
    if troubles:
        raise BadForm(troubles)
    return made


def mandate_of(secrets: Secrets, tenant_id: UUID, sealed: bytes) -> Mandate:
    return Mandate(**orjson.loads(secrets.open(tenant_id, MANDATE, sealed)))


async def begin_intake(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    there: Place,
    sheet: Sheet,
    mandate: Mandate,
    *,
    by: Actor,
    id: UUID | None = None,
) -> Intake:
    """A new intake at our window; the applicant's account is found by their phone, or made."""
    assert by.id is not None, "an officer takes in"
    now = tools.clock.now()
    resident = await resident_of_phone(session, tools.secrets, phone=mandate.phone, now=now)
    known = {
        sheet.applicant.name: mandate.applicant,
        sheet.applicant.id_number: mandate.id_number,
        sheet.applicant.phone: mandate.phone,
    }
    asked = {question.code for question in sheet.form}
    answers = {code: value for code, value in known.items() if code in asked}
    intake = Intake(
        tenant_id=place.tenant_id, id=id or new_id(), officer_id=by.id, officer_name=by.name,
        office=by.office, resident_id=resident.id, item_code=sheet.code, edition=sheet.edition,
        item_title=sheet.title, for_id=there.tenant_id, for_name=there.name, for_phone=there.phone,
        came=mandate.came, submission_id=new_id(), created_at=now, updated_at=now, originals=[],
        mandate_sealed=tools.secrets.seal(
            place.tenant_id, MANDATE, orjson.dumps(mandate.as_data())
        ),
        applicant_sealed=tools.secrets.seal_text(
            place.tenant_id, "applicant", mandate.applicant
        ),
        answers_sealed=seal_answers(tools.secrets, place.tenant_id, answers),
    )  # fmt: skip
    session.add(intake)
    record(
        session, "intake.begun", who=by, subject=f"intake:{intake.id}",
        words=_("在窗口替%(who)s收“%(item)s”", who=_("申请人"), item=sheet.title),
        for_whom=resident.id, came=mandate.came, item=sheet.code,
    )  # fmt: skip
    return intake


def answers_in(secrets: Secrets, intake: Intake) -> dict[str, Any]:
    """What is filled in so far; nothing once it is another township's."""
    if intake.answers_sealed is None:
        return {}
    return open_answers(secrets, intake.tenant_id, intake.answers_sealed)


def keep_filled(tools: Tools, intake: Intake, answers: Answers) -> None:
    """Keeps what is filled in so far."""
    intake.must_be_a_draft()
    intake.answers_sealed = tools.secrets.seal(
        intake.tenant_id, PURPOSE, orjson.dumps(dict(answers))
    )
    intake.updated_at = tools.clock.now()


def must_be_whole(form: Form, answers: Answers) -> Answers:
    """The answers that count; raises BadForm for what is missing, Refusal for what cannot be."""
    counted = form.applying(answers)
    if ineligible := form.stopped_by(counted):
        raise Refusal(ineligible, status=422, what_next=_("请当面告诉申请人，还可以怎么办。"))
    if troubles := form.troubles(counted) | missing_materials(form, counted):
        raise BadForm(troubles)
    return counted


async def file_here(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    form: Form,
    intake: Intake,
    originals: list[dict[str, str]],
    *,
    how: str,
    day: date | None,
    served: Served = ONLINE,
    by: Actor,
) -> Case:
    """Files it with our own house; whoever took it in does not decide on it.

    `how` and `day` say how it was received, see `receiving`.
    """
    intake.must_be_a_draft()
    answers = must_be_whole(form, answers_in(tools.secrets, intake))
    mandate = mandate_of(tools.secrets, intake.tenant_id, intake.mandate_sealed)
    case = await file_case(
        session, tools, place, form, answers, id=intake.id, resident_id=intake.resident_id,
        submission_id=intake.submission_id, by=by,
        channel=AGENT if mandate.is_for_another else WINDOW, served=served,
    )  # fmt: skip
    case.note(
        "case.taken_in", by=by, at=case.filed_at,
        words=_("窗口收件，%(who)s，证件看过了", who=_(CAME[mandate.came])),
        note=originals_told(originals),
    )  # fmt: skip
    await keep_receipt(session, tools, case, how=how, day=day, by=by)
    await write_receipt(session, tools, place, form, case, answers, by=by)
    intake.status, intake.number, intake.sent_at = "filed", case.number, case.filed_at
    intake.track_index, intake.originals = case.track_index, originals
    await tell_applicant(
        session, tools, case, "case.filed_for",
        _("%(place)s替您交了“%(item)s”，不是您办的请打%(phone)s。编号%(number)s。",
          place=place.name, item=case.item_title, number=case.number, phone=place.phone),
    )  # fmt: skip
    return case


async def number_for(
    session: AsyncSession, tools: Tools, place: Place, phone: str
) -> tuple[str, bytes]:
    """A number of ours, which the case keeps in whatever township it is handled."""
    number = await next_number(session, place.name, on_which_day(tools.clock.now()))
    return number, track_index(tools, number, phone)


def originals_told(originals: list[dict[str, str]]) -> str:
    """What was shown and what was left, as one line of history."""
    seen = [one["material"] for one in originals if one["how"] == "seen"]
    left = [one["material"] for one in originals if one["how"] == "left"]
    told = [_("看过原件：%(names)s", names=_("、").join(seen))] if seen else []
    told += [_("留下纸质：%(names)s", names=_("、").join(left))] if left else []
    return _("；").join(told)


async def throw_intake_away(session: AsyncSession, intake: Intake, *, by: Actor) -> None:
    """Drops what was begun at the window and not sent."""
    intake.must_be_a_draft()
    record(
        session, "intake.dropped", who=by, subject=f"intake:{intake.id}",
        words=_("窗口没收完的一份不要了"), for_whom=intake.resident_id,
    )  # fmt: skip
    await session.delete(intake)
