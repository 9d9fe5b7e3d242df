"""What a difference between two versions touches (改了哪一类)."""

from enum import StrEnum


class Kind(StrEnum):
    """What a difference touches; who accepts a version is asked differently by it."""

    WORDING = "wording"
    """Words people read, with the same meaning as far as a program can tell."""
    FIGURE = "figure"
    """A number, a length of time, an amount or a day."""
    FACT = "fact"
    """Who acts, for whom, by what law, at what cost, with what result, where."""
    QUESTION_ADDED = "question_added"
    QUESTION_REMOVED = "question_removed"
    QUESTION_CHANGED = "question_changed"
    """What may be answered, or when it is asked, is another; an answer given may not fit."""
    QUESTION_REWORDED = "question_reworded"
    """Said in other words; an answer given still fits."""
    QUESTION_MOVED = "question_moved"
    CONDITIONS = "conditions"
    """Who is eligible: conditions in words, and grounds to refuse early."""
    MATERIALS = "materials"
    STEPS = "steps"
    """Who receives, is asked and decides, by when, and what they may see."""
    LETTERS = "letters"
    COUNTY = "county"
    """What the county sets and what townships may vary."""
    EXAMPLES = "examples"
