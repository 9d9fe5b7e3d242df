"""What a case may be, and what it may become: the one table, with the law beside it."""

from __future__ import annotations

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


MAY_BECOME: dict[Status, set[Status]] = {
    # 行政许可法 32: accepted, refused acceptance, sent to the right office, or corrections asked
    # for once and whole; silence after the fifth working day is acceptance.
    Status.SUBMITTED: {
        Status.ACCEPTED,
        Status.CORRECTION_ASKED,
        Status.NOT_ACCEPTED,
        Status.PASSED_ON,
        Status.WITHDRAWN,
    },
    Status.CORRECTION_ASKED: {Status.SUBMITTED, Status.WITHDRAWN, Status.ENDED},
    Status.ACCEPTED: {Status.UNDER_REVIEW, Status.WITHDRAWN, Status.ENDED},
    Status.UNDER_REVIEW: {Status.GRANTED, Status.REFUSED, Status.WITHDRAWN, Status.ENDED},
    # 行政许可法 44: delivered within ten days of the decision.
    Status.GRANTED: {Status.DELIVERED},
    Status.REFUSED: {Status.DELIVERED},
    Status.DELIVERED: {Status.CLOSED},
    Status.CLOSED: set(),
    Status.NOT_ACCEPTED: set(),
    Status.WITHDRAWN: set(),
    Status.ENDED: set(),
    Status.PASSED_ON: set(),
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
}
