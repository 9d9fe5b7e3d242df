"""A seat counts once, whoever speaks on it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from jointhall.cases.signers.seats import Signer, seats
from jointhall.service_items.flow import Vote

OWN, FIRST, SECOND = uuid4(), uuid4(), uuid4()


def signer(id=OWN, status="open", vote=None, to=None, how="") -> Signer:  # type: ignore[no-untyped-def]
    return Signer(id, "own" if to is None else "own+1", status, vote, to, how)


AGREED, REFUSED = ("done", "agree"), ("done", "refuse")
CASES = {
    "nobody has spoken": ((signer(),), Vote.OPEN),
    "the one asked has": ((signer(OWN, *AGREED),), Vote.AGREE),
    "one asked before only advises": (
        (signer(OWN, "waiting"), signer(FIRST, *REFUSED, OWN, "before")), Vote.OPEN,
    ),
    "and does not bind": (
        (signer(OWN, *AGREED), signer(FIRST, *REFUSED, OWN, "before")), Vote.AGREE,
    ),
    "one who signs after is waited for": (
        (signer(OWN, *AGREED), signer(FIRST, "open", None, OWN, "after")), Vote.OPEN,
    ),
    "and may refuse": (
        (signer(OWN, *AGREED), signer(FIRST, *REFUSED, OWN, "after")), Vote.REFUSE,
    ),
    "both agree": ((signer(OWN, *AGREED), signer(FIRST, *AGREED, OWN, "after")), Vote.AGREE),
    "a refusal needs no signature": (
        (signer(OWN, *REFUSED), signer(FIRST, "waiting", None, OWN, "after")), Vote.REFUSE,
    ),
    "who was removed is not waited for": (
        (signer(OWN, *AGREED), signer(FIRST, "withdrawn", None, OWN, "after")), Vote.AGREE,
    ),
    "signers of signers are waited for": (
        (signer(OWN, *AGREED), signer(FIRST, *AGREED, OWN, "after"),
         signer(SECOND, "open", None, FIRST, "after")), Vote.OPEN,
    ),
    "what was sent back has no word": ((signer(OWN, "sent_back"),), Vote.OPEN),
}  # fmt: skip


@pytest.mark.parametrize("said", CASES)
def test_a_seat_has_one_word(said: str) -> None:
    signers, word = CASES[said]
    assert seats(signers) == {"own": word}
