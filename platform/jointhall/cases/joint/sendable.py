"""What may go along with an explanation (附上的材料): no more than the sheet lets this party see.

And photos our own office took of the ground: they are nobody's papers. Those of a home stay here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.models import Envelope
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.web.place import Place

from ..models import Case
from ..shown import named, shown_to
from ..steps import Task
from ..visiting import photos_of
from ..visits import visits_of
from .renewing import question_now

OF_THE_GROUND = ("site", "inspection")


@dataclass(frozen=True, slots=True)
class Sendable:
    """One paper as a choice, and as the envelope names it."""

    body: dict[str, Any]

    @property
    def key(self) -> str:
        return str(self.body["sha256"])

    @property
    def words(self) -> str:
        return f"{self.body['material']} {self.body['name']}"


async def papers_to_send(
    session: AsyncSession, tools: Tools, place: Place, case: Case, task: Task
) -> list[Sendable]:
    """Everything of the case that may be shown to whom this task asks, by the sheet of today."""
    asked = await question_now(session, tools, place, case, task)
    found = shown_to(asked.sheet, asked.ask, asked.counter, asked.papers)["papers"]
    for visit, of in await visits_of(session, case):
        if of.peer_id is not None or visit.went_on is None or visit.kind not in OF_THE_GROUND:
            continue
        words = _("%(day)s%(kind)s的照片", day=day_words(visit.went_on), kind=visit.kind_words)
        found += [named(photo, words) for photo in await photos_of(session, visit)]
    return [Sendable(one) for one in {one["sha256"]: one for one in found}.values()]


def sent_already(envelopes: Iterable[Envelope], secrets: Secrets) -> frozenset[str]:
    """The keys of what has gone out on this thread."""
    bodies = (
        orjson.loads(secrets.open(one.tenant_id, "envelope", one.body_sealed))
        for one in envelopes
        if one.direction == "out"
    )
    return frozenset(str(paper["sha256"]) for body in bodies for paper in body.get("papers", ()))
