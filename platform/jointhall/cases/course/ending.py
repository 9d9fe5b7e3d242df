"""Ending (终止): what has lost its object ends without a decision, on a ground from a list.

No catch-all ground: what fits none of these is decided on, so that nobody's application is put
away without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Place

from ..correspondence import write_letter
from ..models import Case
from ..queries import last_became
from ..status import MAY_BECOME, Status
from ..telling import tell_applicant
from .calling_off import call_everything_off

LONGEST = 1000
WAITS = timedelta(days=30)
"""How long a correction is waited for before its silence is a ground. No law sets it: a month, and
the applicant was reminded before it is over."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a case may end: what is chosen, and how the letter begins its reason."""

    code: str
    words: str
    hint: str
    said: str


UNANSWERED = "unanswered"
GROUNDS: tuple[Ground, ...] = (
    Ground(
        UNANSWERED, N_("请补正以后，一直没有补来"), N_("请补正满 30 天，中间提醒过的"),
        N_("请您补正的材料，到期没有交来"),
    ),
    Ground(
        "died", N_("申请人去世或者丧失行为能力"), N_("没有能接着办的人"),
        N_("申请人去世或者丧失行为能力，没有人能接着办"),
    ),
    Ground(
        "dissolved", N_("申请的单位注销或者解散了"), N_("没有承受它权利的单位"),
        N_("申请的单位已经注销或者解散"),
    ),
    Ground(
        "gone", N_("申请的东西没有了"), N_("比如要建的地被征收、要修的房塌了"),
        N_("申请所指的东西已经不存在"),
    ),
    Ground(
        "law", N_("法律、政策变了，不用再办"), N_("写清楚哪个文件、从哪天起"),
        N_("法律、政策有了变化，这件事不用再办"),
    ),
    Ground(
        "twice", N_("同一件事已经在别处办了"), N_("写清楚在哪里、编号多少"),
        N_("同一件事已经在别处办理"),
    ),
)  # fmt: skip


def grounds_for(case: Case) -> Sequence[Ground]:
    """The grounds that a case in this state can end on."""
    if case.status == Status.CORRECTION_ASKED:
        return GROUNDS
    return [ground for ground in GROUNDS if ground.code != UNANSWERED]


def may_end(case: Case) -> bool:
    return Status.ENDED in MAY_BECOME[Status(case.status)]


async def end_case(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    *,
    ground: str,
    why: str,
    by: Actor,
) -> None:
    """Ends it: letter with the ground and the remedies, everything open called off, here and there.

    The caller holds the case and has seen to it that the officer may.
    """
    if not may_end(case):
        raise Refusal(
            _("这件现在是“%(now)s”，不能终止。", now=case.status_words),
            what_next=_("刷新页面看看最新情况，可能有同事刚办过。"),
        )
    chosen = {one.code: one for one in grounds_for(case)}.get(ground)
    why, troubles = why.strip(), {}
    if chosen is None:
        troubles["ground"] = _("请选一条终止的原因。")
    elif chosen.code == UNANSWERED:
        first = await unanswered_from(session, case)
        if on_which_day(tools.clock.now()) < first:
            troubles["ground"] = _("还没有满 30 天，%(day)s起才能用这一条。", day=day_words(first))
    if not why:
        troubles["why"] = _("请写清楚具体情况和凭据，会写进告知书。")
    elif len(why) > LONGEST:
        troubles["why"] = _("最多写 %(n)s 个字。", n=LONGEST)
    if troubles or chosen is None:
        raise BadForm(troubles)
    reason = _("%(ground)s：%(why)s", ground=_(chosen.said), why=why.rstrip("。"))
    case.end(by=by, at=tools.clock.now(), why=reason)
    await call_everything_off(session, tools, case)
    sheet = await edition_of(session, case.item_code, case.edition)
    await write_letter(session, tools, place, sheet, case, "termination", by=by, why=reason)
    told = _("您的“%(item)s”终止办理了，原因和不服的办法看告知书。", item=case.item_title)
    await tell_applicant(session, tools, case, "case.ended", told)


async def unanswered_from(session: AsyncSession, case: Case) -> date:
    """The first day on which a correction nobody answered is a ground to end the case."""
    asked_at = await asked_to_correct_at(session, case)
    return on_which_day((asked_at or case.updated_at) + WAITS)


async def asked_to_correct_at(session: AsyncSession, case: Case) -> datetime | None:
    """When the applicant was asked for what is missing, the last time."""
    line = await last_became(session, case, Status.CORRECTION_ASKED)
    return line.at if line is not None else None
