"""What a window took in (收件), and what came to us from another township's window (移交)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import N_, _

CAME = {
    "self": N_("本人来的"),
    "kin": N_("家里人替他来的"),
    "agent": N_("帮办员替他来的"),
}
"""Who stood at the window; whoever is not the applicant shows a mandate (委托)."""

FILING = "filing"
"""What answers on their way are sealed for, and the kind of their file."""

INTAKE_WORDS = {
    "draft": N_("正在填"),
    "filed": N_("交给本单位了"),
    "sent": N_("正在送过去"),
    "opened": N_("对方收到了"),
    "returned": N_("对方退回来了"),
}


class Intake(OfTenant, Base):
    """One application taken in at our window, for us or for another township.

    `for_id` is the tenant it belongs to. Answers and papers are ours until that township has them;
    then they are erased here, and what is left is where it went and how it stands.
    """

    __tablename__ = "intakes"

    officer_id: Mapped[UUID]
    officer_name: Mapped[str]
    office: Mapped[str]
    resident_id: Mapped[UUID]
    item_code: Mapped[str]
    edition: Mapped[str]
    item_title: Mapped[str]
    for_id: Mapped[UUID]
    for_name: Mapped[str]
    for_phone: Mapped[str]
    came: Mapped[str]
    mandate_sealed: Mapped[bytes]
    applicant_sealed: Mapped[bytes]
    answers_sealed: Mapped[bytes | None]
    originals: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    """What was shown or left as paper: its material, `how` (seen or left), how it arrived."""
    submission_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(default="")
    track_index: Mapped[bytes | None]
    status: Mapped[str] = mapped_column(default="draft")
    why: Mapped[str] = mapped_column(default="")
    case_words: Mapped[str] = mapped_column(default="")
    """How the case stands there, in that township's words; nothing else of it is told."""
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    originals_at: Mapped[datetime | None]
    originals_by: Mapped[str] = mapped_column(default="")
    originals_missing: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def is_elsewhere(self) -> bool:
        return self.for_id != self.tenant_id

    @property
    def status_words(self) -> str:
        return _(INTAKE_WORDS[self.status])

    @property
    def left(self) -> list[dict[str, str]]:
        """The papers that were left to be handed on."""
        return [one for one in self.originals if one["how"] == "left"]

    def signed_for(self, missing: list[str], damaged: list[str], *, by: str, at: datetime) -> None:
        """What we sent on was signed for there, all but those named."""
        self.originals_at, self.originals_by, self.originals_missing = at, by, missing
        self.originals = marked(self.originals, damaged)

    def must_be_a_draft(self) -> None:
        """Raises Refusal once it was sent: what was sent is not changed here."""
        if self.status != "draft":
            raise Refusal(_("这一份已经交出去了，不能再改。"), what_next=_("下面是它现在的情况。"))


class Handover(OfTenant, Base):
    """What another township's window took in for us; its id is the case's and the thread's."""

    __tablename__ = "handovers"

    peer_id: Mapped[UUID]
    peer_name: Mapped[str]
    peer_phone: Mapped[str]
    office: Mapped[str]
    officer_name: Mapped[str]
    envelope_id: Mapped[UUID]
    number: Mapped[str]
    resident_id: Mapped[UUID]
    item_code: Mapped[str]
    edition: Mapped[str]
    item_title: Mapped[str]
    came: Mapped[str]
    mandate_sealed: Mapped[bytes | None]
    filing: Mapped[dict[str, Any]]
    """Where the answers lie with the window that took them in, and their SHA-256."""
    papers: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    originals: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    taken_at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="coming")
    why: Mapped[str] = mapped_column(default="")
    originals_at: Mapped[datetime | None]
    originals_by: Mapped[str] = mapped_column(default="")
    originals_missing: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def left(self) -> list[dict[str, str]]:
        """The papers that are on their way to us."""
        return [one for one in self.originals if one["how"] == "left"]

    @property
    def came_words(self) -> str:
        return _(CAME[self.came])

    @property
    def awaited(self) -> list[str]:
        """The papers not signed for yet; what did not come at first may come later."""
        if self.originals_at is not None:
            return list(self.originals_missing)
        return [one["material"] for one in self.left]

    def sign_off(self, missing: list[str], damaged: list[str], *, by: str, at: datetime) -> None:
        """The papers have come (签收), all but those named; each is signed for once."""
        if not self.awaited:
            raise Refusal(_("纸质材料已经签收过了。"), what_next=_("下面是签收的记录。"))
        self.originals_at, self.originals_by, self.originals_missing = at, by, missing
        self.originals = marked(self.originals, damaged)


def marked(originals: list[dict[str, str]], damaged: list[str]) -> list[dict[str, str]]:
    """The same list, with those that came torn, short of a page or illegible marked as such."""
    return [
        {**one, "arrived": "damaged"} if one["material"] in damaged else one for one in originals
    ]
