"""A paper that was handed in (材料), and a letter that was issued (文书) with its life."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _

Owner = Literal["case", "draft", "letter", "other"]


class Document(OfTenant, Base):
    """A file in the store with what is known of it.

    `purpose` is the question or material it answers; a draft's papers keep their `owner_id` when
    the draft becomes the case of the same id. `sha256` is of the bytes as kept, in hex.
    """

    __tablename__ = "documents"

    owner_kind: Mapped[str]
    owner_id: Mapped[UUID]
    resident_id: Mapped[UUID | None]
    purpose: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    pages: Mapped[int | None]
    store_key: Mapped[str]
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime]

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


class LetterStatus(StrEnum):
    """Where a letter stands: numbered and waiting for the press, in force, or no longer."""

    WAITING = "waiting"
    MADE = "made"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


MAY_BECOME = {
    LetterStatus.WAITING: {LetterStatus.MADE, LetterStatus.SUPERSEDED, LetterStatus.REVOKED},
    LetterStatus.MADE: {LetterStatus.SUPERSEDED, LetterStatus.REVOKED},
    LetterStatus.SUPERSEDED: set(),
    LetterStatus.REVOKED: set(),
}


class Letter(OfTenant, Base):
    """A numbered letter; its number and text stand from the act on, its PDF comes soon after.

    Numbers run without gaps in each series and year. `told` holds the words until and after it is
    made; `sha256` is of the sealed PDF.
    """

    __tablename__ = "letters"

    case_id: Mapped[UUID | None]
    resident_id: Mapped[UUID | None]
    kind: Mapped[str]
    series: Mapped[str]
    year: Mapped[int]
    number: Mapped[int]
    number_words: Mapped[str]
    title: Mapped[str]
    verify_code: Mapped[str]
    status: Mapped[str]
    told: Mapped[dict[str, Any]]
    document_id: Mapped[UUID | None]
    sha256: Mapped[str | None]
    issued_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str] = mapped_column(default="")
    replaced_by: Mapped[UUID | None]

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def is_in_force(self) -> bool:
        return self.status in (LetterStatus.WAITING, LetterStatus.MADE)

    def make(self, document: Document, *, at: datetime) -> None:
        """The sealed PDF is there."""
        self._become(LetterStatus.MADE)
        self.document_id, self.sha256, self.made_at = document.id, document.sha256, at

    def supersede(self, by: Letter, *, at: datetime) -> None:
        """Another letter takes its place (更正)."""
        self._become(LetterStatus.SUPERSEDED)
        self.ended_at, self.replaced_by = at, by.id

    def revoke(self, *, at: datetime, why: str) -> None:
        """It no longer holds (撤销); whoever scans its code is told so."""
        self._become(LetterStatus.REVOKED)
        self.ended_at, self.ended_why = at, why

    def _become(self, status: LetterStatus) -> None:
        if status not in MAY_BECOME[LetterStatus(self.status)]:
            raise Refusal(_("这份文书已经失效，不能再改。"))
        self.status = status.value
