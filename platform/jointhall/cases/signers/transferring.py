"""Transfer (转办): a task goes into other hands, whole; what others said before it stands."""

from __future__ import annotations

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _

from ..models import Case
from ..standing_in import Desk
from ..steps import Task
from .hands import Hand
from .table import must_be_possible


def transfer(tools: Tools, case: Case, task: Task, to: Hand, *, desk: Desk, why: str) -> None:
    """Gives a task to another office, or to one officer (指派); its days go on as they were."""
    must_be_possible(desk, case, task, "transfer")
    if to.officer_id is None and task.holder_id is None and to.office == task.office:
        raise BadForm({"to": _("它本来就在这个站所，请换一个。")})
    by = desk.actor(task.office, task)
    if not _holds_a_post(desk, to, task.office):
        # A post of the office before says nothing of the one that has it now.
        task.office, task.post, task.stands_in = to.office, "", ""
    if to.officer_id is None:
        task.office, task.post, task.stands_in = to.office, "", ""
    task.holder_id, task.holder_name = to.officer_id, to.officer_name
    words = _("%(office)s把这一项转给%(other)s办", office=by.office, other=to.words)
    case.note(
        "task.transferred", by=by, at=tools.clock.now(), words=words, note=why, task=task.key
    )  # fmt: skip


def _holds_a_post(desk: Desk, to: Hand, office: str) -> bool:
    posts = desk.roster.held.get(to.officer_id, frozenset()) if to.officer_id else frozenset()
    return any(code == office for code, _post in posts)
