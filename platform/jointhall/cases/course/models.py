"""An extension (延期) asked for, and a special procedure (特别程序) that stops the clock."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.clock.reckoning import limit_words
from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _


class Extension(OfTenant, Base):
    """More time, asked for by the one who handles the case and answered by another, the head."""

    __tablename__ = "case_extensions"

    case_id: Mapped[UUID]
    office: Mapped[str]
    why: Mapped[str]
    length: Mapped[int]
    unit: Mapped[str]
    basis: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[str]
    due_before: Mapped[date]
    due_after: Mapped[date | None]
    status: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")

    @property
    def length_words(self) -> str:
        return limit_words(self.length, self.unit)

    def grant(self, *, due_after: date, by: str, by_id: str, at: datetime) -> None:
        """The head approves (批准)."""
        self._answer("granted", by=by, by_id=by_id, at=at)
        self.due_after = due_after

    def refuse(self, *, why: str, by: str, by_id: str, at: datetime) -> None:
        """The head does not approve: the days stay as they were."""
        self._answer("refused", by=by, by_id=by_id, at=at)
        self.answer = why

    def lapse(self, *, at: datetime) -> None:
        """The case came to its end before anybody answered."""
        self.status, self.answered_at = "lapsed", at

    def _answer(self, status: str, *, by: str, by_id: str, at: datetime) -> None:
        if self.status != "open":
            raise Refusal(_("这个延期申请已经有人答复了。"), what_next=_("刷新页面看看最新情况。"))
        self.status, self.answered_at = status, at
        self.answered_by, self.answered_by_id = by, by_id


PROCEDURE = "procedure"
"""The kind of subject a procedure is of its own limit, within which it should end."""


class Procedure(OfTenant, Base):
    """A hearing, a test, an appraisal …: its days do not count (行政许可法 45)."""

    __tablename__ = "case_procedures"

    case_id: Mapped[UUID]
    office: Mapped[str]
    name: Mapped[str]
    basis: Mapped[str]
    why: Mapped[str]
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    expected_on: Mapped[date]
    status: Mapped[str]
    overran_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")
    conclusion: Mapped[str] = mapped_column(default="")

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    def end(self, *, conclusion: str, by: str, at: datetime) -> None:
        """It has come to its conclusion: the clock goes on."""
        if not self.is_open:
            raise Refusal(
                _("“%(name)s”已经结束了。", name=self.name), what_next=_("刷新页面看看最新情况。")
            )
        self.status, self.conclusion, self.ended_by, self.ended_at = "ended", conclusion, by, at

    def call_off(self, *, at: datetime) -> None:
        """The case came to its end first."""
        self.status, self.ended_at = "called_off", at
