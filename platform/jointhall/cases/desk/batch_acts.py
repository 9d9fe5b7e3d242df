"""The acts of batches (批量能办的事): each the same verb as on the page of one case."""

from __future__ import annotations

from jointhall.kernel.refusals import NotAllowed, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _

from ..acceptance import accept, ask_correction, refuse_acceptance
from ..answering import answer_referral, answer_task
from ..decision import decide
from ..models import Case
from ..moving import LONGEST as LONGEST_WHY
from ..moving import move, move_of, newer_version
from ..standing_in import must_be_a_stranger
from ..status import Status
from ..steps import Task
from .batch_kinds import (
    AT_THE_COUNTER,
    FOR_A_WORD,
    FOR_THE_HEAD,
    READS,
    REVIEWS,
    BatchKind,
    Doing,
    Target,
)
from .watching import unwatch, watch

COUNTER, HEAD = ("case:accept",), ("case:decide",)


@BatchKind(
    "agree", N_("一起同意"), N_("同意了"), REVIEWS,
    about=N_("每一件都替您这个岗位答“同意”。会签规则满足的，自动往下走；还没往下走的，交了也可以撤回重新看。"),
    shortcut="a", fits=FOR_A_WORD,
)  # fmt: skip
async def agree(doing: Doing, target: Target) -> None:
    """The office's word on each, agreeing."""
    await _answer(doing, target, "agree")


@BatchKind(
    "refuse", N_("一起不同意"), N_("答了不同意"), REVIEWS,
    about=N_("每一件都答“不同意”，理由都是下面写的这一段，申请人看得到。"), field="words",
    fits=FOR_A_WORD,
)  # fmt: skip
async def refuse(doing: Doing, target: Target) -> None:
    """The office's word on each, refusing, with one reason for all."""
    await _answer(doing, target, "refuse")


@BatchKind(
    "accept", N_("一起受理"), N_("受理了"), COUNTER,
    about=N_("每一件都发受理通知书，开始计时，同时请各家看。只办您打开看过的。"),
    asks_first=True, is_looked_at=True, fits=AT_THE_COUNTER,
)  # fmt: skip
async def take_on(doing: Doing, target: Target) -> None:
    """Takes each on, as on its page."""
    case, by = await _at_the_counter(doing, target)
    await accept(doing.session, doing.tools, doing.place, case, by=by)


@BatchKind(
    "correct", N_("一起请补正"), N_("请补正了"), COUNTER,
    about=N_("每一件都发补正告知书，要补的都是下面写的这些。补正只能要求一次，请写全。"),
    field="words", is_looked_at=True, fits=AT_THE_COUNTER,
)  # fmt: skip
async def correct(doing: Doing, target: Target) -> None:
    """Asks each applicant for the same, once and whole."""
    case, by = await _at_the_counter(doing, target)
    await ask_correction(doing.session, doing.tools, doing.place, case, what=doing.words, by=by)


@BatchKind(
    "reject", N_("一起不予受理"), N_("不予受理了"), COUNTER,
    about=N_("每一件都发不予受理通知书，原因都是下面写的这一段，写明怎么申诉。"),
    field="words", is_looked_at=True, fits=AT_THE_COUNTER,
)  # fmt: skip
async def reject(doing: Doing, target: Target) -> None:
    """Takes none of them on, with one reason for all."""
    case, by = await _at_the_counter(doing, target)
    await refuse_acceptance(doing.session, doing.tools, doing.place, case, why=doing.words, by=by)


@BatchKind(
    "grant", N_("一起决定同意"), N_("决定同意了"), HEAD,
    about=N_("每一件都作出“同意”的决定，出决定书。只办您打开看过的。"),
    field="opinion", is_looked_at=True, fits=FOR_THE_HEAD,
)  # fmt: skip
async def grant(doing: Doing, target: Target) -> None:
    """Decides each, granting."""
    await _decide(doing, target, granted=True)


@BatchKind(
    "deny", N_("一起决定不同意"), N_("决定不同意了"), HEAD,
    about=N_("每一件都作出“不同意”的决定，理由都是下面写的这一段，会写进决定书。"),
    field="words", is_looked_at=True, fits=FOR_THE_HEAD,
)  # fmt: skip
async def deny(doing: Doing, target: Target) -> None:
    """Decides each, refusing, with one reason for all."""
    await _decide(doing, target, granted=False)


