"""What supervision keeps: urgings, watched clocks, orders, and news for officers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import N_, _

from .ladder import rung_of


class Reminder(OfTenant, Base):
    """News for one officer (提醒): words without personal data, and the page it is about."""

    __tablename__ = "reminders"

    officer_id: Mapped[UUID]
    kind: Mapped[str]
    words: Mapped[str]
    link_path: Mapped[str]
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


ASKING = ("person", "peer")
"""Levels at which somebody is asked for what is due."""


class Urging(OfTenant, Base):
    """Once urged (催办): by a person with a reason, or by the clock at one level of the line.

    `is_nobody` says that there was no one at this level, so that the next was gone to at once.
    """

    __tablename__ = "urgings"

    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    key: Mapped[str]
    case_id: Mapped[UUID | None]
    level: Mapped[str]
    direction: Mapped[str]
    is_by_clock: Mapped[bool]
    is_nobody: Mapped[bool] = mapped_column(default=False)
    office: Mapped[str]
    told: Mapped[str]
    reason: Mapped[str]
    nth: Mapped[int]
    due_on: Mapped[date]
    urged_at: Mapped[datetime]
    urged_by: Mapped[str]
    urged_by_id: Mapped[str]

    @property
    def is_asking(self) -> bool:
        """Whether whoever has to act was asked; going up the line only tells of it."""
        return self.level in ASKING

    @property
    def whom(self) -> str:
        """Who was told, and in the line as what: 负责人 何卫东."""
        if self.is_asking:
            return self.told
        told = self.told or _("没有人")
        return f"{_(rung_of(self.level).name)} {told}"


class WatchedClock(OfTenant, Base):
    """A clock that came near its day (红黄牌), with whose it is; its id is the deadline's.

    Its county reads it: there is a number, an item, an office and a day, and nobody's name.
    """

    __tablename__ = "watched_clocks"

    county_id: Mapped[UUID]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    key: Mapped[str]
    case_id: Mapped[UUID | None]
    case_number: Mapped[str]
    item_title: Mapped[str]
    office: Mapped[str]
    office_name: Mapped[str]
    peer_id: Mapped[UUID | None]
    party_name: Mapped[str]
    unit: Mapped[str]
    due_on: Mapped[date]
    due_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    is_paused: Mapped[bool] = mapped_column(default=False)
    pauses: Mapped[list[Any]] = mapped_column(default=list)
    """As its deadline has them: whatever days the clock stood still are nobody's lateness."""

    def stood_on(self, day: date) -> bool:
        """Whether the clock stood still on that day."""
        return any(
            pause["first"] <= (said := day.isoformat()) and said <= (pause["last"] or said)
            for pause in self.pauses
        )

    @property
    def matter(self) -> str:
        """What is due, in a word or two."""
        return _(MATTERS.get((self.subject_kind, self.key), N_("到期的一件")))


MATTERS = {
    ("case", "acceptance"): N_("受理"),
    ("case", "promised"): N_("承诺办结"),
    ("case", "statutory"): N_("法定办结"),
    ("task", "answer"): N_("提意见"),
    ("task", "decision"): N_("作决定"),
    ("referral", "answer"): N_("答复联办请求"),
    ("order", "reply"): N_("答复督办"),
    ("thread", "back"): N_("定退回的一问怎么办"),
    ("thread", "reply"): N_("给对方补充说明"),
    ("thread", "ruling"): N_("县里定由谁答"),
    ("own_ask", "answer"): N_("答复我们问的"),
    ("objection", "answer"): N_("核实异议"),
    ("procedure", "end"): N_("特别程序出结论"),
    ("delivery", "delivery"): N_("送达文书"),
    ("delivery", "notice"): N_("公告送达满期"),
    ("notice", "notice"): N_("公示满期撤下"),
    ("desk", "ruling"): N_("协调台定由谁答"),
}
"""What every clock is about, in a word or two."""

BY_THEMSELVES = (("delivery", "notice"), ("notice", "notice"))
"""Days that run by themselves and wait for nobody: watched only when they are past and go on."""


class Order(OfTenant, Base):
    """A supervision order (督办通知单), the same id on both sides.

    `issued` went to another tenant by envelope and `received` came from one; `inside` is for an
    office of our own.
    """

    __tablename__ = "supervision_orders"

    direction: Mapped[str]
    peer_id: Mapped[UUID | None]
    peer_name: Mapped[str]
    office: Mapped[str]
    office_name: Mapped[str]
    letter_id: Mapped[UUID | None]
    number_words: Mapped[str] = mapped_column(default="")
    verify_url: Mapped[str] = mapped_column(default="")
    clock_id: Mapped[UUID]
    case_number: Mapped[str]
    item_title: Mapped[str]
    matter: Mapped[str]
    matter_due_on: Mapped[date]
    words: Mapped[str]
    reply_by: Mapped[date]
    issued_at: Mapped[datetime]
    issued_by: Mapped[str]
    issued_by_id: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    done_by: Mapped[date | None]
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[str] = mapped_column(default="")

    def answer(self, *, reason: str, reply: str, done_by: date, by: str, at: datetime) -> None:
        """The reply, once: why it is late, what is done, and by when."""
        if self.status != "open":
            raise Refusal(
                _("这份督办已经答复过了。"), what_next=_("刷新页面看看，可能有同事刚答过。")
            )
        self.status, self.reason, self.reply, self.done_by = "replied", reason, reply, done_by
        self.replied_at, self.replied_by = at, by
