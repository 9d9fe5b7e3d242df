"""The statements of one submission, written down once and said again by hand with new ids.

So the bound does the same SQL as the service, in one transaction, and nothing else.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from jointhall.kernel.ids import new_code, new_id

_FORMS = {
    "uuid": UUID, "datetime": datetime.fromisoformat, "date": date.fromisoformat,
    "bytes": base64.b64decode, "timedelta": lambda seconds: timedelta(seconds=seconds),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement and its values; `rows` are several sets of values for the same one."""

    text: str
    rows: Sequence[Sequence[Any]]
    many: bool


@dataclass(frozen=True, slots=True)
class Replay:
    """One submission: what opens it, its statements, and which of its values are its own."""

    opening: str
    statements: tuple[Statement, ...]
    draft_id: UUID
    number: str
    own: frozenset[UUID]
    """Ids that were made in it and are made anew each time."""
    code: str

    @classmethod
    def of(cls, told: dict[str, Any]) -> Replay:
        return cls(
            told["opening"],
            tuple(
                Statement(one["text"], [list(map(_read, row)) for row in one["rows"]], one["many"])
                for one in told["statements"]
            ),
            UUID(told["draft_id"]),
            told["number"],
            frozenset(UUID(id) for id in told["own"]),
            told["code"],
        )

    async def run(self, connection: asyncpg.Connection, draft_id: UUID) -> str:
        """Says it all again for another draft; returns the new case's number."""
        ids = {id: new_id() for id in self.own} | {self.draft_id: draft_id}
        words = {str(old): str(new) for old, new in ids.items()} | {self.code: new_code()}
        number, letter = self.number, 0
        await connection.execute(self.opening)
        try:
            for statement in self.statements:
                rows = [[_anew(value, ids, words) for value in row] for row in statement.rows]
                if "insert into letters " in statement.text:
                    rows = [[letter if v == _LETTER else v for v in row] for row in rows]
                if statement.many:
                    await connection.executemany(statement.text, rows)
                    continue
                found = await connection.fetch(statement.text, *rows[0])
                if "into case_numbers" in statement.text:
                    number = f"{self.number.rpartition('-')[0]}-{found[0]['last']:04d}"
                    words[self.number] = number
                elif "into letter_series" in statement.text:
                    letter = found[0]["last"]
            await connection.execute("COMMIT")
        except BaseException:
            await connection.execute("ROLLBACK")
            raise
        return number


_LETTER = -7
"""Stands in a recorded row where the letter's number stood."""


def _anew(value: Any, ids: dict[UUID, UUID], words: dict[str, str]) -> Any:
    if isinstance(value, UUID):
        return ids.get(value, value)
    if isinstance(value, str):
        for old, new in words.items():
            if old in value:
                value = value.replace(old, new)
    return value


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        ((form, said),) = value.items()
        return _FORMS[form](said)
    return value


def written(value: Any) -> Any:
    """A value as JSON keeps it; `_read` makes it again."""
    if isinstance(value, UUID):
        return {"uuid": str(value)}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, timedelta):
        return {"timedelta": value.total_seconds()}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    return value
