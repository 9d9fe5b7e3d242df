"""A township counts once, whichever of its questions it answers, and however often."""

from __future__ import annotations

from uuid import UUID

import pytest

from jointhall.cases.joint.voices import voices
from jointhall.kernel.ids import new_id
from jointhall.service_items.flow import Result, Vote, outcome
from jointhall.service_items.stations import Rule, RuleKind

A, B, COUNTY = new_id(), new_id(), new_id()
YES, NO, OPEN = Vote.AGREE, Vote.REFUSE, Vote.OPEN
TWO = Rule(RuleKind.AT_LEAST, 2)
ALL = Rule(RuleKind.ALL)

Holders = dict[str, UUID | None]


@pytest.mark.parametrize(
    ("rule", "words", "holders", "result"),
    [
        # Two letters of one township are one of the two that are wanted.
        (TWO, {"land@1": YES, "land@2": YES, "own": OPEN}, {"land@1": A, "land@2": A}, "open"),
        (TWO, {"land@1": YES, "land@2": YES, "own": OPEN}, {"land@1": A, "land@2": B}, "agreed"),
        (TWO, {"land@1": YES, "land@2": YES, "own": YES}, {"land@1": A, "land@2": A}, "agreed"),
        # Never more are wanted than there are.
        (TWO, {"land@1": YES, "land@2": YES}, {"land@1": A, "land@2": A}, "agreed"),
        # It has agreed when it has agreed to all it was asked; one refusal is its refusal.
        (ALL, {"land@1": YES, "land@2": OPEN}, {"land@1": A, "land@2": A}, "open"),
        (ALL, {"land@1": YES, "land@2": NO}, {"land@1": A, "land@2": A}, "refused"),
        # Bureaus of the county, and townships it stands in for, are parties each.
        (TWO, {"x@1": YES, "x@2": YES, "own": OPEN}, {"x@1": COUNTY, "x@2": COUNTY}, "agreed"),
        (TWO, {"a": YES, "b": YES, "own": OPEN}, {"a": COUNTY, "b": COUNTY}, "agreed"),
        # Two that were merged into us are one, beside what our own offices were asked.
        (TWO, {"x@1": YES, "x@2": YES, "own": OPEN}, {"x@1": None, "x@2": None}, "open"),
    ],
)
def test_a_township_is_one_voice(
    rule: Rule, words: dict[str, Vote], holders: Holders, result: str
) -> None:
    everyone = {key: holders.get(key) for key in words}
    assert outcome(rule, voices(words, everyone, county_id=COUNTY)) is Result(result)
