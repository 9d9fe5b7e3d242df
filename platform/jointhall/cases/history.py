"""The history of a case as a chain: whether a line was changed, and whether one is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from .models import HistoryLine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def line_hash(line: HistoryLine) -> bytes:
    """SHA-256 over the hash before and this line's fields, as the database makes it."""
    micros = (line.at - _EPOCH) // timedelta(microseconds=1)
    fields = [
        str(line.tenant_id), str(line.case_id), str(line.seq), str(micros), line.act, line.words,
        line.note, line.who_kind, line.who_id, line.who_name, line.who_office,
    ]  # fmt: skip
    return hashlib.sha256(line.prev_hash + "\x1f".join(fields).encode()).digest()


def broken_at(lines: Sequence[HistoryLine]) -> int | None:
    """The number of the first line that does not hold; None when all do."""
    if not lines:
        return None
    seq, hash = 0, hashlib.sha256(str(lines[0].case_id).encode()).digest()
    for line in lines:
        if line.seq != seq + 1 or line.prev_hash != hash or line_hash(line) != line.hash:
            return seq + 1
        seq, hash = line.seq, line.hash
    return None
