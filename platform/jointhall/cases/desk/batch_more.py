"""More acts of batches (批量能办的事): other hands, other eyes, words beside the case, papers."""

from __future__ import annotations

from jointhall.documents.queries import letters_of_case
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import N_, _

from ..dossier.notes import LONGEST as LONGEST_NOTE
from ..dossier.notes import write_note
from ..dossier.talk import LONGEST as LONGEST_TALK
from ..dossier.talk import say_to_applicant
from ..queries import tasks_of
from ..signers.copying import copy_to, mark_read
from ..signers.delegating import delegate
from ..signers.hands import hand_of, readers, why_of
from ..signers.transferring import transfer
from ..steps import Task
from ..supervision.urging import LONGEST as LONGEST_URGING
from ..supervision.urging import urge_referral, urge_task
from .batch_kinds import IN_HAND, READS, BatchKind, Doing, Target

TASKS = ("case:review", "case:decide")


@BatchKind(
    "transfer", N_("转办"), N_("转出去了"), TASKS,
    about=N_("每一件在您手里的这一项，都转给同一个站所或者同一个人办。别家已经答的都算数。"),
    field="hand", needs_words=True, longest=500, shortcut="t", fits=IN_HAND,
)  # fmt: skip
async def to_other_hands(doing: Doing, target: Target) -> None:
    """Gives each task into the same other hands."""
    task = _task(target)
    hand = await hand_of(doing.session, doing.desk, target.whole_case(), task.kind, doing.whom)
    why = why_of(doing.words)
    await doing.session.refresh(task, with_for_update=True)
    transfer(doing.tools, target.whole_case(), task, hand, desk=doing.desk, why=why)


@BatchKind(
    "delegate", N_("委托同事"), N_("委托出去了"), TASKS,
    about=N_("每一件在您手里的这一项，都请同一位同事代办。责任还在您，办之前随时可以收回。"),
    field="officer", longest=500, fits=IN_HAND,
)  # fmt: skip
async def by_a_colleague(doing: Doing, target: Target) -> None:
    """Has each done by the same colleague."""
    task, case = _task(target), target.whole_case()
    hand = await hand_of(doing.session, doing.desk, case, task.kind, doing.whom, offices=False)
    why = why_of(doing.words, needed=False)
    await doing.session.refresh(task, with_for_update=True)
    delegate(doing.tools, case, task, hand, desk=doing.desk, why=why)


@BatchKind(
    "copy", N_("抄送"), N_("抄送了"), READS,
    about=N_("每一件都放进同一位同事的“待阅”，他只看，不用答。"), field="reader", longest=500,
    any_item=True,
)  # fmt: skip
async def before_other_eyes(doing: Doing, target: Target) -> None:
    """Puts each before the same colleague, to read."""
    found = await readers(doing.session, doing.viewer.id)
    hands = [hand for hand in found if hand.key == doing.whom]
    case = target.whole_case()
    by = doing.desk.actor(case.office)
    await copy_to(doing.session, doing.tools, case, hands, by=by, words=doing.words)


@BatchKind(
    "read", N_("标为已阅"), N_("已阅"), READS,
    about=N_("抄送给您的，从“待阅”里拿掉。"), any_item=True,
)  # fmt: skip
async def have_read(doing: Doing, target: Target) -> None:
    """What was put before this officer has been read."""
    assert doing.viewer.id is not None, "an officer has an id"
    case, now = target.whole_case(), doing.tools.clock.now()
    if not await mark_read(doing.session, case.id, doing.viewer.id, now):
        raise Refusal(_("这一件没有抄送给您，或者已经读过了。"))


@BatchKind(
    "urge", N_("催办"), N_("催了"), ("case:urge",),
    about=N_("每一件都催还没有答复的各方，用下面这一段话。催了几次会记下来。"),
    field="words", longest=LONGEST_URGING,
)  # fmt: skip
async def urge_all(doing: Doing, target: Target) -> None:
    """Urges everybody a case still waits for."""
    session, tools = doing.session, doing.tools
    if target.referral is not None:
        by = doing.viewer.actor()
        await urge_referral(session, tools, target.referral, reason=doing.words, by=by)
        return
    case = target.whole_case()
    waits = [task for task in await tasks_of(session, case) if task.status == "open"]
    if not waits:
        raise Refusal(_("这一件现在没有在等谁答复。"))
    by = doing.desk.actor(case.office)
    for task in waits:
        await urge_task(session, tools, case, task, reason=doing.words, by=by)


@BatchKind(
    "note", N_("加内部备注"), N_("加了备注"), READS,
    about=N_("每一件都加同一条内部备注，只有同事看得到，申请人看不到。"), field="words",
    longest=LONGEST_NOTE, any_item=True,
)  # fmt: skip
async def note_all(doing: Doing, target: Target) -> None:
    """The same note beside each."""
    by = doing.viewer.actor()
    await write_note(doing.session, doing.tools, target.whole_case(), words=doing.words, by=by)


@BatchKind(
    "tell", N_("给申请人留言"), N_("留言了"), READS,
    about=N_("每一件的申请人都收到同一段留言，可以回。不要写别人的事。"), field="words",
    longest=LONGEST_TALK,
)  # fmt: skip
async def tell_all(doing: Doing, target: Target) -> None:
    """The same words to each applicant."""
    by = doing.viewer.actor()
    await say_to_applicant(
        doing.session, doing.tools, target.whole_case(), words=doing.words, by=by
    )


@BatchKind(
    "letters", N_("打印文书"), N_("有文书"), READS,
    about=N_("把选中的办件的文书合成一本，一次打印。"), any_item=True,
)  # fmt: skip
async def letters_together(doing: Doing, target: Target) -> None:
    """Sees whether a case has a letter that can be printed; the book is made when it is asked."""
    letters = await letters_of_case(doing.session, target.whole_case().id)
    if not any(letter.is_made and letter.is_in_force for letter in letters):
        raise Refusal(_("这一件还没有盖好章的文书。"))


@BatchKind(
    "export", N_("导出选中的"), N_("在清单里"), READS,
    about=N_("把选中的办件列成一张表格。"), any_item=True,
)  # fmt: skip
async def list_together(_doing: Doing, target: Target) -> None:
    """Sees that a case is there to be listed; the spreadsheet is made when it is asked."""
    target.whole_case()


def _task(target: Target) -> Task:
    if target.task is None:
        raise NotHere(_("这一件现在不在您手里。"))
    return target.task
