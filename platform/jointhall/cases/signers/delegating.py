"""Delegation (委托): another one does it, the principal stays answerable and may take it back."""

from __future__ import annotations

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _

from ..models import Case
from ..standing_in import Desk
from ..steps import Task
from .hands import Hand
from .table import must_be_possible


def delegate(tools: Tools, case: Case, task: Task, to: Hand, *, desk: Desk, why: str) -> None:
    """Has a task done by a colleague: it stays this office's, and late days count against it."""
    must_be_possible(desk, case, task, "delegation")
    if to.officer_id is None:
        raise BadForm({"to": _("委托要委托给一个人，请选一位同事。")})
    by = desk.actor(task.office, task)
    task.principal_id, task.principal_name = desk.viewer.id, desk.viewer.name
    task.holder_id, task.holder_name = to.officer_id, to.officer_name
    words = _(
        "%(office)s%(who)s委托%(other)s代办，责任不变",
        office=by.office, who=by.name, other=to.words,
    )  # fmt: skip
    case.note(
        "task.delegated", by=by, at=tools.clock.now(), words=words, note=why, task=task.key
    )  # fmt: skip


def reclaim(tools: Tools, case: Case, task: Task, *, desk: Desk) -> None:
    """The principal takes it back, as long as the delegate has not answered."""
    must_be_possible(desk, case, task, "reclaim")
    words = _("%(who)s收回委托，自己办", who=task.principal_name)
    by = desk.viewer.actor()
    _to_the_principal(task)
    case.note("task.reclaimed", by=by, at=tools.clock.now(), words=words, task=task.key)


def hand_back(tools: Tools, case: Case, task: Task, *, desk: Desk, why: str) -> None:
    """The delegate gives it back."""
    must_be_possible(desk, case, task, "handing-back")
    by = desk.actor(task.office, task)
    words = _("%(who)s把这一项交回给%(other)s", who=by.name, other=task.principal_name)
    _to_the_principal(task)
    case.note(
        "task.handed_back", by=by, at=tools.clock.now(), words=words, note=why, task=task.key
    )  # fmt: skip


def _to_the_principal(task: Task) -> None:
    task.holder_id, task.holder_name = task.principal_id, task.principal_name
    task.principal_id, task.principal_name = None, ""
