"""Steps (步骤) and tasks (任务): what a case asks of whom, and what they said."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _

STEP_MAY_BECOME = {
    "open": {"agreed", "refused", "sent_back", "called_off"},
    # It was sent back straight: its sender takes it up again, unless the case ends before.
    "sent_back": {"open", "called_off"},
}
TASK_MAY_BECOME = {
    "open": {"done", "waiting", "sent_back", "bounced", "withdrawn"},
    # Somebody is to speak first.
    "waiting": {"open", "withdrawn"},
    # Recalled by whoever gave the word.
    "done": {"open"},
    "sent_back": {"open", "withdrawn"},
    # Came back unanswered, and is asked anew.
    "bounced": {"open", "withdrawn"},
}
"""What a step and a task may become: the one table for both, as `status` has it for cases."""


class Step(OfTenant, Base):
    """A station after acceptance: its tasks were opened at once, its rule finishes it."""

    __tablename__ = "case_steps"

    case_id: Mapped[UUID]
    seq: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    status: Mapped[str]
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    returns_to: Mapped[UUID | None]
    """The task that sent the case back here and takes it up again when this step is done."""

    def become(self, status: str) -> None:
        """Goes on to another status, by the table."""
        assert status in STEP_MAY_BECOME.get(self.status, ()), f"{self.status} → {status}"
        self.status = status

    def end(self, status: str, *, at: datetime) -> None:
        """Over: agreed, refused, sent back for good, or called off."""
        self.become(status)
        self.finished_at = at


class Task(OfTenant, Base):
    """What one party is asked: an office here, or another tenant by envelope (`peer_id`).

    Its id is the thread of the envelopes that carry question and answer.
    """

    __tablename__ = "case_tasks"

    case_id: Mapped[UUID]
    step_id: Mapped[UUID | None]
    key: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str]
    office: Mapped[str]
    peer_id: Mapped[UUID | None]
    party_name: Mapped[str]
    party_phone: Mapped[str]
    envelope_id: Mapped[UUID | None]
    opened_at: Mapped[datetime]
    due_on: Mapped[date]
    status: Mapped[str]
    vote: Mapped[str | None]
    opinion: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str]
    answered_by_id: Mapped[str]
    item_title: Mapped[str] = mapped_column(default="")
    """The item of its case; filled by the database when left out."""
    post: Mapped[str] = mapped_column(default="")
    stands_in: Mapped[str] = mapped_column(default="")
    """The post that answers when nobody of `post` is there (替补岗位)."""
    holder_id: Mapped[UUID | None]
    holder_name: Mapped[str] = mapped_column(default="")
    """The one officer it lies with; nobody in particular when empty, then the whole office."""
    principal_id: Mapped[UUID | None]
    principal_name: Mapped[str] = mapped_column(default="")
    """Who had it done by the holder and stays answerable (委托人)."""
    added_to: Mapped[UUID | None]
    added_how: Mapped[str] = mapped_column(default="")
    """`before` or `after` the word of the task it was added to (加签); see `signers.seats`."""
    proposed_outcome: Mapped[str] = mapped_column(default="")
    proposed_why: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[UUID | None]
    """The first of the two persons a decision needs, and what they propose (双人决定)."""

    def become(self, status: str) -> None:
        """Goes on to another status, by the table."""
        assert status in TASK_MAY_BECOME.get(self.status, ()), f"{self.status} → {status}"
        self.status = status

    def answer(self, vote: str, opinion: str, *, by: str, by_id: str, at: datetime) -> None:
        """Takes this party's word, once; a word given is not changed by giving another."""
        self.must_be_open()
        self.become("done")
        self.vote, self.opinion = vote, opinion
        self.answered_by, self.answered_by_id, self.answered_at = by, by_id, at

    def call_off(self) -> None:
        """Nobody needs to answer any more: the step is finished without them."""
        self.become("withdrawn")

    def take_back(self) -> None:
        """The word given does not count any more, and is asked for again (撤回意见)."""
        self.become("open")
        self.vote, self.opinion = None, ""
        self.answered_by, self.answered_by_id, self.answered_at = "", "", None

    def must_be_open(self) -> None:
        """Raises Refusal, and says why nothing can be said to it now."""
        if self.status == "open":
            return
        why = {
            "done": _("这一项已经有答复了。"),
            "waiting": _("这一项在等加签的人先看。"),
            "withdrawn": _("这一项已经不用答了。"),
            "sent_back": _("这一项已经退回前面的步骤了。"),
        }
        raise Refusal(
            why.get(self.status, _("这一项现在不能办。")),
            what_next=_("刷新页面看看最新情况，可能有同事刚办过。"),
        )


