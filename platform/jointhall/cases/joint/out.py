"""What a case waits for from us: a reply to those who ask back, or what becomes of a question."""

from __future__ import annotations

from jointhall.kernel.words import _
from jointhall.web.visit import Visit

from ..progress import Seen
from .thanks import known_as


def waiting_for_us(visit: Visit, seen: Seen) -> list[tuple[str, str]]:
    """A sentence and the page for each question that the handling township has to see to."""
    found = []
    for task in seen.reviews:
        thread = seen.threads.get(task.id)
        if thread is None:
            continue
        if task.status == "open" and thread.waits_for_our_words:
            words = _("%(who)s想先问清楚再答", who=known_as(task, seen.county_id))
        elif task.status == "bounced" and thread.waits_for_us:
            words = _("%(who)s退回来了，要定怎么办", who=known_as(task, seen.county_id))
        elif task.status == "bounced":
            words = _("%(who)s退回来了，县里在定由谁答", who=known_as(task, seen.county_id))
        else:
            continue
        found.append((words, visit.at(f"/workbench/cases/{seen.case.number}/threads/{task.id}")))
    return found
