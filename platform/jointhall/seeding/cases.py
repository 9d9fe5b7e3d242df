"""The demo cases, played through the verbs that officers and residents use, on days gone by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases import filing
from jointhall.cases.after.deliveries import Wish
from jointhall.cases.after.wishes import Served
from jointhall.cases.counters import counter_at
from jointhall.cases.elsewhere.forwarding import send_there
from jointhall.cases.elsewhere.records import Intake
from jointhall.cases.elsewhere.taking_in import begin_intake, keep_filled, mandate_said
from jointhall.cases.models import Case, Draft
from jointhall.documents.actions import keep_upload
from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.people.models import Resident
from jointhall.service_items.examples import raw_of
from jointhall.service_items.form import Form
from jointhall.service_items.queries import item_in
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Question
from jointhall.service_items.vocabulary import HERE
from jointhall.web.place import Place
from jointhall.web.visit import speak_as_resident

from .acts import Turn, do, officer_called
from .papers import agreement, photograph

PAPERS = {
    "photo": ("现场照片.jpg", photograph),
    "pdf": ("用地协议.pdf", agreement),
}


SOON = ALL - {"messages", "letters"}
"""What the next step of a story waits for."""


class Player:
    """Plays the told cases of one county; a case played before is left as it is."""

    def __init__(self, tools: Tools, county: Place, townships: Mapping[str, Place]) -> None:
        self._clock = FixedClock(tools.clock.now())
        self._tools = replace(tools, clock=self._clock)
        self._now = tools.clock.now()
        self._county = county
        self._places = {**townships, "county": county}

    async def play(self, said: Mapping[str, Any], resident: Resident) -> None:
        place, id = self._places[said["township"]], self._id(said)
        if await self.is_there(said):
            return
        self._clock.at = _days_ago(self._now, said["started"])
        if "taken_in" in said:
            await self._take_in(place, id, said, resident)
        else:
            await self._file(place, id, said, resident)
        for step in said["steps"][1:]:
            self._pass_time(step.get("later", 0))
            await do(Turn(self._tools, self._places, place, id, step))
            # A decision is told by its letter; the others are made when the hall is open.
            await self._settle(SOON | {"letters"} if step["act"] == "decide" else SOON)

    def _id(self, said: Mapping[str, Any]) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self._county.tenant_id}/{said['key']}")

    async def is_there(self, said: Mapping[str, Any]) -> bool:
        """Whether this case was begun before."""
        place, id = self._places[said["township"]], self._id(said)
        async with self._tools.database.transaction(place.standing(), read_only=True) as session:
            return await session.scalar(select(Case.id).where(Case.id == id)) is not None

    async def _settle(self, queues: frozenset[str]) -> None:
        await drain(self._tools, self._county.tenant_id, queues=queues)

    def _pass_time(self, days: int) -> None:
        """So many working days, or half of one, in office hours and never beyond the present."""
        here = self._clock.at.astimezone(BEIJING)
        if not days and here.hour < 12:
            later = here.replace(hour=15, minute=20)
        else:
            later = here.replace(hour=9, minute=40)
            for _day in range(days or 1):
                later += timedelta(days=1)
                while not national_calendar().is_working_day(later.date()):
                    later += timedelta(days=1)
        self._clock.at = max(self._clock.at, min(later, self._now))

    async def _file(
        self, place: Place, id: UUID, said: Mapping[str, Any], resident: Resident
    ) -> None:
        by = Actor("resident", resident.id, "申请人")
        async with self._tools.database.transaction(place.standing()) as session:
            await speak_as_resident(session, resident.id)
            sheet = (await item_in(session, place, said["item"])).sheet
            draft = await session.scalar(select(Draft).where(Draft.id == id))
            if draft is None:
                draft = await filing.begin(
                    session, self._tools, place, sheet, resident_id=resident.id, id=id
                )
                await session.flush()
            form = Form(sheet, await counter_at(self._tools, place))
            answers = await self._answers(session, form, draft, said, by)
            filing.keep_answers(self._tools, draft, answers)
            await filing.submit(
                session, self._tools, place, sheet, form.counter, draft,
                submission_id=draft.submission_id, by=by, served=_served(said),
            )  # fmt: skip

    async def _take_in(
        self, place: Place, id: UUID, said: Mapping[str, Any], resident: Resident
    ) -> None:
        """Another township's window takes it in and sends it on; it is a case when it has come."""
        told = said["taken_in"]
        window = self._places[told["where"]]
        async with self._tools.database.transaction(place.standing(), read_only=True) as session:
            sheet = (await item_in(session, place, said["item"])).sheet
        form = Form(sheet, await counter_at(self._tools, place))
        mandate = mandate_said(
            {
                **{name: str(value) for name, value in told["mandate"].items()},
                "applicant": resident.name(self._tools.secrets),
                "id_number": resident.id_number(self._tools.secrets),
                "phone": resident.phone(self._tools.secrets),
            }
        )
        async with self._tools.database.transaction(window.standing()) as session:
            if await session.get(Intake, (window.tenant_id, id)) is None:
                by = await officer_called(session, told["by"])
                intake = await begin_intake(
                    session, self._tools, window, place, sheet, mandate, by=by, id=id
                )
                await session.flush()
                answers = await self._answers(session, form, intake, said, by)
                keep_filled(self._tools, intake, answers)
                originals = [
                    {"material": material.name, "how": how}
                    for how in ("seen", "left")
                    for code in told[how]
                    if (material := sheet.material(code)) is not None
                ]
                await send_there(
                    session, self._tools, window, place, form, intake, originals,
                    served=_served(said), by=by,
                )  # fmt: skip
        await self._settle(SOON)

    async def _answers(
        self,
        session: AsyncSession,
        form: Form,
        draft: Draft | Intake,
        said: Mapping[str, Any],
        by: Actor,
    ) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for question in form.sheet.form:
            if question in form.asked(answers):
                told = said["answers"].get(question.code)
                value = await self._answer(session, form, draft, question, told, by)
                answers = dict(form.with_answer(answers, question, value))
        return answers

    async def _answer(
        self,
        session: AsyncSession,
        form: Form,
        draft: Draft | Intake,
        question: Question,
        told: Any,
        by: Actor,
    ) -> Any:
        kind = kind_of(question)
        if kind.is_file and told in PAPERS:
            name, make = PAPERS[told]
            document, _changed = await keep_upload(
                session, self._tools, make(), owner_kind="draft", owner_id=draft.id,
                purpose=question.code, filename=name, by=by, resident_id=draft.resident_id,
            )  # fmt: skip
            return [{"id": str(document.id), "name": name}]
        return kind.answer(question, raw_of(question, _here(told, form)), form.counter)


def _served(said: Mapping[str, Any]) -> Served:
    return Served(Wish(said.get("serve_by", "online")))


def _here(told: Any, form: Form) -> Any:
    """The story says 本乡镇 for the township the case is filed in."""
    if isinstance(told, list):
        return [form.counter.here.name if word == HERE else word for word in told]
    return told


def _days_ago(now: datetime, working_days: int) -> datetime:
    """Half past nine on the working day so many before today."""
    day: date = now.astimezone(BEIJING).date()
    left = working_days
    while left > 0 or not national_calendar().is_working_day(day):
        day -= timedelta(days=1)
        if national_calendar().is_working_day(day):
            left -= 1
    return min(datetime.combine(day, time(9, 30), BEIJING), now - timedelta(minutes=5))
