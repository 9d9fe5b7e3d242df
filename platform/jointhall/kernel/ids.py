"""Names for rows: time-ordered and not to be guessed."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

_PLAIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def new_id(*, after: UUID | None = None) -> UUID:
    """A version 7 identifier (RFC 9562): 48 bits of milliseconds, 74 random bits.

    It sorts behind `after` also when the clock has been put back since.
    """
    milliseconds = time.time_ns() // 1_000_000
    if after is not None:
        milliseconds = max(milliseconds, (after.int >> 80) + 1)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


def new_code(length: int = 22) -> str:
    """A random code for a link that opens a door by itself: 128 bits at the default length.

    Letters and digits that nobody takes for one another (base 58): it is typed from paper too.
    """
    return "".join(secrets.choice(_PLAIN) for _place in range(length))
