"""What a case page offers of this (别的办法): ways with tasks that are in one's hands, or were."""

from __future__ import annotations

from collections.abc import Iterator

from ..progress import Seen
from ..standing_in import Desk
from ..steps import Task
from .table import Way, ways_open


def ways_of_tasks(desk: Desk, seen: Seen) -> Iterator[tuple[Task, Way]]:
    """Every way open to this officer with any task of the case, each noun once."""
    offered: set[str] = set()
    open_steps = {step.id for step in seen.steps if step.status == "open"}
    for task in seen.tasks:
        if task.peer_id is not None or (task.status == "done" and task.step_id not in open_steps):
            continue
        for way in ways_open(desk, seen.case, task):
            if way.noun not in offered and (way.noun != "signer-removal" or _has_added(seen, task)):
                offered.add(way.noun)
                yield task, way


def _makes_sense(seen: Seen, task: Task, way: Way) -> bool:
    if way.noun == "signer-removal":
        return _has_added(seen, task)
    if way.noun == "sending-back":
        mine = next((step.code for step in seen.steps if step.id == task.step_id), None)
        return any(step.code != mine for step in seen.steps)
    return True


def _has_added(seen: Seen, task: Task) -> bool:
    return any(one.added_to == task.id and one.status in ("open", "waiting") for one in seen.tasks)
