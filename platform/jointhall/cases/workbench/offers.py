"""What else may be done with a case (别的办法): the one table behind the links on its page.

Each is a page of its own at `/workbench/cases/{number}/{noun}`, shown and sent without scripts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jointhall.kernel.words import N_, _
from jointhall.web.visit import Visit

from ..course.offers import (
    may_look_at_ending,
    may_look_at_extension,
    may_look_at_procedures,
)
from ..progress import Seen
from ..receiving import may_say
from ..signers.offers import ways_of_tasks
from ..standing_in import Desk
from ..status import Status


@dataclass(frozen=True, slots=True)
class Offer:
    """One link: its words, the noun it leads to, who may follow it, and when it makes sense."""

    words: str
    noun: str
    permission: str
    when: Callable[[Desk, Seen], bool]


def _has_open_task(_desk: Desk, seen: Seen) -> bool:
    return any(task.status == "open" for task in seen.tasks)


OFFERS: tuple[Offer, ...] = (
    Offer(N_("关注，或者不再关注"), "watching", "case:read", lambda _desk, _seen: True),
    Offer(
        N_("更正文书里的笔误"),
        "clerical",
        "case:mend",
        lambda _desk, seen: seen.case.accepted_at is not None or seen.case.closed_at is not None,
    ),
    Offer(
        N_("撤销已经作出的决定"),
        "revocation",
        "case:revoke",
        lambda _desk, seen: seen.case.decided_at is not None,
    ),
    Offer(
        N_("不归我们办，转给该办的地方"),
        "passing",
        "case:pass_on",
        lambda desk, seen: seen.status is Status.SUBMITTED and desk.answers_for(seen.case.office),
    ),
    Offer(N_("对着看材料"), "papers", "case:read", lambda _desk, _seen: True),
    Offer(N_("打印卷宗"), "print", "case:read", lambda _desk, _seen: True),
    Offer(
        N_("送达文书、看送达记录"),
        "delivery",
        "case:deliver",
        lambda _desk, seen: seen.case.decided_at is not None or seen.case.closed_at is not None,
    ),
    Offer(
        N_("代收移交：签收纸质材料，或者退回去"),
        "handover",
        "case:accept",
        lambda _desk, seen: seen.case.channel == "elsewhere",
    ),
    Offer(N_("抄送给同事看"), "copies", "case:read", lambda _desk, _seen: True),
    Offer(N_("导出凭证包"), "bundle", "exchange:export", lambda _desk, _seen: True),
    Offer(N_("延期"), "extension", "case:extend", may_look_at_extension),
    Offer(N_("特别程序：听证、鉴定这些"), "procedure", "case:suspend", may_look_at_procedures),
    Offer(N_("终止办理"), "ending", "case:end", may_look_at_ending),
    Offer(N_("收到的日子"), "received", "case:accept", lambda _desk, seen: may_say(seen.case)),
    Offer(N_("催办"), "urging", "case:urge", _has_open_task),
)


def offered(visit: Visit, desk: Desk, seen: Seen) -> list[tuple[str, str]]:
    """Words and address of everything this officer may do here besides what is asked of them."""
    base = f"/workbench/cases/{seen.case.number}"
    of_tasks = [
        (_(way.words), visit.at(f"{base}/tasks/{task.id}/ways?do={way.noun}#{way.noun}"))
        for task, way in ways_of_tasks(desk, seen)
    ]
    return of_tasks + [
        (_(one.words), visit.at(f"{base}/{one.noun}"))
        for one in OFFERS
        if desk.viewer.may(one.permission) and one.when(desk, seen)
    ]
