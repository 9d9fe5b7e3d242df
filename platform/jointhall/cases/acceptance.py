"""Acceptance (受理): taking a case on, asking for what is missing, or not taking it on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of, sheet_here
from jointhall.web.place import Place

from .circulation import open_next_step
from .clocks import start_clocks, stop_clocks
from .correspondence import write_letter
from .course.reminding import remind_later
from .models import Case
from .queries import last_became
from .status import Status
from .telling import tell_applicant


async def accept(
    session: AsyncSession,
    tools: Tools,
    place: Place,
    case: Case,
    *,
    by: Actor,
    received_at: datetime | None = None,
) -> None:
    """Accepts: letter with number and QR, the clocks start, the first step asks everybody at once.

    `received_at` is given when silence accepted: then the clocks run from the day of receipt.
    """
    now = tools.clock.now()
    case.accept(by=by, at=now)
    case.accepted_at = received_at or now
    await stop_clocks(session, "case", case.id, at=now)
    # The township may promise less than the county: its own word is the one the clock holds it to.
    sheet = await sheet_here(session, place, case.item_code, case.edition)
    await start_clocks(session, place, sheet, case, at=received_at or now)
    await write_letter(session, tools, place, sheet, case, "acceptance", by=by)
    case.begin_review(by=by, at=now)
    await tell_applicant(
        session, tools, case, "case.accepted",
        _("您的“%(item)s”受理了，编号%(number)s。", item=case.item_title, number=case.number),
    )  # fmt: skip
    await open_next_step(session, tools, place, sheet, case, by=by)


async def refuse_acceptance(
    session: AsyncSession, tools: Tools, place: Place, case: Case, *, why: str, by: Actor
) -> None:
    """Does not accept, in writing, with the reason and the remedies."""
    _said(why, _("不予受理要写清楚原因，会写进通知书。"))
    case.refuse_acceptance(by=by, at=tools.clock.now(), why=why)
    await stop_clocks(session, "case", case.id, at=tools.clock.now())
    sheet = await edition_of(session, case.item_code, case.edition)
    await write_letter(session, tools, place, sheet, case, "non_acceptance", by=by, why=why)
    await tell_applicant(
        session, tools, case, "case.not_accepted",
        _("您的“%(item)s”不能受理，原因写在通知书里。", item=case.item_title),
    )  # fmt: skip


async def ask_correction(
    session: AsyncSession, tools: Tools, place: Place, case: Case, *, what: str, by: Actor
) -> None:
    """Tells once and whole what is missing (一次性补正告知)."""
    _said(what, _("要补什么，请一次写全。"))
    await _must_be_the_first(session, case)
    case.ask_correction(by=by, at=tools.clock.now(), what=what)
    await remind_later(session, case, at=tools.clock.now())
    await stop_clocks(session, "case", case.id, at=tools.clock.now())
    sheet = await edition_of(session, case.item_code, case.edition)
    await write_letter(session, tools, place, sheet, case, "correction", by=by, what=what)
    await tell_applicant(
        session, tools, case, "case.correction_asked",
        _("您的“%(item)s”要补点东西，点开看看补什么。", item=case.item_title),
    )  # fmt: skip


async def _must_be_the_first(session: AsyncSession, case: Case) -> None:
    """What is missing is told once (行政许可法 32): a second list is not the law's."""
    asked = await last_became(session, case, Status.CORRECTION_ASKED)
    if asked is not None and case.status == Status.SUBMITTED:
        raise Refusal(
            _("已经请申请人补正过一次了，法律只许一次说全。"),
            what_next=_("够了就受理；还是不够，写清楚理由不予受理；小处可以打电话问。"),
        )


def _said(words: str, trouble: str) -> None:
    if not words.strip():
        raise BadForm({"words": trouble})
    if len(words) > 2000:
        raise BadForm({"words": _("最多写 2000 个字。")})