class Referral(OfTenant, Base):
    """What another tenant asks of us (联办请求), with what its sheet lets us see and no more."""

    __tablename__ = "referrals"

    peer_id: Mapped[UUID]
    peer_name: Mapped[str]
    peer_phone: Mapped[str]
    envelope_id: Mapped[UUID]
    case_number: Mapped[str]
    item_title: Mapped[str]
    title: Mapped[str]
    words: Mapped[str]
    office: Mapped[str]
    shown_sealed: Mapped[bytes]
    papers: Mapped[list[dict[str, str]]] = mapped_column(default=list)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    first_opened_at: Mapped[datetime | None]
    status: Mapped[str]
    vote: Mapped[str | None]
    opinion: Mapped[str]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str]
    answered_by_id: Mapped[str]
    round: Mapped[int] = mapped_column(default=1)
    """How often it was asked: a newer envelope takes the place of an older one."""
    about_id: Mapped[UUID | None]
    """The question of ours that this one was asked back about, when it is a counter-question."""
    ruled_words: Mapped[str] = mapped_column(default="")
    """The county's word that we are the ones to answer."""
    asked_back_at: Mapped[datetime | None]
    asked_back_count: Mapped[int] = mapped_column(default=0)
    recall_asked_at: Mapped[datetime | None]
    """Since when we wait to hear whether our word may be taken back."""
    recall_outcome: Mapped[str] = mapped_column(default="")
    """Why it may not; see `joint.taking_back.OUTCOMES`."""
    reason: Mapped[str] = mapped_column(default="")
    """Why we gave it back unanswered; see `joint.threads.REASONS`."""
    ended_at: Mapped[datetime | None]
    ended_words: Mapped[str] = mapped_column(default="")
    """What the one who asked told us when our word was not needed any more."""
    changes: Mapped[list[Any]] = mapped_column(default=list)
    """What the newest envelope changed of the one before: label, was, is."""
    needs_two: Mapped[bool] = mapped_column(default=False)
    proposed_outcome: Mapped[str] = mapped_column(default="")
    proposed_why: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[UUID | None]
    """The first of the two persons it needs, and the word they propose (双人决定)."""

    def answer(self, vote: str, opinion: str, *, by: str, by_id: str, at: datetime) -> None:
        """Our word on it, once; given while a question of ours is out, it settles that too."""
        self.must_be_ours()
        self.status, self.vote, self.opinion = "answered", vote, opinion
        self.answered_by, self.answered_by_id, self.answered_at = by, by_id, at
        self.asked_back_at = None

    def take_back(self) -> None:
        """Our word is ours again, and is asked for once more (撤回答复)."""
        self.status, self.vote, self.opinion = "open", None, ""
        self.recall_asked_at, self.recall_outcome = None, ""
        self.answered_by, self.answered_by_id, self.answered_at = "", "", None

    def must_be_ours(self) -> None:
        """Raises Refusal, and says why nothing can be done with it any more."""
        if self.status in ("open", "waiting"):
            return
        if self.status == "withdrawn":
            raise Refusal(
                _("%(who)s已经不需要这份答复了。", who=self.peer_name),
                what_next=_("不用再办，已经从待办里拿掉了。"),
            )
        words = {
            "declined": _("这一项已经退回去了。"),
            "handed_over": _("这一项已经转给别处答了。"),
        }
        raise Refusal(
            words.get(self.status, _("这一项已经有答复了。")),
            what_next=_("刷新页面看看最新情况，可能有同事刚办过。"),
        )
