"""Writing a journal line: in the transaction of the act, chained as its last statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import AnySession, at_commit, tenant_of
from jointhall.kernel.plain import run_each
from jointhall.kernel.who import Actor
from jointhall.kernel.words import in_chinese

_WRITE = """
    insert into journal (tenant_id, act, actor_kind, actor_id, actor_name, behalf_of,
                         subject, words, details, request_id, seq, prev_hash, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '')
    """


def record(
    session: AnySession,
    act: str,
    *,
    who: Actor,
    subject: str,
    words: str,
    for_whom: UUID | None = None,
    **details: Any,
) -> None:
    """Notes an act (`<subject>.<verb>`) on a subject (`case:<id>`) in words a person can read.

    `for_whom` is the resident it concerns, so that they can see who did what with their matters.

    No personal data in words or details: names of columns and numbers, never what stood in them.
    The line is written at the commit, so that the chain of a tenant is locked as briefly as can be.
    """
    lines: list[Sequence[Any]] = session.info.setdefault("journal", [])
    lines.append(
        (
            tenant_of(session),
            act,
            who.kind,
            str(who.id or ""),
            f"{who.office} {who.name}".strip(),
            str(for_whom or who.behalf_of or ""),
            subject,
            _plain(in_chinese(words)),
            orjson.dumps(details, default=str, option=orjson.OPT_SORT_KEYS).decode(),
            structlog.contextvars.get_contextvars().get("request_id", ""),
        )
    )
    at_commit(session, "~journal", _write_lines)


async def _write_lines(session: AsyncSession) -> None:
    await run_each(session, _WRITE, session.info.pop("journal", []))


def _plain(words: str) -> str:
    # The separator of the chain's canonical form must not come from outside.
    return words.replace("\x1f", " ")
