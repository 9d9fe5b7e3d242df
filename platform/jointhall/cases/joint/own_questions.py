"""Own questions (反过来问): what the one who is asked has to know of others before it answers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant


class OwnAsk(OfTenant, Base):
    """A counter-envelope: asked while a referral lies with us, by us; its id is its thread's."""

    __tablename__ = "own_asks"

    referral_id: Mapped[UUID]
    to_id: Mapped[UUID]
    to_name: Mapped[str]
    office: Mapped[str]
    words: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    due_on: Mapped[date]
    status: Mapped[str]
    vote: Mapped[str | None]
    opinion: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
