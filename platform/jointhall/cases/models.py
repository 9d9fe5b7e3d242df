"""A case (办件) and its verbs, each guarded by the table in `status.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from jointhall.kernel.db import Base, OfTenant, at_commit
from jointhall.kernel.plain import run_each
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _, in_chinese
from jointhall.records.journal import record

from .status import MAY_BECOME, WORDS, Status


class Draft(OfTenant, Base):
    """What somebody has begun to fill in (草稿); becomes the case of the same id when sent.

    `submission_id` is the one-time number of the check page: sent twice, it makes one case.
    """

    __tablename__ = "drafts"

    resident_id: Mapped[UUID]
    item_code: Mapped[str]
    edition: Mapped[str]
    title: Mapped[str]
    answers_sealed: Mapped[bytes]
    submission_id: Mapped[UUID]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    aside_sealed: Mapped[bytes | None]
    """Answers that have no place in this version, kept all the same; see `carrying`."""
    carried_words: Mapped[str] = mapped_column(default="")
    """What to tell about the new version, until the next answer."""
    brought_sealed: Mapped[bytes | None]
    """What was known already when it was begun; see `bringing`."""


class HistoryLine(Base):
    """One line of a case's history: only added, chained to the line before it."""

    __tablename__ = "case_history"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str]
    words: Mapped[str]
    note: Mapped[str]
    who_kind: Mapped[str]
    who_id: Mapped[str]
    who_name: Mapped[str]
    who_office: Mapped[str]
    prev_hash: Mapped[bytes]
    hash: Mapped[bytes]


