"""An envelope (信封) as each side keeps it, and the head of each chain."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant


class Envelope(OfTenant, Base):
    """One side's copy. `seq` counts the envelopes of a pair in one direction, without gaps.

    `receipt` is the receiver's signature over `hash`: proof of what was received, and when.
    """

    __tablename__ = "envelopes"

    peer_id: Mapped[UUID]
    direction: Mapped[str]
    seq: Mapped[int]
    kind: Mapped[str]
    thread: Mapped[UUID]
    body_sealed: Mapped[bytes]
    sent_at: Mapped[datetime]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]
    signature: Mapped[bytes]
    delivered_at: Mapped[datetime | None]
    receipt: Mapped[bytes | None]


class ExchangeHead(Base):
    """The end of the chain of a pair of tenants in one direction."""

    __tablename__ = "exchange_heads"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    peer_id: Mapped[UUID] = mapped_column(primary_key=True)
    direction: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes]
