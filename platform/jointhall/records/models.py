"""A journal line (操作记录) as it stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base


class JournalLine(Base):
    """One act; `hash` covers this line and, through `prev_hash`, all before it."""

    __tablename__ = "journal"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    behalf_of: Mapped[str]
    subject: Mapped[str]
    words: Mapped[str]
    details: Mapped[str]
    request_id: Mapped[str]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class JournalHead(Base):
    """The end of a tenant's chain."""

    __tablename__ = "journal_heads"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes]
