"""Seats (席位): whoever is added to a party speaks for that party, and it still counts once.

The sheet says who is asked and how many must agree. An officer who asks a colleague first (前加签),
or has one sign after them (后加签), makes no new voice: the seat has one word, given when everybody
on it has spoken. So nobody can add up a majority, and no word is lost when a task changes hands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from jointhall.service_items.flow import Vote


@dataclass(frozen=True, slots=True)
class Signer:
    """What counting needs to know of a task: `added_to` another one, `before` or `after` it."""

    id: UUID
    key: str
    status: str
    vote: str | None
    added_to: UUID | None = None
    added_how: str = ""


def seats(signers: Iterable[Signer]) -> dict[str, Vote]:
    """The word of each seat, by the key the sheet asked it under."""
    everyone = list(signers)
    after: dict[UUID, list[Signer]] = {}
    for one in everyone:
        if one.added_to is not None and one.added_how == "after":
            after.setdefault(one.added_to, []).append(one)
    return {one.key: _word(one, after) for one in everyone if one.added_to is None}


def _word(signer: Signer, after: Mapping[UUID, list[Signer]]) -> Vote:
    """What a signer and those who sign after them say together; whoever signs before advises.

    A refusal needs nobody's signature. An agreement holds when all who sign after it agree.
    """
    if signer.status != "done" or signer.vote is None:
        return Vote.OPEN
    if signer.vote == "refuse":
        return Vote.REFUSE
    behind = [_word(one, after) for one in after.get(signer.id, ()) if one.status != "withdrawn"]
    for word in (Vote.REFUSE, Vote.OPEN):
        if word in behind:
            return word
    return Vote.AGREE
