"""How one side keeps an envelope: its row, and the head of the chain it is now the end of."""

from __future__ import annotations

STORE = """
    with head as (
        insert into exchange_heads (tenant_id, peer_id, direction, seq, hash)
        values ($1, $3, $4, $5, $11)
        on conflict (tenant_id, peer_id, direction)
        do update set seq = excluded.seq, hash = excluded.hash)
    insert into envelopes (tenant_id, id, peer_id, direction, seq, kind, thread, body_sealed,
                           sent_at, prev_hash, hash, signature, delivered_at, receipt)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    """
HASH = 10
"""Where the hash stands in a row for STORE."""
