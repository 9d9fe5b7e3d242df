"""Sending: in the same transaction as the act that causes it, delivered by a background job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import at_commit, tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import later
from jointhall.kernel.tools import Tools

from .seal import FIRST_HASH, canonical, envelope_hash


@dataclass(frozen=True, slots=True)
class _Outgoing:
    id: UUID
    peer_id: UUID
    kind: str
    thread: UUID
    body: bytes
    sent_at: datetime


def send(
    session: AsyncSession,
    tools: Tools,
    *,
    to: UUID,
    kind: str,
    thread: UUID,
    body: dict[str, Any],
) -> UUID:
    """Puts an envelope of a kind (`approval.asked`) on its way to another tenant; returns its id.

    `thread` ties question and answers together. It is chained, signed and stored as one of the
    last things of the transaction, so that the pair's chain is locked as briefly as can be.
    """
    assert to != tenant_of(session), "an envelope goes to another tenant"
    made = _Outgoing(new_id(), to, kind, thread, canonical(body), tools.clock.now())
    session.info.setdefault("outgoing", []).append(made)

    async def post(session: AsyncSession) -> None:
        await _post_all(session, tools)

    at_commit(session, "exchange", post)
    return made.id


async def _post_all(session: AsyncSession, tools: Tools) -> None:
    outgoing: list[_Outgoing] = session.info.pop("outgoing", [])
    # Always in the same order of pairs, so that two cases asking each other never wait in a ring.
    for envelope in sorted(outgoing, key=lambda e: e.peer_id.bytes):
        await _post(session, tools, envelope)
    for peer_id in sorted({e.peer_id for e in outgoing}, key=lambda peer: peer.bytes):
        await later(session, _delivery(), peer_id=str(peer_id))


async def _post(session: AsyncSession, tools: Tools, envelope: _Outgoing) -> None:
    tenant_id = tenant_of(session)
    place = {"tenant_id": tenant_id, "peer_id": envelope.peer_id, "direction": "out"}
    head = (await session.execute(NEXT, {**place, "first": FIRST_HASH})).one()
    hash = envelope_hash(
        id=envelope.id, from_id=tenant_id, to_id=envelope.peer_id, seq=head.seq,
        kind=envelope.kind, thread=envelope.thread, sent_at=envelope.sent_at,
        body=envelope.body, prev_hash=head.hash,
    )  # fmt: skip
    await session.execute(
        STORE,
        {
            **place,
            "id": envelope.id,
            "seq": head.seq,
            "kind": envelope.kind,
            "thread": envelope.thread,
            "body_sealed": tools.secrets.seal(tenant_id, "envelope", envelope.body),
            "sent_at": envelope.sent_at,
            "prev_hash": head.hash,
            "hash": hash,
            "signature": tools.secrets.signing_key(tenant_id).sign(hash),
            "delivered_at": None,
            "receipt": None,
        },
    )


def _delivery() -> Any:
    from .delivery import deliver

    return deliver


NEXT = text(
    """
    insert into exchange_heads as h (tenant_id, peer_id, direction, seq, hash)
    values (:tenant_id, :peer_id, :direction, 1, :first)
    on conflict (tenant_id, peer_id, direction) do update set seq = h.seq + 1
    returning seq, hash
    """
)

STORE = text(
    """
    with head as (
        update exchange_heads set seq = :seq, hash = :hash
        where tenant_id = :tenant_id and peer_id = :peer_id and direction = :direction)
    insert into envelopes (tenant_id, id, peer_id, direction, seq, kind, thread, body_sealed,
                           sent_at, prev_hash, hash, signature, delivered_at, receipt)
    values (:tenant_id, :id, :peer_id, :direction, :seq, :kind, :thread, :body_sealed,
            :sent_at, :prev_hash, :hash, :signature, :delivered_at, :receipt)
    """
)
