"""A public notice (公示) of a case, and what people object to it (异议)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.words import _

SHOWN, NAME, PHONE, WORDS, REASONS = (
    "notice", "objection name", "objection phone", "objection words", "objection reasons",
)  # fmt: skip
"""Purposes that what a notice shows and what an objection says are sealed for."""


class Standing(StrEnum):
    """Where a notice stands: up, over and held by an objection, or ended one way or another."""

    RUNNING = "running"
    HELD = "held"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a notice tells everybody, masked; `rows` are labels with values."""

    title: str
    words: str
    rows: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    office: str
    phone: str

    def as_bytes(self) -> bytes:
        """The same content, the same bytes: what the hash is of."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_bytes(cls, kept: bytes) -> Shown:
        told: dict[str, Any] = orjson.loads(kept)
        rows = tuple((label, value) for label, value in told.pop("rows"))
        return cls(rows=rows, places=tuple(told.pop("places")), **told)


class PublicNotice(OfTenant, Base):
    """One notice: shown to everybody until `ends_at`, and to nobody afterwards.

    It counts its objections itself, because an objector's transaction sees no other's.
    """

    __tablename__ = "case_notices"

    case_id: Mapped[UUID]
    step_id: Mapped[UUID]
    number: Mapped[str]
    item_title: Mapped[str]
    office: Mapped[str]
    shown_sealed: Mapped[bytes]
    content_hash: Mapped[str]
    posted_at: Mapped[datetime]
    posted_by: Mapped[str]
    ends_on: Mapped[date]
    ends_at: Mapped[datetime]
    taken_down_at: Mapped[datetime | None]
    status: Mapped[str]
    objections: Mapped[int] = mapped_column(default=0)
    open_objections: Mapped[int] = mapped_column(default=0)
    upheld_objections: Mapped[int] = mapped_column(default=0)
    record_id: Mapped[UUID | None]
    """The letter that says how it hung (公示张贴证明), once it is down."""

    @property
    def is_settled(self) -> bool:
        return self.status not in (Standing.RUNNING, Standing.HELD)

    def is_up(self, now: datetime) -> bool:
        """Whether everybody may read it now: also before the timer has taken it down."""
        return self.status == Standing.RUNNING and now < self.ends_at

    def days_left(self, today: date) -> int:
        return max((self.ends_on - today).days, 0)

    def shown(self, secrets: Secrets) -> Shown:
        """What it showed; after its end for the record of the case only."""
        return Shown.from_bytes(secrets.open(self.tenant_id, SHOWN, self.shown_sealed))

    def take_objection(self, *, at: datetime) -> str:
        """Counts one more objection and gives its number; only while the notice is up."""
        if not self.is_up(at):
            raise Refusal(
                _("这份公示已经结束，不能再提异议了。"),
                what_next=_("还有话要说，请打电话给工作人员，或者到窗口说。"),
            )
        self.objections += 1
        self.open_objections += 1
        return f"{self.number}-{self.objections}"

    def heard(self, *, upheld: bool) -> None:
        """One of its objections is answered."""
        self.open_objections -= 1
        self.upheld_objections += upheld

    def hold(self, *, at: datetime) -> None:
        """Its days are over; an objection is still being looked into."""
        self.status, self.taken_down_at = Standing.HELD.value, at

    def end(self, standing: Standing, *, at: datetime) -> None:
        """Ended: agreed, refused by an objection, or called off with the case."""
        self.status = standing.value
        self.taken_down_at = self.taken_down_at or at


class Objection(OfTenant, Base):
    """What somebody says against a notice; who they are is told to those who hear it, no other."""

    __tablename__ = "case_objections"

    notice_id: Mapped[UUID]
    case_id: Mapped[UUID]
    number: Mapped[str]
    resident_id: Mapped[UUID]
    submission_id: Mapped[UUID]
    name_sealed: Mapped[bytes]
    phone_sealed: Mapped[bytes]
    words_sealed: Mapped[bytes]
    office: Mapped[str]
    filed_at: Mapped[datetime]
    due_on: Mapped[date]
    status: Mapped[str]
    reasons_sealed: Mapped[bytes | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[str] = mapped_column(default="")

    @property
    def status_words(self) -> str:
        return {
            "open": _("正在核实"),
            "upheld": _("异议成立"),
            "dismissed": _("异议不成立"),
            "lapsed": _("不用核实了"),
        }[self.status]

    def name(self, secrets: Secrets) -> str:
        return secrets.open_text(self.tenant_id, NAME, self.name_sealed)

    def phone(self, secrets: Secrets) -> str:
        return secrets.open_text(self.tenant_id, PHONE, self.phone_sealed)

    def words(self, secrets: Secrets) -> str:
        return secrets.open_text(self.tenant_id, WORDS, self.words_sealed)

    def reasons(self, secrets: Secrets) -> str:
        """Why it was upheld or not; empty while it is open."""
        sealed = self.reasons_sealed
        return secrets.open_text(self.tenant_id, REASONS, sealed) if sealed else ""

    def answer(
        self, secrets: Secrets, *, upheld: bool, reasons: str, by: str, by_id: str, at: datetime
    ) -> None:
        """Upheld or not, once, with the reasons that are told to the objector."""
        if self.status == "lapsed":
            raise Refusal(_("这件申请不再办了，这份异议不用核实。"))
        if self.status != "open":
            raise Refusal(_("这份异议已经答复过了。"))
        self.status = "upheld" if upheld else "dismissed"
        self.reasons_sealed = secrets.seal_text(self.tenant_id, REASONS, reasons)
        self.answered_at, self.answered_by, self.answered_by_id = at, by, by_id

    def lapse(self) -> None:
        """The case was withdrawn: there is nothing left to object to."""
        self.status = "lapsed"
