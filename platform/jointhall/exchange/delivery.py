"""Delivery (送达): at least once by the job, exactly once by the receiver's key.

The job belongs to the sender. It takes all envelopes of one pair that have not arrived, in order,
and opens one transaction in the receiver's tenant: store, cause, sign the receipt, commit. Only
then the sender's copies are marked. Killed in between, the next delivery finds them there already.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.jobs import Work, job
from jointhall.kernel.plain import run, run_each
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.kernel.words import _
from jointhall.records.given_up import tells

from .keeping import STORE
from .receiving import REGISTER, Received
from .seal import receipt_text

MOST_AT_ONCE = 100

Arrived = tuple[datetime, bytes]
"""When an envelope was received, and the receiver's signature for it."""


@job("exchange.deliver", queue="exchange")
async def deliver(work: Work, *, peer_id: str) -> None:
    """Delivers what waits for one peer; nothing waits when another delivery took it along."""
    tenant_id, peer = work.standing.tenant_id, UUID(peer_id)
    assert tenant_id is not None
    waiting = await run(work.session, _WAITING, tenant_id, peer, MOST_AT_ONCE)
    if not waiting:
        return
    standing = Standing(peer, work.standing.county_id)
    async with work.tools.database.transaction(standing) as there:
        receipts = await _receive(there, work.tools, tenant_id, peer, waiting)
    await run_each(
        work.session, _DELIVERED, [(tenant_id, id, *arrived) for id, arrived in receipts.items()]
    )


@tells("exchange.deliver")
async def _to_whom(session: AsyncSession, args: dict[str, Any]) -> str:
    rows = await run(session, _STILL_WAITING, tenant_of(session), UUID(args["peer_id"]))
    if rows[0]["n"] == 0:
        return _("都已经送到了，用不着再办")
    return _("有 %(n)s 封还没送到", n=rows[0]["n"])


async def _receive(
    there: AsyncSession, tools: Tools, from_id: UUID, to_id: UUID, waiting: Sequence[Any]
) -> dict[UUID, Arrived]:
    rows = await run(there, _ARRIVED, to_id, [row["id"] for row in waiting])
    receipts: dict[UUID, Arrived] = {
        row["id"]: (row["delivered_at"], row["receipt"]) for row in rows
    }
    key = tools.secrets.signing_key(to_id)
    stored, came = [], []
    for row in waiting:
        if row["id"] in receipts:
            continue
        body = tools.secrets.open(from_id, "envelope", row["body_sealed"])
        at = tools.clock.now()
        receipt = key.sign(receipt_text(row["hash"], at))
        receipts[row["id"]] = (at, receipt)
        stored.append(
            (
                to_id, row["id"], from_id, "in", row["seq"], row["kind"], row["thread"],
                tools.secrets.seal(to_id, "envelope", body), row["sent_at"], row["prev_hash"],
                row["hash"], row["signature"], at, receipt,
            )
        )  # fmt: skip
        said = orjson.loads(body)
        came.append(Received(row["id"], from_id, row["kind"], row["thread"], said, row["sent_at"]))
    await run_each(there, STORE, stored)
    # Threads in the order they were opened, each in its own order: what two peers answer about the
    # same cases is then locked in the same order, and neither waits for the other in a ring.
    for received in sorted(came, key=lambda one: one.thread):
        await REGISTER[received.kind](there, tools, received)
    return receipts


_WAITING = """
    select id, seq, kind, thread, body_sealed, sent_at, prev_hash, hash, signature
    from envelopes
    where tenant_id = $1 and peer_id = $2 and direction = 'out' and delivered_at is null
    order by seq limit $3 for update
    """
_STILL_WAITING = """
    select count(*) as n from envelopes
    where tenant_id = $1 and peer_id = $2 and direction = 'out' and delivered_at is null
    """
_ARRIVED = """
    select id, delivered_at, receipt from envelopes where tenant_id = $1 and id = any($2::uuid[])
    """
_DELIVERED = """
    update envelopes set delivered_at = $3, receipt = $4 where tenant_id = $1 and id = $2
    """
