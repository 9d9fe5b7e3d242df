"""Sending: in the same transaction as the act that causes it, delivered by a background job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import at_commit, tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import later
from jointhall.kernel.plain import run, run_each
from jointhall.kernel.tools import Tools

from .delivery import deliver
from .keeping import HASH, STORE
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
    peers = sorted({envelope.peer_id for envelope in outgoing})
    counts = [sum(envelope.peer_id == peer for envelope in outgoing) for peer in peers]
    ends = await run(session, _RESERVE, tenant_of(session), peers, counts, FIRST_HASH)
    stored: list[Sequence[Any]] = []
    for peer, count, end in zip(peers, counts, ends, strict=True):
        seq, last = end["seq"] - count, end["hash"]
        for envelope in outgoing:
            if envelope.peer_id == peer:
                seq += 1
                row = _chained(tools, envelope, from_id=tenant_of(session), seq=seq, prev_hash=last)
                stored.append(row)
                last = row[HASH]
        await later(session, deliver, peer_id=str(peer))
    await run_each(session, STORE, stored)


def _chained(
    tools: Tools, envelope: _Outgoing, *, from_id: UUID, seq: int, prev_hash: bytes
) -> Sequence[Any]:
    """The row of an envelope in its place in the chain, signed."""
    hash = envelope_hash(
        id=envelope.id, from_id=from_id, to_id=envelope.peer_id, seq=seq,
        kind=envelope.kind, thread=envelope.thread, sent_at=envelope.sent_at,
        body=envelope.body, prev_hash=prev_hash,
    )  # fmt: skip
    return (
        from_id, envelope.id, envelope.peer_id, "out", seq, envelope.kind, envelope.thread,
        tools.secrets.seal(from_id, "envelope", envelope.body), envelope.sent_at, prev_hash, hash,
        tools.secrets.signing_key(from_id).sign(hash), None, None,
    )  # fmt: skip


# The heads are locked in the order of the peers as they are given.
_RESERVE = """
    insert into exchange_heads as h (tenant_id, peer_id, direction, seq, hash)
    select $1, peer_id, 'out', count, $4
    from unnest($2::uuid[], $3::bigint[]) with ordinality as asked (peer_id, count, place)
    order by place
    on conflict (tenant_id, peer_id, direction) do update set seq = h.seq + excluded.seq
    returning seq, hash
    """