@BatchKind(
    "move", N_("一起换到新版"), N_("换到新版了"), ("case:move",),
    about=N_("每一件都换到事项现在的新版接着办，申请人会收到消息。不能换的照老版办完。"),
    field="words", longest=LONGEST_WHY,
)  # fmt: skip
async def to_new_version(doing: Doing, target: Target) -> None:
    """Moves each to the version offered now, where nothing stands against it."""
    session, tools, place = doing.session, doing.tools, doing.place
    case = await _held(doing, target)
    if await newer_version(session, place, case) is None:
        raise Refusal(_("已经是最新的一版。"))
    edition = (await move_of(session, tools, place, case)).after.edition
    by = doing.viewer.actor()
    await move(session, tools, place, case, edition=edition, why=doing.words, by=by)


@BatchKind(
    "watch", N_("关注"), N_("关注了"), READS, about=N_("放进您的“关注”，有新情况会标出来。"),
    any_item=True, shortcut="w",
)  # fmt: skip
async def begin_watching(doing: Doing, target: Target) -> None:
    """Takes each into the officer's watched ones."""
    now = doing.tools.clock.now()
    await watch(doing.session, target.whole_case(), doing.viewer, now=now)


@BatchKind(
    "unwatch", N_("不再关注"), N_("不关注了"), READS, about=N_("从您的“关注”里拿掉。"),
    any_item=True,
)  # fmt: skip
async def end_watching(doing: Doing, target: Target) -> None:
    """Lets each go."""
    await unwatch(doing.session, target.whole_case(), doing.viewer)


async def _answer(doing: Doing, target: Target, vote: str) -> None:
    session, tools, place, desk = doing.session, doing.tools, doing.place, doing.desk
    if target.referral is not None:
        _must(doing, "referral:answer")
        referral = target.referral
        await session.refresh(referral, with_for_update=True)
        desk.must_answer_for(referral.office)
        by = desk.actor(referral.office)
        await answer_referral(
            session, tools, place, referral, vote=vote, opinion=doing.words, by=by
        )
        return
    _must(doing, "case:review")
    task = _task(target, "review", _("这件现在没有等您提的意见。"))
    await _held(doing, target)
    desk.must_hold(task)
    await answer_task(
        session, tools, place, task,
        vote=vote, opinion=doing.words, by=desk.actor(task.office, task),
    )  # fmt: skip


async def _decide(doing: Doing, target: Target, *, granted: bool) -> None:
    task = _task(target, "decide", _("意见还没有齐，现在不能决定。"))
    await _held(doing, target)
    doing.desk.must_hold(task)
    case = await decide(
        doing.session, doing.tools, doing.place, task,
        outcome="granted" if granted else "refused", why=doing.words,
        by=doing.desk.actor(task.office, task),
    )  # fmt: skip
    if case.decided_at is None:
        raise Refusal(_("这一件要两个人决定，请打开它拟好，再请另一位签。"))


async def _at_the_counter(doing: Doing, target: Target) -> tuple[Case, Actor]:
    """The case, held, and the officer as they act on it."""
    case = await _held(doing, target)
    if case.status == Status.CORRECTION_ASKED:
        raise Refusal(_("正在等申请人补正，现在不用办。"))
    doing.desk.must_answer_for(case.office)
    return case, doing.desk.actor(case.office)


async def _held(doing: Doing, target: Target) -> Case:
    """The case, held until the commit, and not filed by the one who acts."""
    case = target.whole_case()
    await doing.session.refresh(case, with_for_update=True)
    await must_be_a_stranger(doing.session, doing.tools, case, doing.viewer)
    return case


def _task(target: Target, kind: str, words: str) -> Task:
    if target.task is None or target.task.kind != kind:
        raise Refusal(words)
    return target.task


def _must(doing: Doing, permission: str) -> None:
    if not doing.viewer.may(permission):
        raise NotAllowed(_("您的岗位不能办这一项。"))
