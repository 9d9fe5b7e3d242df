"""The refusal of a paper that cannot be taken as it is."""

from __future__ import annotations

from ..kernel.refusals import Refusal


class Unfit(Refusal):
    """The file cannot be taken (不予接收): why, and what to do instead."""

    status = 422

    def __init__(self, words: str, what_next: str) -> None:
        super().__init__(words, what_next=what_next)
