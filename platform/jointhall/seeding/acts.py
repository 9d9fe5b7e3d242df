"""What happens to a told case once it is filed: each act by the verb that its officers use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.cases import acceptance, answering, decision
from jointhall.cases.course.extension import ask_extension
from jointhall.cases.course.special_procedures import start_procedure
from jointhall.cases.desk.watching import watch
from jointhall.cases.dossier.notes import write_note
from jointhall.cases.dossier.talk import say_to_applicant, say_to_office
from jointhall.cases.enclosed import Photo
from jointhall.cases.joint.declining import decline
from jointhall.cases.models import Case
from jointhall.cases.queries import hold_case, tasks_of
from jointhall.cases.steps import Referral, Task
from jointhall.cases.supervision.models import WatchedClock
from jointhall.cases.supervision.ordering import Asked, issue_order
from jointhall.cases.supervision.urging import urge_task
from jointhall.cases.supervision.watching import look
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.offices.models import Office, Post
from jointhall.people.models import Officer
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer
from jointhall.web.visit import speak_as_resident

from .papers import photograph

APPLICANT = "applicant"
"""Who does it, where it is no officer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a told case: whose case it is, where this is done, and what is told of it."""

    tools: Tools
    places: Mapping[str, Place]
    home: Place
    case_id: UUID
    said: Mapping[str, Any]

    @property
    def there(self) -> Place:
        return self.places[self.said.get("where", self.home.slug)]

    @property
    def whom(self) -> Place:
        return self.places[self.said["whom"]]

    @property
    def words(self) -> str:
        return str(self.said.get("words", ""))


Act = Callable[[Turn, AsyncSession, Actor], Awaitable[object]]


async def do(turn: Turn) -> None:
    """Does it, in one transaction of the tenant where it is done."""
    async with turn.tools.database.transaction(turn.there.standing()) as session:
        if turn.said["by"] == APPLICANT:
            case = await hold_case(session, turn.case_id)
            await speak_as_resident(session, case.resident_id)
            by = Actor("resident", case.resident_id, "申请人")
        else:
            by = await officer_called(session, turn.said["by"])
        await ACTS[turn.said["act"]](turn, session, by)


async def officer_called(session: AsyncSession, login: str) -> Actor:
    """The officer who signs in like this, in one of their offices."""
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


async def accept(turn: Turn, session: AsyncSession, by: Actor) -> None:
    case = await hold_case(session, turn.case_id)
    await acceptance.accept(session, turn.tools, turn.home, case, by=by)


async def correct(turn: Turn, session: AsyncSession, by: Actor) -> None:
    case = await hold_case(session, turn.case_id)
    await acceptance.ask_correction(session, turn.tools, turn.home, case, what=turn.words, by=by)


async def answer(turn: Turn, session: AsyncSession, by: Actor) -> None:
    """The word of an office of the case's own house, or of another tenant that was asked."""
    vote = "agree" if turn.said["opinion"] == "同意" else "refuse"
    if turn.there.tenant_id != turn.home.tenant_id:
        await answering.answer_referral(
            session, turn.tools, turn.there, await _referral(turn, session),
            vote=vote, opinion=turn.words, by=by,
        )  # fmt: skip
        return
    _case, task = await _task(turn, session, office=turn.said["office"])
    await answering.answer_task(
        session, turn.tools, turn.home, task, vote=vote, opinion=turn.words, by=by
    )


async def decide(turn: Turn, session: AsyncSession, by: Actor) -> None:
    outcome = "granted" if turn.said["outcome"] == "准予" else "refused"
    _case, task = await _task(turn, session, kind="decide")
    await decision.decide(
        session, turn.tools, turn.home, task, outcome=outcome, why=turn.words, by=by
    )


async def give_back(turn: Turn, session: AsyncSession, by: Actor) -> None:
    await decline(
        session, turn.tools, turn.there, await _referral(turn, session), reason="not_ours",
        words=turn.words, proposed=turn.whom, by=by,
    )  # fmt: skip


async def urge(turn: Turn, session: AsyncSession, by: Actor) -> None:
    case, task = await _task(turn, session, peer_id=turn.whom.tenant_id)
    await urge_task(session, turn.tools, case, task, reason=turn.words, by=by)


async def order(turn: Turn, session: AsyncSession, by: Actor) -> None:
    """A supervision order about the question that lies late with another tenant."""
    # What is late comes onto the list every few minutes; here that round is made at once.
    await look(turn.tools, turn.whom)
    clock = await session.scalar(
        select(WatchedClock).where(
            WatchedClock.tenant_id == turn.whom.tenant_id,
            WatchedClock.subject_kind == "referral",
            WatchedClock.case_number == await _number(turn),
        )
    )
    assert clock is not None, f"nothing is late at {turn.whom.name}"
    await issue_order(session, turn.tools, turn.there, clock, Asked(turn.words), by=by)


async def extend(turn: Turn, session: AsyncSession, by: Actor) -> None:
    case = await hold_case(session, turn.case_id)
    await ask_extension(session, turn.tools, case, why=turn.words, by=by)


async def hear(turn: Turn, session: AsyncSession, by: Actor) -> None:
    _case, task = await _task(turn, session, office=turn.said["office"])
    await start_procedure(
        session, turn.tools, turn.home, await hold_case(session, turn.case_id), name="听证",
        why=turn.words, days=str(turn.said["days"]), file=Photo(photograph(), "听证通知.jpg"),
        office=task.office, by=by,
    )  # fmt: skip


async def note(turn: Turn, session: AsyncSession, by: Actor) -> None:
    case = await hold_case(session, turn.case_id)
    await write_note(session, turn.tools, case, words=turn.words, by=by)


async def talk(turn: Turn, session: AsyncSession, by: Actor) -> None:
    case = await hold_case(session, turn.case_id)
    say = say_to_office if turn.said["by"] == APPLICANT else say_to_applicant
    await say(session, turn.tools, case, words=turn.words, by=by)


async def keep_an_eye_on(turn: Turn, session: AsyncSession, by: Actor) -> None:
    case, now = await hold_case(session, turn.case_id), turn.tools.clock.now()
    viewer = Viewer("officer", by.id, name=by.name, office=by.office)
    await watch(session, case, viewer, now=now)


async def _task(
    turn: Turn,
    session: AsyncSession,
    *,
    kind: str = "review",
    peer_id: UUID | None = None,
    office: str = "",
) -> tuple[Case, Task]:
    """The case, held, and what is open on it with this office or this other tenant."""
    case = await hold_case(session, turn.case_id)
    return case, next(
        task
        for task in await tasks_of(session, case)
        if (task.kind, task.status, task.peer_id) == (kind, "open", peer_id)
        and (not office or task.office == office)
    )


async def _referral(turn: Turn, session: AsyncSession) -> Referral:
    number = await _number(turn)
    referral = await session.scalar(
        select(Referral)
        .where(Referral.case_number == number, Referral.office == turn.said["office"])
        .with_for_update()
    )
    assert referral is not None, f"{turn.there.name} was not asked about {number}"
    return referral


async def _number(turn: Turn) -> str:
    async with turn.tools.database.transaction(turn.home.standing(), read_only=True) as session:
        return (await session.scalars(select(Case.number).where(Case.id == turn.case_id))).one()


ACTS: Mapping[str, Act] = {
    "accept": accept,
    "answer": answer,
    "correct": correct,
    "decide": decide,
    "extend": extend,
    "give_back": give_back,
    "hear": hear,
    "note": note,
    "order": order,
    "talk": talk,
    "urge": urge,
    "watch": keep_an_eye_on,
}
