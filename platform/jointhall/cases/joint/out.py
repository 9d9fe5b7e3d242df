"""What a case waits for from us: a reply to those who ask back, or what becomes of a question."""

from __future__ import annotations

from collections.abc import Iterator

from jointhall.kernel.words import N_, _
from jointhall.web.visit import Visit

from ..progress import Seen
from ..steps import Task
from .thanks import known_as
from .threads import Thread


def waiting_for_us(visit: Visit, seen: Seen) -> list[tuple[str, str, bool]]:
    """A sentence and the page for each question that the handling township has to see to.

    And whether one press there sends what holds now in the place of what they have.
    """
    base = visit.at(f"/workbench/cases/{seen.case.number}/threads")
    return [
        (_(words, who=known_as(task, seen.county_id)), f"{base}/{task.id}", words is OUTDATED)
        for task in seen.reviews
        for words in _waits(task, seen.threads.get(task.id))
    ]


OUTDATED = N_("内容改过了，%(who)s手里的还是旧的一份")


def _waits(task: Task, thread: Thread | None) -> Iterator[str]:
    if thread is None:
        return
    if task.status == "open" and thread.waits_for_our_words:
        yield N_("%(who)s想先问清楚再答")
    elif task.status == "bounced":
        yield (
            N_("%(who)s退回来了，要定怎么办")
            if thread.waits_for_us
            else N_("%(who)s退回来了，县里在定由谁答")
        )
    if thread.outdated_at is not None:
        yield OUTDATED
