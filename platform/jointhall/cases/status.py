"""What a case may be, and what it may become: the one table, with the law beside it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jointhall.kernel.words import N_


class Status(StrEnum):
    """Where a case stands (办件状态)."""

    SUBMITTED = "submitted"
    CORRECTION_ASKED = "correction_asked"
    ACCEPTED = "accepted"
    UNDER_REVIEW = "under_review"
    GRANTED = "granted"
    REFUSED = "refused"
    DELIVERED = "delivered"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    PASSED_ON = "passed_on"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Transition:
    """One way on: from where, by which act, to where, and the law that knows it."""

    before: Status
    act: str
    after: Status
    law: str


S = Status
TRANSITIONS: tuple[Transition, ...] = (
    # Received: four answers, five working days, and silence is the first of them.
    Transition(S.SUBMITTED, N_("受理"), S.ACCEPTED, N_("《行政许可法》第三十二条第一款第五项")),
    Transition(S.SUBMITTED, N_("请补正"), S.CORRECTION_ASKED,
               N_("《行政许可法》第三十二条第一款第四项")),
    Transition(S.CORRECTION_ASKED, N_("补正"), S.SUBMITTED,
               N_("《行政许可法》第三十二条第一款第四项")),
    Transition(S.SUBMITTED, N_("不予受理"), S.NOT_ACCEPTED,
               N_("《行政许可法》第三十二条第一款第一、二项")),
    Transition(S.SUBMITTED, N_("转送"), S.PASSED_ON,
               N_("《行政许可法》第三十二条第一款第二项")),
    Transition(S.PASSED_ON, N_("退回"), S.SUBMITTED, N_("转去的地方不办，仍由先收件的机关答复")),
    # Under way.
    Transition(S.ACCEPTED, N_("开始审查"), S.UNDER_REVIEW, N_("《行政许可法》第三十四条")),
    Transition(S.UNDER_REVIEW, N_("同意"), S.GRANTED, N_("《行政许可法》第三十八条第一款")),
    Transition(S.UNDER_REVIEW, N_("不同意"), S.REFUSED, N_("《行政许可法》第三十八条第二款")),
    # The applicant's own word, and matters that have lost their object.
    Transition(S.SUBMITTED, N_("撤回"), S.WITHDRAWN, N_("申请人可以随时撤回申请")),
    Transition(S.CORRECTION_ASKED, N_("撤回"), S.WITHDRAWN, N_("申请人可以随时撤回申请")),
    Transition(S.ACCEPTED, N_("撤回"), S.WITHDRAWN, N_("申请人可以随时撤回申请")),
    Transition(S.UNDER_REVIEW, N_("撤回"), S.WITHDRAWN, N_("申请人可以随时撤回申请")),
    Transition(S.CORRECTION_ASKED, N_("终止"), S.ENDED, N_("逾期不补正，或者申请的基础已经没有")),
    Transition(S.ACCEPTED, N_("终止"), S.ENDED, N_("申请的基础已经没有")),
    Transition(S.UNDER_REVIEW, N_("终止"), S.ENDED, N_("申请的基础已经没有")),
    # After the decision: brought within ten days, closed, and what may still undo it.
    Transition(S.GRANTED, N_("送达"), S.DELIVERED, N_("《行政许可法》第四十四条")),
    Transition(S.REFUSED, N_("送达"), S.DELIVERED, N_("《行政许可法》第四十四条")),
    Transition(S.DELIVERED, N_("办结"), S.CLOSED, N_("决定书送达，没有要再办的")),
    Transition(S.GRANTED, N_("撤销"), S.REVOKED, N_("《行政许可法》第六十九条")),
    Transition(S.DELIVERED, N_("撤销"), S.REVOKED, N_("《行政许可法》第六十九条")),
    Transition(S.CLOSED, N_("撤销"), S.REVOKED, N_("《行政许可法》第六十九条")),
)  # fmt: skip

ACCEPTANCE_WITHIN = 5
"""Working days in which a case is accepted, or counts as accepted (行政许可法 32)."""

MAY_BECOME: dict[Status, set[Status]] = {
    status: {one.after for one in TRANSITIONS if one.before is status} for status in Status
}

OPEN = {Status.SUBMITTED, Status.CORRECTION_ASKED, Status.ACCEPTED, Status.UNDER_REVIEW}
"""Somebody still has something to do before the decision."""

WORDS: dict[Status, str] = {
    Status.SUBMITTED: N_("等待受理"),
    Status.CORRECTION_ASKED: N_("等您补正"),
    Status.ACCEPTED: N_("已受理"),
    Status.UNDER_REVIEW: N_("正在办理"),
    Status.GRANTED: N_("已同意"),
    Status.REFUSED: N_("没有同意"),
    Status.DELIVERED: N_("已送达"),
    Status.CLOSED: N_("已办结"),
    Status.NOT_ACCEPTED: N_("不予受理"),
    Status.WITHDRAWN: N_("已撤回"),
    Status.ENDED: N_("已终止"),
    Status.PASSED_ON: N_("已转送"),
    Status.REVOKED: N_("决定已撤销"),
}
