"""Voices (一家一票): a township counts once, however many of a step's questions it answers.

Two of those asked may turn out to be one: a township merged into another, or one that answers in
another's place. A sheet that wants two of three wants two townships, not two letters of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from jointhall.service_items.flow import Vote


def voices(
    seats: Mapping[str, Vote], holders: Mapping[str, UUID | None], *, county_id: UUID | None
) -> dict[str, Vote]:
    """The word of each party: seats of one township together, offices of a house each by itself.

    `holders` says which tenant answers a seat; None is our own house. The county speaks through
    its bureaus, and stands in for townships that have not joined: each of these is a party.
    """
    parties: dict[str, list[Vote]] = {}
    for key, word in seats.items():
        holder = holders.get(key)
        is_of_a_township = "@" in key and holder != county_id
        name = f"@{holder or 'here'}" if is_of_a_township else key
        parties.setdefault(name, []).append(word)
    return {name: _together(words) for name, words in parties.items()}


def _together(words: Iterable[Vote]) -> Vote:
    """One refusal is its refusal; it agrees when it has agreed to all it was asked."""
    said = set(words)
    for word in (Vote.REFUSE, Vote.OPEN):
        if word in said:
            return word
    return Vote.AGREE
