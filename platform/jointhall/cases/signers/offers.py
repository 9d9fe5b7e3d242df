"""What a case page offers of this (别的办法): ways with tasks that are in one's hands, or were."""

from __future__ import annotations

from collections.abc import Iterator

from ..progress import Seen
from ..standing_in import Desk
from ..steps import Task
from .sending_back import steps_before
from .table import Way, ways_open


def ways_of_tasks(desk: Desk, seen: Seen) -> Iterator[tuple[Task, Way]]:
    """Every way open to this officer with any task of the case, each noun once."""
    offered: set[str] = set()
    open_steps = {step.id for step in seen.steps if step.status == "open"}
    for task in seen.tasks:
        if task.peer_id is not None or (task.status == "done" and task.step_id not in open_steps):
            continue
        for way in ways_open(desk, seen.case, task):
            if way.noun not in offered and _makes_sense(seen, task, way):
                offered.add(way.noun)
                yield task, way


def _makes_sense(seen: Seen, task: Task, way: Way) -> bool:
    """Whether there is anybody to remove, or any step to send it back to."""
    if way.noun == "signer-removal":
        return any(
            one.added_to == task.id and one.status in ("open", "waiting") for one in seen.tasks
        )
    return way.noun != "sending-back" or bool(steps_before(seen.sheet, seen.steps, task))
