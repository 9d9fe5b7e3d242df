"""Every way the votes of up to four parties can fall, under every rule."""

from itertools import product

import pytest

from jointhall.service_items.rules import Result, Vote, needed, outcome
from jointhall.service_items.stations import Rule, RuleKind

RULES = [
    Rule(kind, at_least, veto)
    for kind, at_least in (
        (RuleKind.ALL, None),
        (RuleKind.ANY, None),
        (RuleKind.MAJORITY, None),
        (RuleKind.AT_LEAST, 1),
        (RuleKind.AT_LEAST, 2),
        (RuleKind.AT_LEAST, 3),
    )
    for veto in (False, True)
]


def ends(rule: Rule, votes: tuple[Vote, ...]) -> set[bool]:
    """Every end still possible, by the rule's plain meaning, when all have voted."""
    reached: set[bool] = set()
    choices = [(v,) if v is not Vote.OPEN else (Vote.AGREE, Vote.REFUSE) for v in votes]
    for final in product(*choices):
        agreed = final.count(Vote.AGREE)
        enough = {
            RuleKind.ALL: agreed == len(final),
            RuleKind.ANY: agreed >= 1 or not final,
            RuleKind.MAJORITY: agreed * 2 > len(final) or not final,
            RuleKind.AT_LEAST: agreed >= min(rule.at_least or 1, len(final)),
        }[rule.kind]
        reached.add(enough and not (rule.has_veto and Vote.REFUSE in final))
    return reached


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("parties", range(5))
def test_a_step_ends_as_soon_as_its_end_is_certain_and_never_before(
    rule: Rule, parties: int
) -> None:
    for votes in product(Vote, repeat=parties):
        said = {str(number): vote for number, vote in enumerate(votes)}
        possible = ends(rule, votes)
        expected = Result.OPEN
        if possible == {True}:
            expected = Result.AGREED
        elif possible == {False}:
            expected = Result.REFUSED
        assert outcome(rule, said) is expected, votes


def test_an_absent_neighbour_does_not_block_a_quorum() -> None:
    assert needed(Rule(RuleKind.AT_LEAST, 3), 2) == 2
    assert outcome(Rule(RuleKind.AT_LEAST, 3), {"a": "agree", "b": "agree"}) is Result.AGREED


def test_asking_nobody_is_agreed() -> None:
    assert all(outcome(rule, {}) is Result.AGREED for rule in RULES)


def test_votes_may_come_as_words() -> None:
    assert outcome(Rule(RuleKind.ALL), {"a": "agree", "b": "open"}) is Result.OPEN
    with pytest.raises(ValueError, match="maybe"):
        outcome(Rule(RuleKind.ALL), {"a": "maybe"})
