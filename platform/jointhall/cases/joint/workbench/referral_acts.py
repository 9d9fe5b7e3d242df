"""What else may be done with a question that lies with us: give it back, ask back, ask in turn …"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ...answering import referral_of
from ...standing_in import Desk, desk_of
from ...steps import Referral
from ..asking_back import MOST_TIMES, REPLY_WITHIN, ask_back
from ..asking_in_turn import WITHIN, ask_in_turn
from ..declining import OFFERED, decline
from ..late_words import leave_late_word
from ..taking_back import ask_to_take_back, may_take_back
from ..threads import REASONS
from ..whom_to_ask import Addressee, addressees, chosen

Does = Callable[[TheVisit, AsyncSession, Referral, Mapping[str, str], Actor], Awaitable[None]]


async def _give_back(
    visit: TheVisit, session: AsyncSession, referral: Referral, typed: Mapping[str, str], by: Actor
) -> None:
    proposed, _office = await chosen(visit.tools, visit.place, typed["proposed"])
    await decline(
        session, visit.tools, visit.place, referral, reason=typed["reason"],
        words=typed["words"], proposed=proposed, by=by,
    )  # fmt: skip


async def _ask_back(
    visit: TheVisit, session: AsyncSession, referral: Referral, typed: Mapping[str, str], by: Actor
) -> None:
    await ask_back(session, visit.tools, visit.place, referral, words=typed["words"], by=by)


async def _ask_in_turn(
    visit: TheVisit, session: AsyncSession, referral: Referral, typed: Mapping[str, str], by: Actor
) -> None:
    to, office = await chosen(visit.tools, visit.place, typed["to"])
    await ask_in_turn(
        session, visit.tools, visit.place, referral, to=to, office=office, words=typed["words"],
        by=by,
    )  # fmt: skip


async def _leave_late_word(
    visit: TheVisit, session: AsyncSession, referral: Referral, typed: Mapping[str, str], by: Actor
) -> None:
    await leave_late_word(
        session, visit.tools, visit.place, referral, vote=typed["vote"], opinion=typed["opinion"],
        by=by,
    )  # fmt: skip


async def _take_back(
    visit: TheVisit, session: AsyncSession, referral: Referral, typed: Mapping[str, str], by: Actor
) -> None:
    await ask_to_take_back(session, visit.tools, visit.place, referral, words=typed["words"], by=by)


def _lies_with_us(_desk: Desk, referral: Referral) -> bool:
    return referral.status in ("open", "waiting")


@dataclass(frozen=True, slots=True)
class Act:
    """One page with a few fields: its heading, what it does, and when there is anything to do."""

    heading: str
    fields: tuple[str, ...]
    does: Does
    when: Callable[[Desk, Referral], bool] = _lies_with_us


ACTS = {
    "return": Act(N_("退回这一问"), ("reason", "words", "proposed"), _give_back),
    "asking-back": Act(N_("先问清楚再答"), ("words",), _ask_back),
    "own-question": Act(N_("为答这一问，先问别家"), ("to", "words"), _ask_in_turn),
    "late-word": Act(
        N_("补留一句意见"), ("vote", "opinion"), _leave_late_word,
        lambda _desk, referral: referral.status == "withdrawn",
    ),
    "recall": Act(
        N_("撤回我们的答复"), ("words",), _take_back,
        lambda desk, referral: may_take_back(referral, str(desk.viewer.id or "")),
    ),
}  # fmt: skip
PATHS = [f"/workbench/referrals/{{id:uuid}}/{noun}" for noun in ACTS]


@get(PATHS, guards=[may("referral:answer")])
async def look(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Template:
    """What will happen, and the few words it takes."""
    return await _page(visit, session, viewer, id)


@post(PATHS, guards=[may("referral:answer")], status_code=200)
async def act(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """Does it, for the office the question lies with."""
    noun = _noun(visit)
    typed = typed_in(form, *ACTS[noun].fields)
    try:
        referral = await referral_of(session, id)
        await session.refresh(referral, with_for_update=True)
        desk = await desk_of(session, viewer)
        desk.must_answer_for(referral.office)
        await ACTS[noun].does(visit, session, referral, typed, desk.actor(referral.office))
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, id, filled)
    return Redirect(visit.at(f"/workbench/referrals/{id}?done={noun}"), status_code=303)


def _noun(visit: TheVisit) -> str:
    return visit.path.rpartition("/")[2]


async def _page(
    visit: TheVisit, session: AsyncSession, viewer: Who, id: UUID, filled: Filled = BLANK
) -> Template:
    noun = _noun(visit)
    referral, desk = await referral_of(session, id), await desk_of(session, viewer)
    whom = await addressees(visit.tools, visit.place)
    shown: dict[str, Any] = {
        "reasons": [
            (code, _(REASONS[code]))
            for code in OFFERED
            if code != "not_ours" or not referral.ruled_words
        ],
        "whom": whom,
        "asker": _asker(whom, referral),
        "most_times": MOST_TIMES,
        "reply_within": REPLY_WITHIN,
        "within": WITHIN,
    }
    return page(
        visit,
        f"cases/workbench/referral_{noun.replace('-', '_')}.html",
        tab="referrals",
        heading=_(ACTS[noun].heading),
        referral=referral,
        may_act=desk.answers_for(referral.office) and ACTS[noun].when(desk, referral),
        office=desk.names.get(referral.office, ""),
        path=visit.at(f"/workbench/referrals/{referral.id}/{noun}"),
        back_to=visit.at(f"/workbench/referrals/{referral.id}"),
        **shown,
        **filled.on_page(),
    )


def _asker(whom: list[Addressee], referral: Referral) -> str:
    """Whoever asks, at the office that does there what ours does here."""
    theirs = [one.value for one in whom if one.value.startswith(f"{referral.peer_id}/")]
    same = f"{referral.peer_id}/{referral.office}"
    return same if same in theirs else next(iter(theirs), "")


ROUTES = [look, act]
