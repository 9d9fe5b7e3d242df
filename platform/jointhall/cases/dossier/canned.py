"""Canned opinions (常用意见): an officer's own and their office's, before those everyone has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record

from ..standing_in import Desk

LONGEST, MOST = 200, 30
ACTS = {"review": N_("提意见"), "decide": N_("作决定"), "accept": N_("请补正、不受理")}


class CannedOpinion(OfTenant, Base):
    """Words often given; of one officer, or of everyone in an office (its code)."""

    __tablename__ = "canned_opinions"

    officer_id: Mapped[UUID | None]
    office: Mapped[str] = mapped_column(default="")
    act: Mapped[str]
    words: Mapped[str]
    written_at: Mapped[datetime]


async def canned_here(
    session: AsyncSession, desk: Desk, act: str | None = None
) -> Sequence[CannedOpinion]:
    """The officer's own first, then those of the offices they hold posts in, oldest first."""
    asked = select(CannedOpinion).where(
        CannedOpinion.tenant_id == tenant_of(session),
        (CannedOpinion.officer_id == desk.viewer.id) | CannedOpinion.office.in_(desk.held),
    )
    if act is not None:
        asked = asked.where(CannedOpinion.act == ("review" if act == "referral" else act))
    found = await session.scalars(
        asked.order_by(CannedOpinion.office, CannedOpinion.written_at, CannedOpinion.id)
    )
    return found.all()


async def keep_canned(
    session: AsyncSession, desk: Desk, *, act: str, words: str, office: str, now: datetime
) -> None:
    """Keeps an opinion for oneself, or for an office one holds a post in. Raises BadForm."""
    said, troubles = words.strip(), {}
    if act not in ACTS:
        troubles["act"] = _("请选用在哪里。")
    if not said:
        troubles["words"] = _("请写常用的话。")
    elif len(said) > LONGEST:
        troubles["words"] = _("一句最多 %(most)s 个字。", most=LONGEST)
    if office and office not in desk.held:
        troubles["office"] = _("只能给自己所在的站所加。")
    if not troubles and len(await canned_here(session, desk)) >= MOST:
        troubles["words"] = _("已经有 %(most)s 句了，删掉不用的再加。", most=MOST)
    if troubles:
        raise BadForm(troubles)
    session.add(
        CannedOpinion(
            tenant_id=tenant_of(session),
            officer_id=None if office else desk.viewer.id,
            office=office,
            act=act,
            words=said,
            written_at=now,
        )
    )
    _note(session, desk, _("加了一句常用意见"))


async def drop_canned(session: AsyncSession, desk: Desk, id: UUID) -> None:
    """Takes one out; another officer's is not there."""
    if id not in {one.id for one in await canned_here(session, desk)}:
        raise NotHere(_("没有这一句，可能已经删了。"))
    await session.execute(
        delete(CannedOpinion).where(
            CannedOpinion.tenant_id == tenant_of(session), CannedOpinion.id == id
        )
    )
    _note(session, desk, _("删了一句常用意见"))


def _note(session: AsyncSession, desk: Desk, words: str) -> None:
    by = desk.viewer.actor()
    record(session, "opinions.changed", who=by, subject=f"officer:{by.id}", words=words)
