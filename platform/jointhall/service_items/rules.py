"""How the votes of a step add up (会签规则): agreed, refused, or still open."""

from collections.abc import Mapping
from enum import StrEnum

from jointhall.service_items.stations import Rule, RuleKind


class Vote(StrEnum):
    """What one party said, or that it has not yet answered."""

    AGREE = "agree"
    REFUSE = "refuse"
    OPEN = "open"


class Result(StrEnum):
    """How a step stands."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"


def needed(rule: Rule, parties: int) -> int:
    """How many must agree: never more than there are, so that a step can always end."""
    if rule.kind is RuleKind.ALL:
        return parties
    if rule.kind is RuleKind.ANY:
        return min(1, parties)
    if rule.kind is RuleKind.MAJORITY:
        return parties // 2 + 1 if parties else 0
    return min(rule.at_least or 1, parties)


def outcome(rule: Rule, votes: Mapping[str, Vote | str]) -> Result:
    """How the step stands with one vote for each party asked; ends as soon as it must.

    With veto, one refusal ends it, and agreement waits until no one can refuse any more.
    Nobody asked means that nobody objects.
    """
    said = [Vote(vote) for vote in votes.values()]
    agreed, refused = said.count(Vote.AGREE), said.count(Vote.REFUSE)
    still_open = len(said) - agreed - refused
    must = needed(rule, len(said))
    if rule.has_veto and refused:
        return Result.REFUSED
    if agreed + still_open < must:
        return Result.REFUSED
    if agreed >= must and not (rule.has_veto and still_open):
        return Result.AGREED
    return Result.OPEN
