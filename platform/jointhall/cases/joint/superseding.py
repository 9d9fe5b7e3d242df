"""Superseding (新的换旧的): a newer envelope takes the place of an older one of the same thread."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange import Received
from jointhall.kernel.jobs import later
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.place import Place

from ..clocks import start_answer_clock, stop_clocks
from ..papers import fetch_papers
from ..signers.second_person import keep_what_two_are_asked
from ..steps import Referral
from .changes import answers_changed, papers_changed
from .finding import referral_asked

ANSWERS = "referral answers"
LATER = "explained"
"""Marks a paper that came with an explanation, and not with the question."""


async def superseded(
    session: AsyncSession, tools: Tools, place: Place, received: Received
) -> Referral | None:
    """Takes a question asked anew in the place of the one we have; None when it is a first one.

    Whatever we said before was said of the older one: it stays in its envelopes, and is asked for
    again. What has changed is kept beside the question.
    """
    referral = await referral_asked(session, received)
    if referral is None:
        return None
    body, now = received.body, tools.clock.now()
    if body.get("round", 1) <= referral.round:
        return referral
    await stop_clocks(session, "referral", referral.id, at=now)
    before = orjson.loads(tools.secrets.open(place.tenant_id, ANSWERS, referral.shown_sealed))
    papers = [{key: str(value) for key, value in one.items()} for one in body["papers"]]
    referral.changes = [
        *answers_changed(before, body["answers"]),
        *papers_changed([one for one in referral.papers if LATER not in one], papers),
    ]
    referral.round = body["round"]
    referral.envelope_id = received.id
    referral.title, referral.item_title = body["title"], body["item_title"]
    referral.words, referral.office = body["words"], body["office"]
    referral.ruled_words = body.get("ruled", "")
    referral.shown_sealed = tools.secrets.seal(
        place.tenant_id, ANSWERS, orjson.dumps(body["answers"])
    )
    named = {one["sha256"] for one in papers}
    explained = [one for one in referral.papers if LATER in one and one["sha256"] not in named]
    referral.papers = _kept(referral.papers, [*papers, *explained])
    referral.asked_at = received.sent_at
    referral.due_on = await start_answer_clock(
        session, tools, "referral", referral.id, body["within_days"], place.name
    )
    referral.take_back()
    keep_what_two_are_asked(referral, body)
    referral.reason = ""
    referral.first_opened_at = referral.asked_back_at = referral.ended_at = None
    referral.ended_words = ""
    record(
        session, "referral.superseded", who=SYSTEM, subject=f"referral:{referral.id}",
        words=_("%(who)s重新问了一次，以新的为准", who=referral.peer_name),
        case_number=referral.case_number, round=referral.round,
    )  # fmt: skip
    if any("own_key" not in paper for paper in referral.papers):
        await later(session, fetch_papers, referral_id=str(referral.id))
    return referral


def _kept(before: Iterable[dict[str, str]], after: Iterable[dict[str, str]]) -> list[Any]:
    """The papers as they stand now; what is here already is not fetched twice."""
    here = {one["sha256"]: one["own_key"] for one in before if "own_key" in one}
    return [
        {**one, "own_key": here[one["sha256"]]} if one["sha256"] in here else one for one in after
    ]
