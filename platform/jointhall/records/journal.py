"""Writing a journal line: in the transaction of the act, chained as its last statement."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import AnySession, at_commit, tenant_of
from jointhall.kernel.who import Actor

_WRITE = text(
    """
    insert into journal (tenant_id, act, actor_kind, actor_id, actor_name, behalf_of,
                         subject, words, details, request_id, seq, prev_hash, hash)
    values (:tenant_id, :act, :actor_kind, :actor_id, :actor_name, :behalf_of,
            :subject, :words, :details, :request_id, 0, '', '')
    """
)


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
    lines: list[dict[str, Any]] = session.info.setdefault("journal", [])
    lines.append(
        {
            "tenant_id": tenant_of(session),
            "act": act,
            "actor_kind": who.kind,
            "actor_id": str(who.id or ""),
            "actor_name": f"{who.office} {who.name}".strip(),
            "behalf_of": str(for_whom or who.behalf_of or ""),
            "subject": subject,
            "words": _plain(words),
            "details": orjson.dumps(details, default=str, option=orjson.OPT_SORT_KEYS).decode(),
            "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
        }
    )
    at_commit(session, "~journal", _write_lines)


async def _write_lines(session: AsyncSession) -> None:
    lines = session.info.pop("journal", [])
    for line in lines:
        await session.execute(_WRITE, line)


def _plain(words: str) -> str:
    # The separator of the chain's canonical form must not come from outside.
    return words.replace("\x1f", " ")
