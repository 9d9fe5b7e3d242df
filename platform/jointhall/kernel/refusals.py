"""A refusal is a sentence with a status; one place turns it into a page or problem+json."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """What was asked cannot be done, said in the words of the one who asked.

    `status` is the HTTP status of the answer, `what_next` says what to do instead.
    """

    status = 409

    def __init__(
        self, words: str, *, status: int | None = None, what_next: str | None = None
    ) -> None:
        super().__init__(words)
        self.words = words
        self.what_next = what_next
        if status is not None:
            self.status = status


class NotHere(Refusal):
    """Not there, or not yours: the two are the same to a stranger."""

    status = 404


class NotAllowed(Refusal):
    """The door is there, and it is not for this person."""

    status = 403


class SignInFirst(Refusal):
    """Whoever comes has to say who they are first; `back` is where they go on afterwards."""

    status = 401

    def __init__(self, words: str, *, back: str = "") -> None:
        super().__init__(words)
        self.back = back


class TooMany(Refusal):
    """Asked too often; `retry_after` seconds until it may be asked again."""

    status = 429

    def __init__(self, words: str, *, retry_after: int, what_next: str | None = None) -> None:
        super().__init__(words, what_next=what_next)
        self.retry_after = retry_after


class BadForm(Refusal):
    """A form with fields to mend: field name → sentence."""

    status = 422

    def __init__(self, troubles: Mapping[str, str], words: str = "") -> None:
        super().__init__(words or "；".join(troubles.values()))
        self.troubles = dict(troubles)
