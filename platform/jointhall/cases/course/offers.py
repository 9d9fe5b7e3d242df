"""When the pages of what changes the course of a case are offered (什么时候给这些办法)."""

from __future__ import annotations

from ..progress import Seen
from ..standing_in import Desk
from ..status import Status
from .ending import may_end
from .extension import longest_of
from .special_procedures import procedures_allowed

UNDER_WAY = (Status.ACCEPTED, Status.UNDER_REVIEW)


def may_look_at_extension(desk: Desk, seen: Seen) -> bool:
    """While it is under way, if some law gives it more time; afterwards where one was asked for."""
    if seen.course.extensions:
        return True
    return seen.status in UNDER_WAY and longest_of(seen.sheet) is not None and _handles(desk, seen)


def may_look_at_procedures(desk: Desk, seen: Seen) -> bool:
    """While it is under way, if the item knows any; afterwards where there was one."""
    if not _handles(desk, seen):
        return False
    is_known = bool(procedures_allowed(seen.sheet)) and seen.status in UNDER_WAY
    return is_known or bool(seen.course.procedures)


def may_look_at_ending(desk: Desk, seen: Seen) -> bool:
    """Before acceptance at its counter, afterwards at the desk that decides it."""
    if not may_end(seen.case):
        return False
    if seen.status is Status.CORRECTION_ASKED:
        return desk.answers_for(seen.case.office)
    decides = desk.answers_for(seen.sheet.decision.addressee.office)
    return decides and desk.viewer.may("case:decide")


def _handles(desk: Desk, seen: Seen) -> bool:
    asked = [
        task.office
        for task in seen.tasks
        if task.peer_id is None and task.status in ("open", "waiting")
    ]
    offices = (seen.case.office, seen.sheet.decision.addressee.office, *asked)
    return any(desk.answers_for(office) for office in offices)
