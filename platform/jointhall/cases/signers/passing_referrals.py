"""Passing a referral on within the house (内部转办): asked of us, and another office's matter."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.tenancy.permitted import permitted_here

from ..standing_in import Desk
from ..steps import Referral
from .hands import Hand


async def offices_open(session: AsyncSession, desk: Desk, referral: Referral) -> Sequence[Hand]:
    """The offices of this house that have somebody there who may answer others."""
    able, roster = await permitted_here(session), desk.roster
    return [
        Hand(code, name)
        for code, name in desk.names.items()
        if code != referral.office
        and any(
            "referral:answer" in able.get(officer, frozenset())
            for officer in roster.answering(code)
            if roster.is_there(officer)
        )
    ]


async def pass_on(
    session: AsyncSession, referral: Referral, said: str, *, desk: Desk, why: str
) -> None:
    """Gives it to another office of ours; the asker's day stays, and so does what came along."""
    if referral.status != "open":
        raise Refusal(_("这一项已经有答复了。"), what_next=_("刷新页面看看最新情况。"))
    desk.must_answer_for(referral.office)
    to = next((one for one in await offices_open(session, desk, referral) if one.key == said), None)
    if to is None:
        raise BadForm({"to": _("请从列出来的站所里选一个。")})
    if not why.strip() or len(why) > 500:
        raise BadForm({"why": _("请写一句为什么，500 个字以内。")})
    by = desk.actor(referral.office)
    referral.office = to.office
    record(
        session, "referral.passed_on", who=by, subject=f"referral:{referral.id}",
        words=_("%(office)s转给%(other)s：%(why)s",
                office=by.office, other=to.office_name, why=why.strip()),
        case_number=referral.case_number,
    )  # fmt: skip
