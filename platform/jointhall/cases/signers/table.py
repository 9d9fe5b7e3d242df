"""What may follow what (会签的办法): every act on a task, when it makes sense and who may do it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.words import N_, _

from ..models import Case
from ..standing_in import Desk
from ..status import Status
from ..steps import Task


class Who(StrEnum):
    """Whose act it is, seen from the task."""

    HOLDER = "holder"
    """Whoever has the task in hand today (经办人)."""
    PRINCIPAL = "principal"
    """Whoever had it done by another (委托人)."""
    DELEGATE = "delegate"
    """Whom it was given to (受托人)."""
    GIVER = "giver"
    """Whoever gave its word."""
    SIGNER = "signer"
    """Whoever has it in hand, or gave its word already."""


@dataclass(frozen=True, slots=True)
class Way:
    """One act: from which status of a task to which, who may, and what it says of itself.

    `after` is empty where the task stays as it is. `of` are the kinds of task it is for; a delegate
    answers or hands back and does no more, and whoever was added speaks for another's seat and
    sends nobody back.
    """

    noun: str
    words: str
    about: str
    who: Who
    before: tuple[str, ...]
    after: str = ""
    of: tuple[str, ...] = ("review", "decide")
    by_delegate: bool = False
    by_added: bool = True


ANSWER = ("review",)
WAYS: tuple[Way, ...] = (
    Way("transfer", N_("转办"), N_("这一项归别人办更合适，整个转过去。"
           "别家已经答的都算数，日子不重新算。"),
        Who.HOLDER, ("open",)),
    Way("delegation", N_("委托"), N_("请同事代您办这一项。责任还在您，办之前随时可以收回。"),
        Who.HOLDER, ("open",)),
    Way("reclaim", N_("收回委托"), N_("收回来自己办。"),
        Who.PRINCIPAL, ("open",)),
    Way("handing-back", N_("交回"), N_("办不了，交回给委托您的人。"),
        Who.DELEGATE, ("open",), by_delegate=True),
    Way("signer-before", N_("请人先看（前加签）"), N_("先请一位看，他看完再回到您这里。"
           "他的意见供您参考，这一家仍然算一票。"),
        Who.HOLDER, ("open",), "waiting"),
    Way("signer-after", N_("请人后签（后加签）"), N_("您同意以后还要他签。"
           "两个人都同意，这一家才算同意；您不同意就不用他签了。"),
        Who.HOLDER, ("open",), of=ANSWER),
    Way("signer-removal", N_("减签"), N_("不用再请他看了。"
           "只能减加上去的人，事项表要问的一家也不能少。"),
        Who.SIGNER, ("open", "waiting", "done")),
    Way("recall", N_("撤回意见"), N_("撤回来重新提。"
           "这一步没有结束、也没有人接着您的意见往下办，才能撤。"),
        Who.GIVER, ("done",), "open", of=ANSWER, by_delegate=True),
    Way("sending-back", N_("退回"), N_("前面的步骤有问题，退回去重新办。日子接着算，不重新算。"),
        Who.HOLDER, ("open",), "sent_back", by_added=False),
)  # fmt: skip
BY_NOUN = {way.noun: way for way in WAYS}
PERMISSION = {"review": "case:review", "decide": "case:decide"}


def may(desk: Desk, case: Case, task: Task, noun: str) -> bool:
    """Whether this officer may do it now."""
    try:
        must_be_possible(desk, case, task, noun)
    except Refusal:
        return False
    return True


def ways_open(desk: Desk, case: Case, task: Task) -> list[Way]:
    """Everything this officer may do with this task now, in the order of the table."""
    return [way for way in WAYS if may(desk, case, task, way.noun)]


def must_be_possible(desk: Desk, case: Case, task: Task, noun: str) -> None:
    """Raises a Refusal that says why it cannot be done, or not by this officer."""
    way = BY_NOUN[noun]
    if task.peer_id is not None:
        raise NotAllowed(_("这一项在别的单位手里，由他们自己安排。"))
    if not desk.viewer.may(PERMISSION[task.kind]) or task.kind not in way.of:
        raise NotAllowed(_("您的岗位不能这样办这一项。"))
    if case.status != Status.UNDER_REVIEW:
        raise Refusal(
            _("这件事现在是“%(now)s”，不能再这样办了。", now=case.status_words),
            what_next=_("刷新页面看看最新情况，可能有同事刚办过。"),
        )
    if task.status not in way.before:
        task.must_be_open()
        raise Refusal(_("这一项还没有答复，没有可以撤回的。"))
    _must_be_theirs(desk, task, way)
    if task.added_to is not None and not way.by_added:
        raise Refusal(
            _("您是加签进来看的，不能退回。"), what_next=_("把意见写清楚，请您看的人会看到。")
        )


def _must_be_theirs(desk: Desk, task: Task, way: Way) -> None:
    if way.who is Who.PRINCIPAL:
        _must(task.principal_id is not None and task.principal_id == desk.viewer.id,
              _("这一项不是您委托出去的。"))  # fmt: skip
    elif way.who is Who.DELEGATE:
        desk.must_hold(task)
        _must(task.principal_id is not None, _("这一项不是别人委托给您的。"))
    elif way.who is Who.GIVER or (way.who is Who.SIGNER and task.status == "done"):
        given = task.answered_by_id == str(desk.viewer.id)
        _must(given, _("只有提意见的人自己能撤回。"))
    else:
        desk.must_hold(task)
        _must(task.principal_id is None or way.by_delegate,
              _("您是受委托办的，只能答复或者交回。"))  # fmt: skip


def _must(holds: bool, words: str) -> None:
    if not holds:
        raise NotAllowed(words)
