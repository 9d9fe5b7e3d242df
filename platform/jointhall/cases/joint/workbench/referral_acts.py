"""What else may be done with a question that lies with us: give it back, ask back, ask in turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotAllowed, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ...answering import referral_of
from ...standing_in import desk_of
from ...steps import Referral
from ..asking_back import MOST_TIMES, REPLY_WITHIN, ask_back
from ..asking_in_turn import WITHIN, ask_in_turn
from ..declining import OFFERED, decline
from ..late_words import leave_late_word
from ..threads import REASONS
from ..whom_to_ask import Addressee, addressees, chosen

NOUNS = ("return", "asking-back", "own-question", "late-word")


@get(
    [f"/workbench/referrals/{{id:uuid}}/{noun}" for noun in NOUNS], guards=[may("referral:answer")]
)
async def look(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Template:
    """What will happen, and the few words it takes."""
    noun = visit.path.rpartition("/")[2]
    return await _page(visit, session, viewer, await referral_of(session, id), noun)


@post("/workbench/referrals/{id:uuid}/return", guards=[may("referral:answer")], status_code=200)
async def give_back(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Gives it back with the reason."""
    typed = _typed(form, "reason", "words", "proposed")
    try:
        referral = await _held(session, id)
        proposed, _office = await chosen(visit.tools, visit.place, typed["proposed"])
        await decline(
            session, visit.tools, visit.place, referral, reason=typed["reason"],
            words=typed["words"], proposed=proposed, by=await _by(session, viewer, referral),
        )  # fmt: skip
    except Refusal as refusal:
        return await _again(visit, viewer, id, "return", refusal, typed)
    return _back(visit, id, "returned")


@post(
    "/workbench/referrals/{id:uuid}/asking-back", guards=[may("referral:answer")], status_code=200
)
async def want_to_know(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Asks the asker first; our days stand still meanwhile."""
    typed = _typed(form, "words")
    try:
        referral = await _held(session, id)
        await ask_back(
            session, visit.tools, visit.place, referral, words=typed["words"],
            by=await _by(session, viewer, referral),
        )  # fmt: skip
    except Refusal as refusal:
        return await _again(visit, viewer, id, "asking-back", refusal, typed)
    return _back(visit, id, "asked-back")


@post(
    "/workbench/referrals/{id:uuid}/own-question", guards=[may("referral:answer")], status_code=200
)
async def own_question(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Asks somebody else something of our own first."""
    typed = _typed(form, "to", "words")
    try:
        referral = await _held(session, id)
        to, office = await chosen(visit.tools, visit.place, typed["to"])
        await ask_in_turn(
            session, visit.tools, visit.place, referral, to=to, office=office,
            words=typed["words"], by=await _by(session, viewer, referral),
        )  # fmt: skip
    except Refusal as refusal:
        return await _again(visit, viewer, id, "own-question", refusal, typed)
    return _back(visit, id, "own-question")


@post("/workbench/referrals/{id:uuid}/late-word", guards=[may("referral:answer")], status_code=200)
async def late_word(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Leaves a word that is not counted any more."""
    typed = _typed(form, "vote", "opinion")
    try:
        referral = await _held(session, id)
        await leave_late_word(
            session, visit.tools, visit.place, referral, vote=typed["vote"],
            opinion=typed["opinion"], by=await _by(session, viewer, referral),
        )  # fmt: skip
    except Refusal as refusal:
        return await _again(visit, viewer, id, "late-word", refusal, typed)
    return _back(visit, id, "late-word")


def _typed(form: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: str(form.get(name, "")) for name in names}


async def _held(session: AsyncSession, id: UUID) -> Referral:
    referral = await referral_of(session, id)
    await session.refresh(referral, with_for_update=True)
    return referral


async def _by(session: AsyncSession, viewer: Who, referral: Referral) -> Any:
    desk = await desk_of(session, viewer)
    desk.must_answer_for(referral.office)
    return desk.actor(referral.office)


def _back(visit: TheVisit, id: UUID, done: str) -> Redirect:
    return Redirect(visit.at(f"/workbench/referrals/{id}?done={done}"), status_code=303)


async def _again(
    visit: TheVisit, viewer: Who, id: UUID, noun: str, refusal: Refusal, typed: Mapping[str, str]
) -> Template:
    if isinstance(refusal, NotAllowed | NotHere):
        raise refusal
    session = await visit.start_over()
    errors = refusal.troubles if isinstance(refusal, BadForm) else {}
    return await _page(
        visit, session, viewer, await referral_of(session, id), noun, errors=errors, typed=typed,
        refused=None if errors else refusal, status=refusal.status,
    )  # fmt: skip


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    referral: Referral,
    noun: str,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> Template:
    desk = await desk_of(session, viewer)
    is_theirs = desk.answers_for(referral.office)
    open_here = referral.status in ("open", "waiting")
    may_act = is_theirs and (referral.status == "withdrawn" if noun == "late-word" else open_here)
    whom = await addressees(visit.tools, visit.place)
    return page(
        visit,
        f"cases/workbench/referral_{noun.replace('-', '_')}.html",
        status=status,
        tab="referrals",
        referral=referral,
        may_act=may_act,
        office=desk.names.get(referral.office, ""),
        reasons=[
            (code, _(REASONS[code]))
            for code in OFFERED
            if code != "not_ours" or not referral.ruled_words
        ],
        whom=whom,
        asker=_asker(whom, referral),
        most_times=MOST_TIMES,
        reply_within=REPLY_WITHIN,
        within=WITHIN,
        path=visit.at(f"/workbench/referrals/{referral.id}/{noun}"),
        back_to=visit.at(f"/workbench/referrals/{referral.id}"),
        errors=errors or {},
        typed=typed or {},
        refused=refused,
    )


def _asker(whom: list[Addressee], referral: Referral) -> str:
    """Whoever asks, at the office that does there what ours does here."""
    theirs = [one.value for one in whom if one.value.startswith(f"{referral.peer_id}/")]
    same = f"{referral.peer_id}/{referral.office}"
    return same if same in theirs else next(iter(theirs), "")


ROUTES = [look, give_back, want_to_know, own_question, late_word]
