"""The demo cases, played through the verbs that officers and residents use, on days gone by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from jointhall.cases import acceptance, answering, decision, filing
from jointhall.cases.counters import counter_at
from jointhall.cases.models import Case, Draft
from jointhall.cases.queries import hold_case, tasks_of
from jointhall.cases.steps import Referral
from jointhall.documents.actions import keep_upload
from jointhall.kernel.clock import BEIJING, FixedClock
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.draining import ALL, drain
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.offices.models import Office, Post
from jointhall.people.models import Officer, Resident
from jointhall.service_items.examples import raw_of
from jointhall.service_items.form import Form
from jointhall.service_items.queries import item_in
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Question
from jointhall.service_items.vocabulary import HERE
from jointhall.web.place import Place
from jointhall.web.visit import speak_as_resident

from .papers import agreement, photograph

PAPERS = {
    "photo": ("现场照片.jpg", photograph),
    "pdf": ("用地协议.pdf", agreement),
}


class Player:
    """Plays the told cases of one county; a case played before is left as it is."""

    def __init__(self, tools: Tools, county: Place, townships: Mapping[str, Place]) -> None:
        self._clock = FixedClock(tools.clock.now())
        self._tools = replace(tools, clock=self._clock)
        self._now = tools.clock.now()
        self._county = county
        self._townships = townships

    async def play(self, said: Mapping[str, Any], resident: Resident) -> None:
        place = self._townships[said["township"]]
        id = self._id(said)
        if await self.is_there(said):
            return
        self._clock.at = _days_ago(self._now, said["started"])
        await self._file(place, id, said, resident)
        for step in said["steps"][1:]:
            self._pass_time()
            await self._act(place, id, step)
            await drain(self._tools, self._county.tenant_id, queues=ALL - {"messages"})

    def _id(self, said: Mapping[str, Any]) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self._county.tenant_id}/{said['key']}")

    async def is_there(self, said: Mapping[str, Any]) -> bool:
        """Whether this case was begun before."""
        place, id = self._townships[said["township"]], self._id(said)
        async with self._tools.database.transaction(place.standing(), read_only=True) as session:
            return await session.scalar(select(Case.id).where(Case.id == id)) is not None

    def _pass_time(self) -> None:
        """The next half of a working day, in office hours and never beyond the present."""
        here = self._clock.at.astimezone(BEIJING)
        if here.hour < 12:
            later = here.replace(hour=15, minute=20)
        else:
            later = here.replace(hour=9, minute=40) + timedelta(days=1)
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
            answers: dict[str, Any] = {}
            for question in sheet.form:
                if question not in form.asked(answers):
                    continue
                answers[question.code] = await self._answer(
                    session, form, draft, question, said["answers"].get(question.code), by
                )
            filing.keep_answers(self._tools, draft, answers)
            await filing.submit(
                session, self._tools, place, sheet, form.counter, draft,
                submission_id=draft.submission_id, by=by,
            )  # fmt: skip

    async def _answer(
        self, session: Any, form: Form, draft: Draft, question: Question, told: Any, by: Actor
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

    async def _act(self, place: Place, id: UUID, step: Mapping[str, Any]) -> None:
        act, words = step["act"], step.get("words", "")
        where = step.get("where", place.slug)
        there = self._county if where == "county" else self._townships[where]
        if act == "answer" and there.tenant_id != place.tenant_id:
            await self._answer_elsewhere(there, id, place, step)
            return
        async with self._tools.database.transaction(place.standing()) as session:
            by = await _officer(session, step["by"])
            if act == "accept":
                case = await hold_case(session, id)
                await acceptance.accept(session, self._tools, place, case, by=by)
            elif act == "correct":
                case = await hold_case(session, id)
                await acceptance.ask_correction(
                    session, self._tools, place, case, what=words, by=by
                )
            else:
                await self._vote_or_decide(session, place, id, step, by)

    async def _vote_or_decide(
        self, session: Any, place: Place, id: UUID, step: Mapping[str, Any], by: Actor
    ) -> None:
        tasks = await tasks_of(session, await hold_case(session, id))
        kind = "decide" if step["act"] == "decide" else "review"
        task = next(t for t in tasks if t.kind == kind and t.status == "open" and t.peer_id is None)
        if kind == "decide":
            outcome = "granted" if step["outcome"] == "准予" else "refused"
            await decision.decide(
                session, self._tools, place, task, outcome=outcome, why=step["words"], by=by
            )
        else:
            await answering.answer_task(
                session, self._tools, place, task, vote=_vote(step), opinion=step["words"], by=by
            )

    async def _answer_elsewhere(
        self, there: Place, case_id: UUID, place: Place, step: Mapping[str, Any]
    ) -> None:
        async with self._tools.database.transaction(place.standing(), read_only=True) as session:
            number = await session.scalar(select(Case.number).where(Case.id == case_id))
        async with self._tools.database.transaction(there.standing()) as session:
            by = await _officer(session, step["by"])
            referral = await session.scalar(
                select(Referral)
                .where(Referral.case_number == number, Referral.office == step["office"])
                .with_for_update()
            )
            assert referral is not None, f"{there.name} was not asked about {number}"
            await answering.answer_referral(
                session, self._tools, there, referral,
                vote=_vote(step), opinion=step["words"], by=by,
            )  # fmt: skip


def _here(told: Any, form: Form) -> Any:
    """The story says 本乡镇 for the township the case is filed in."""
    if isinstance(told, list):
        return [form.counter.here.name if word == HERE else word for word in told]
    return told


def _vote(step: Mapping[str, Any]) -> str:
    return "agree" if step["opinion"] == "同意" else "refuse"


async def _officer(session: Any, login: str) -> Actor:
    found = (
        await session.execute(
            select(Officer.id, Officer.name, Office.name)
            .join(Post, (Post.tenant_id == Officer.tenant_id) & (Post.officer_id == Officer.id))
            .join(Office, (Office.tenant_id == Post.tenant_id) & (Office.id == Post.office_id))
            .where(Officer.login == login)
        )
    ).first()
    assert found is not None, f"nobody signs in as {login}"
    return Actor("officer", *found)


def _days_ago(now: datetime, working_days: int) -> datetime:
    """Half past nine on the working day so many before today."""
    day: date = now.astimezone(BEIJING).date()
    left = working_days
    while left > 0 or not national_calendar().is_working_day(day):
        day -= timedelta(days=1)
        if national_calendar().is_working_day(day):
            left -= 1
    return min(datetime.combine(day, time(9, 30), BEIJING), now - timedelta(minutes=5))
