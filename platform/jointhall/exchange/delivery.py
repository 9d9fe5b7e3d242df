"""Delivery (送达): at least once by the job, exactly once by the receiver's key.

The job belongs to the sender. It takes all envelopes of one pair that have not arrived, in order,
and opens one transaction in the receiver's tenant: store, cause, sign the receipt, commit. Only
then the sender's copies are marked. Killed in between, the next delivery finds them there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.jobs import Work, job
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing

from .receiving import REGISTER, Received
from .seal import FIRST_HASH, receipt_text
from .sending import NEXT, STORE

MOST_AT_ONCE = 100


@job("exchange.deliver", queue="exchange")
async def deliver(work: Work, *, peer_id: str) -> None:
    """Delivers what waits for one peer; nothing waits when another delivery took it along."""
    tenant_id, peer = work.standing.tenant_id, UUID(peer_id)
    assert tenant_id is not None
    waiting = (
        await work.session.execute(
            _WAITING, {"tenant_id": tenant_id, "peer_id": peer, "most": MOST_AT_ONCE}
        )
    ).all()
    if not waiting:
        return
    standing = Standing(peer, work.standing.county_id)
    async with work.tools.database.transaction(standing) as there:
        receipts = await _receive(there, work.tools, tenant_id, peer, waiting)
    for receipt in receipts:
        await work.session.execute(_DELIVERED, {"tenant_id": tenant_id, **receipt})


async def _receive(
    there: AsyncSession, tools: Tools, from_id: UUID, to_id: UUID, waiting: Sequence[Any]
) -> list[dict[str, Any]]:
    known = await _known(there, to_id, [row.id for row in waiting])
    key = tools.secrets.signing_key(to_id)
    receipts = []
    for row in waiting:
        if row.id in known:
            receipts.append({"id": row.id, **known[row.id]})
            continue
        body = tools.secrets.open(from_id, "envelope", row.body_sealed)
        delivered_at = tools.clock.now()
        receipt = key.sign(receipt_text(row.hash, delivered_at))
        place = {"tenant_id": to_id, "peer_id": from_id, "direction": "in"}
        await there.execute(NEXT, {**place, "first": FIRST_HASH})
        await there.execute(
            STORE,
            {
                **place,
                "id": row.id,
                "seq": row.seq,
                "kind": row.kind,
                "thread": row.thread,
                "body_sealed": tools.secrets.seal(to_id, "envelope", body),
                "sent_at": row.sent_at,
                "prev_hash": row.prev_hash,
                "hash": row.hash,
                "signature": row.signature,
                "delivered_at": delivered_at,
                "receipt": receipt,
            },
        )
        received = Received(row.id, from_id, row.kind, row.thread, orjson.loads(body), row.sent_at)
        await REGISTER[row.kind](there, tools, received)
        receipts.append({"id": row.id, "delivered_at": delivered_at, "receipt": receipt})
    return receipts


async def _known(there: AsyncSession, to_id: UUID, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    rows = await there.execute(_ARRIVED, {"tenant_id": to_id, "ids": ids})
    return {row.id: {"delivered_at": row.delivered_at, "receipt": row.receipt} for row in rows}


_WAITING = text(
    """
    select id, seq, kind, thread, body_sealed, sent_at, prev_hash, hash, signature
    from envelopes
    where tenant_id = :tenant_id and peer_id = :peer_id and direction = 'out'
      and delivered_at is null
    order by seq limit :most for update
    """
)
_ARRIVED = text(
    """
    select id, delivered_at, receipt from envelopes
    where tenant_id = :tenant_id and id = any(:ids)
    """
)
_DELIVERED = text(
    """
    update envelopes set delivered_at = :delivered_at, receipt = :receipt
    where tenant_id = :tenant_id and id = :id
    """
)
