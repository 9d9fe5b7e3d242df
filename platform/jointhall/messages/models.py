"""A message to a resident."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.secrets import Secrets

WORDS = "message"
"""The purpose a message's words are sealed for."""


class SmsState(StrEnum):
    """What became of the text message (短信) that goes with a message in the inbox."""

    WAITING = "waiting"
    SENT = "sent"
    HELD_IN_TRIAL = "held_in_trial"
    """试运行未发: the township is in trial, and no real message leaves it."""
    REFUSED = "refused"
    NO_SMS = "no_sms"


class Message(OfTenant, Base):
    """One thing a resident was told (消息): its words sealed, a path to where it is shown."""

    __tablename__ = "messages"

    resident_id: Mapped[UUID]
    kind: Mapped[str]
    words_sealed: Mapped[bytes]
    link_path: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    sms_state: Mapped[str] = mapped_column(default=SmsState.WAITING.value)
    sms_at: Mapped[datetime | None]
    sms_number: Mapped[str | None]

    def words(self, secrets: Secrets) -> str:
        return secrets.open_text(self.tenant_id, WORDS, self.words_sealed)

    def sms_became(self, state: SmsState, *, now: datetime, number: str | None = None) -> None:
        self.sms_state = state.value
        self.sms_at = now
        self.sms_number = number
