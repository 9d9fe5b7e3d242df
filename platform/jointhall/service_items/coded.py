"""A word of a closed table with its code."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coded:
    """A word of the national dictionary (代码值) with its code."""

    code: str
    word: str

    def __str__(self) -> str:
        return self.word
