"""A trouble (毛病) with something filled in: why it will not do, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and how to mend it."""

    reason: str
    mend: str

    @property
    def words(self) -> str:
        return f"{self.reason}{self.mend}"
