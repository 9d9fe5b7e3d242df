"""Envelopes and receipts of a case: what went out, what arrived, and whether it can be proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jointhall.exchange.models import Envelope
from jointhall.exchange.verifying import edits
from jointhall.kernel.clock.light import light
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.words import _
from jointhall.web.visit import Visit

from ..parties import party_of
from ..progress import Seen
from ..steps import Task


@dataclass(frozen=True, slots=True)
class EnvelopeRow:
    """One question asked by envelope, from its sending to its answer; `faults` is what is wrong."""

    who: str
    number: int
    sent_at: datetime
    delivered_at: datetime | None
    answered_at: datetime | None
    vote: str | None
    due_on: date
    state: str
    word: str
    hash: str
    faults: tuple[str, ...]
    withdrawn: bool
    path: str


def envelope_rows(
    visit: Visit, seen: Seen, envelopes: Sequence[Envelope], secrets: Secrets
) -> list[EnvelopeRow]:
    """A row for each party asked by envelope, checked on the spot."""
    rows = []
    for task in seen.tasks:
        mine = [envelope for envelope in envelopes if envelope.thread == task.id]
        asked = next((e for e in reversed(mine) if e.kind == "approval.asked"), None)
        if task.peer_id is None or asked is None:
            continue
        faults = tuple(words for e in mine for words in edits(e.tenant_id, e, secrets))
        answer = next((e for e in reversed(mine) if e.kind == "approval.answered"), None)
        rows.append(_row(visit, seen, task, asked, answer, faults))
    return rows


def _row(
    visit: Visit,
    seen: Seen,
    task: Task,
    asked: Envelope,
    answer: Envelope | None,
    faults: tuple[str, ...],
) -> EnvelopeRow:
    party = party_of(
        task, today=seen.today, calendar=seen.calendar, office=seen.office(task.office),
        is_county=task.peer_id == seen.county_id, thread=seen.threads.get(task.id),
    )  # fmt: skip
    state, word = party.light, party.word
    if task.status == "open" and state != "paused":
        word = light(task.due_on, visit.now(), calendar=seen.calendar).words
    elif task.status == "withdrawn":
        word = _("不用答了")
    return EnvelopeRow(
        who=party.name,
        number=asked.seq,
        sent_at=asked.sent_at,
        delivered_at=asked.delivered_at,
        answered_at=answer.sent_at if answer else None,
        vote=task.vote,
        due_on=task.due_on,
        state=state,
        word=word,
        hash=asked.hash.hex(),
        faults=faults,
        withdrawn=task.status == "withdrawn",
        path=visit.at(f"/workbench/cases/{seen.case.number}/threads/{task.id}"),
    )