class Case(OfTenant, Base):
    """One matter of one applicant at the township that handles it."""

    __tablename__ = "cases"

    number: Mapped[str]
    item_code: Mapped[str]
    edition: Mapped[str]
    item_title: Mapped[str]
    title: Mapped[str]
    resident_id: Mapped[UUID]
    applicant_sealed: Mapped[bytes]
    answers_sealed: Mapped[bytes]
    submission_id: Mapped[UUID]
    track_index: Mapped[bytes]
    channel: Mapped[str]
    status: Mapped[str]
    office: Mapped[str]
    step_code: Mapped[str]
    outcome: Mapped[str]
    filed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    statutory_due_on: Mapped[date | None]
    updated_at: Mapped[datetime]
    receipt: Mapped[str] = mapped_column(default="online")
    """How it was received, which decides the day of receipt; see `receiving`."""
    answer_from: Mapped[datetime | None]
    """From when the five days of acceptance run; None in cases of before this was kept."""
    serve_by: Mapped[str] = mapped_column(default="online")
    """How the applicant wants to be served: online, at the window, by post; see `after`."""
    serve_to_sealed: Mapped[bytes | None]

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.closed_at is None

    def must_be_here(self) -> None:
        """Raises Refusal once it was passed on: what stays is a record that nobody adds to."""
        if self.status == Status.PASSED_ON:
            raise Refusal(
                _("这件已经转给别处办，这里只留存档，不能再写。"),
                what_next=_("办件页上写着现在在哪里，有话请和那边说。"),
            )

    @property
    def answer_since(self) -> datetime:
        """From when the days run in which the applicant is told whether it is accepted."""
        return self.answer_from or self.updated_at

    @property
    def status_words(self) -> str:
        return _(WORDS[Status(self.status)])

    def accept(self, *, by: Actor, at: datetime) -> None:
        """Takes the matter on (受理): from here the clock runs (行政许可法 32, 42)."""
        self.accepted_at = at
        self._become(Status.ACCEPTED, by=by, at=at, words=_("受理了"))

    def refuse_acceptance(self, *, by: Actor, at: datetime, why: str) -> None:
        """Does not take it on (不予受理), with the reason and the remedies told."""
        self.closed_at = at
        self._become(Status.NOT_ACCEPTED, by=by, at=at, words=_("不予受理"), note=why)

    def ask_correction(self, *, by: Actor, at: datetime, what: str) -> None:
        """Asks for what is missing (补正), once and whole (行政许可法 32)."""
        self._become(Status.CORRECTION_ASKED, by=by, at=at, words=_("请申请人补正"), note=what)

    def correct(self, *, by: Actor, at: datetime) -> None:
        """What was asked for has come: it waits to be accepted again."""
        self._become(Status.SUBMITTED, by=by, at=at, words=_("补正交来了"))

    def pass_on(self, *, by: Actor, at: datetime, to: str, why: str) -> None:
        """Goes on to the tenant it belongs to (转送), with its number and its day of receipt."""
        self.closed_at = at
        words = _("转给%(to)s办", to=to)
        self._become(Status.PASSED_ON, by=by, at=at, words=words, note=why)

    def come_back(self, *, by: Actor, at: datetime, words: str, why: str) -> None:
        """What was passed on comes back (退回): whoever received it first has it again."""
        self.closed_at = None
        self._become(Status.SUBMITTED, by=by, at=at, words=words, note=why)

    def begin_review(self, *, by: Actor, at: datetime) -> None:
        self._become(Status.UNDER_REVIEW, by=by, at=at, words=_("开始审查"))

    def decide(self, *, granted: bool, words: str, by: Actor, at: datetime, why: str) -> None:
        """The decision (决定), granting or refusing; its letter is on the way."""
        self.decided_at = at
        status = Status.GRANTED if granted else Status.REFUSED
        self._become(status, by=by, at=at, words=words, note=why)

    def deliver(self, *, by: Actor, at: datetime, note: str = "") -> None:
        """The letter has reached the applicant (送达): a legal event, from which remedies run."""
        self._become(Status.DELIVERED, by=by, at=at, words=_("决定书送达了"), note=note)

    def revoke(self, *, by: Actor, at: datetime, why: str) -> None:
        """The decision is undone (撤销): it no longer holds, nor does any letter of it."""
        self.closed_at = self.closed_at or at
        self._become(Status.REVOKED, by=by, at=at, words=_("决定撤销了"), note=why)

    def close(self, *, by: Actor, at: datetime) -> None:
        self.closed_at = at
        self._become(Status.CLOSED, by=by, at=at, words=_("办结了"))

    def end(self, *, by: Actor, at: datetime, why: str) -> None:
        """It has lost its object (终止): no decision is made, and the reason is told."""
        self.closed_at = at
        self._become(Status.ENDED, by=by, at=at, words=_("终止办理"), note=why)

    def withdraw(self, *, by: Actor, at: datetime) -> None:
        """The applicant takes it back (撤回), while nothing is decided."""
        self.closed_at = at
        self._become(Status.WITHDRAWN, by=by, at=at, words=_("申请人撤回了申请"))

    def note(
        self, act: str, *, by: Actor, at: datetime, words: str, note: str = "", **details: Any
    ) -> None:
        """Writes a history line and the journal's, in the transaction of the act."""
        session = object_session(self)
        assert isinstance(session, Session), "a case is changed inside a transaction"
        line = (
            self.tenant_id, self.id, at, act, _plain(in_chinese(words)), _plain(in_chinese(note)),
            by.kind, str(by.id or ""), by.name, by.office,
        )  # fmt: skip
        session.info.setdefault("history", []).append(line)
        at_commit(session, "history", write_lines)
        record(
            session, act, who=by, subject=f"case:{self.id}", words=words,
            for_whom=self.resident_id, **details,
        )  # fmt: skip

    def _become(
        self, status: Status, *, by: Actor, at: datetime, words: str, note: str = ""
    ) -> None:
        if status not in MAY_BECOME[Status(self.status)]:
            raise Refusal(
                _("这件事现在是“%(now)s”，不能再这样办了。", now=self.status_words),
                what_next=_("刷新页面看看最新情况，可能有同事刚办过。"),
            )
        was, self.status = self.status, status.value
        self.updated_at = at
        self.note(f"case.{status.value}", by=by, at=at, words=words, note=note, was=was)
        for act in _when_moved:
            act(self, object_session(self))


WhenMoved = Callable[[Case, Any], None]
_when_moved: list[WhenMoved] = []


def when_moved(act: WhenMoved) -> WhenMoved:
    """Registers what follows every change of a case's standing: `act(case, session)`."""
    _when_moved.append(act)
    return act


_WRITE = """
    insert into case_history (tenant_id, case_id, at, act, words, note,
                              who_kind, who_id, who_name, who_office, seq, prev_hash, hash)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '')
    """


async def write_lines(session: AsyncSession) -> None:
    """Writes the lines that wait, last before the commit, in the order they were said."""
    await run_each(session, _WRITE, session.info.pop("history", []))


def _plain(words: str) -> str:
    # The separator of the chain's canonical form must not come from outside.
    return words.replace("\x1f", " ")
