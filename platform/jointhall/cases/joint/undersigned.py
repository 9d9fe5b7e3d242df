"""Undersigned (落款): who speaks in an answering party's envelope, of which round, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jointhall.kernel.who import Actor
from jointhall.web.place import Place

from ..steps import Referral


def name_of(place: Place, by: Actor) -> str:
    """People know the county by its bureaus, a township by its own name."""
    return by.office if place.is_county and by.office else place.name


def undersigned(place: Place, referral: Referral, by: Actor, *, at: datetime) -> dict[str, Any]:
    """The part every envelope from whoever was asked has in common."""
    return {
        "officer": by.name,
        "office": by.office,
        "from_name": name_of(place, by),
        "round": referral.round,
        "at": at.isoformat(),
    }
