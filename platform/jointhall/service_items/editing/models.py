"""A draft of a sheet (草稿), the steps it was made in, and what the county has confirmed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _


class DraftStatus(StrEnum):
    """How a draft stands."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DROPPED = "dropped"


MAY_BECOME: dict[DraftStatus, frozenset[DraftStatus]] = {
    DraftStatus.OPEN: frozenset({DraftStatus.IN_REVIEW, DraftStatus.DROPPED}),
    DraftStatus.IN_REVIEW: frozenset({DraftStatus.OPEN, DraftStatus.PUBLISHED}),
    DraftStatus.PUBLISHED: frozenset(),
    DraftStatus.DROPPED: frozenset(),
}


class ItemDraft(OfTenant, Base):
    """What the county is changing in an item; one at a time, shared by the office."""

    __tablename__ = "item_drafts"

    code: Mapped[str]
    module: Mapped[str]
    title: Mapped[str]
    status: Mapped[str] = mapped_column(default=DraftStatus.OPEN)
    based_on: Mapped[str | None]
    """The edition it began from; none for a new item."""
    version: Mapped[int] = mapped_column(default=0)
    """The number of the last step; whoever saves says which one they saw."""
    at_step: Mapped[int] = mapped_column(default=0)
    """The step whose text holds now; undoing goes back to the one before it."""
    begun_by: Mapped[str]
    begun_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
    sent_by_id: Mapped[UUID | None]
    sent_by: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None]
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it came back (退回理由)."""
    edition: Mapped[str | None]
    record: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Kept with what was published: who confirmed which local fact, and when."""

    @property
    def is_open(self) -> bool:
        return self.status == DraftStatus.OPEN

    @property
    def in_review(self) -> bool:
        return self.status == DraftStatus.IN_REVIEW

    def send(self, *, by: Actor, now: datetime) -> None:
        """To a second person (送审); from here on nobody changes it."""
        self._become(DraftStatus.IN_REVIEW)
        self.sent_by_id, self.sent_by, self.sent_at = by.id, by.name, now
        self.reason = ""

    def take_back(self) -> None:
        """Open again before it was decided (收回来改)."""
        self._become(DraftStatus.OPEN)

    def give_back(self, *, by: Actor, reason: str, now: datetime) -> None:
        """Back to the one who sent it (退回修改), with the reason."""
        self._become(DraftStatus.OPEN)
        self.reason = reason
        self.decided_by_id, self.decided_by, self.decided_at = by.id, by.name, now

    def approve(self, *, by: Actor, edition: str, record: dict[str, Any], now: datetime) -> None:
        """Published (同意发布); never by the person who sent it."""
        if by.id is None or by.id == self.sent_by_id:
            raise Refusal(
                _("送审和同意发布要两个人。这一份是您自己送审的。"),
                what_next=_("请另一位能审批事项的同事来看。"),
            )
        self._become(DraftStatus.PUBLISHED)
        self.decided_by_id, self.decided_by, self.decided_at = by.id, by.name, now
        self.edition, self.record = edition, record

    def drop(self) -> None:
        """Given up (不要了); its steps stay."""
        self._become(DraftStatus.DROPPED)

    def _become(self, status: DraftStatus) -> None:
        if status not in MAY_BECOME[DraftStatus(self.status)]:
            raise Refusal(_STATES[DraftStatus(self.status)]())
        self.status = status


class DraftStep(Base):
    """One thing done to a draft; never changed and never taken away."""

    __tablename__ = "item_draft_steps"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """begin, save, import, library; aside for a late save that waits; undo and redo."""
    shows: Mapped[int]
    """The step whose text holds after this one."""
    parent: Mapped[int | None]
    """The step it was written over."""
    sheet: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    by_id: Mapped[UUID | None]
    by_name: Mapped[str]
    made_at: Mapped[datetime]


class Confirmation(OfTenant, Base):
    """A local fact that somebody of the county has checked (已核对): who, when, with what note."""

    __tablename__ = "item_confirmations"

    code: Mapped[str]
    what: Mapped[str]
    why: Mapped[str]
    about: Mapped[Any] = mapped_column(JSONB)
    """What the sheet said of it then; when that changes, it has to be checked again."""
    note: Mapped[str] = mapped_column(default="")
    confirmed_by_id: Mapped[UUID | None]
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


_STATES = {
    DraftStatus.OPEN: lambda: _("这份草稿还没有送审。"),
    DraftStatus.IN_REVIEW: lambda: _("这份草稿正在等人审批，先收回来再改。"),
    DraftStatus.PUBLISHED: lambda: _("这份草稿已经发布了。"),
    DraftStatus.DROPPED: lambda: _("这份草稿已经不要了。"),
}
