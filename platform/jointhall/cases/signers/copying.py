"""Copies (抄送): somebody is to know of a case, and says when they have read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _

from ..models import Case
from .hands import Hand

MOST = 20
UNREAD = "tenant_id = :tenant_id and officer_id = :me and read_at is null"
"""Copies an officer has not read, for a question that counts them."""


class Copy(OfTenant, Base):
    """One case put before one officer, to read and not to answer."""

    __tablename__ = "case_copies"

    case_id: Mapped[UUID]
    officer_id: Mapped[UUID]
    officer_name: Mapped[str]
    sent_by_id: Mapped[UUID | None]
    sent_by: Mapped[str]
    sent_at: Mapped[datetime]
    words: Mapped[str]
    read_at: Mapped[datetime | None] = mapped_column(default=None)


async def copy_to(
    session: AsyncSession, tools: Tools, case: Case, hands: Sequence[Hand], *, by: Actor, words: str
) -> None:
    """Puts the case before these officers; who has an unread copy already gets no second one."""
    case.must_be_here()
    people = [hand for hand in hands if hand.officer_id is not None]
    if not people:
        raise BadForm({"to": _("请选抄送给谁。")})
    if len(people) > MOST:
        raise BadForm({"to": _("一次最多抄送 %(n)s 个人。", n=MOST)})
    if len(words) > 500:
        raise BadForm({"why": _("最多写 %(n)s 个字。", n=500)})
    now, unread = tools.clock.now(), await _unread(session, case)
    named = []
    for hand in people:
        assert hand.officer_id is not None
        if hand.officer_id in unread:
            continue
        unread.add(hand.officer_id)
        session.add(
            Copy(
                tenant_id=case.tenant_id, id=new_id(), case_id=case.id,
                officer_id=hand.officer_id, officer_name=hand.officer_name, sent_by_id=by.id,
                sent_by=f"{by.office}{by.name}", sent_at=now, words=words.strip(),
            )
        )  # fmt: skip
        named.append(hand.words)
    if not named:
        raise BadForm({"to": _("他们都已经收到了，还没有读。")})
    told = _("抄送给%(who)s", who=_("、").join(named))
    case.note("case.copied", by=by, at=now, words=told, note=words.strip())


async def mark_read(session: AsyncSession, case_id: UUID, officer_id: UUID, at: datetime) -> int:
    """This officer has read what was put before them of a case; how many copies that were."""
    unread = await session.scalars(
        select(Copy).where(
            Copy.tenant_id == tenant_of(session), Copy.case_id == case_id,
            Copy.officer_id == officer_id, Copy.read_at.is_(None),
        )
    )  # fmt: skip
    marked = 0
    for copy in unread:
        copy.read_at, marked = at, marked + 1
    return marked


async def copies_of(session: AsyncSession, case: Case) -> Sequence[Copy]:
    """Before whom a case was put, and who has read it, the latest first."""
    found = await session.scalars(
        select(Copy)
        .where(Copy.tenant_id == case.tenant_id, Copy.case_id == case.id)
        .order_by(Copy.sent_at.desc(), Copy.id)
    )
    return found.all()


async def copies_for(
    session: AsyncSession, officer_id: UUID, *, unread: bool = True, most: int = 50
) -> Sequence[tuple[Copy, Case]]:
    """What this officer is to read (待阅), the latest first; or all that was put before them."""
    wanted = (
        select(Copy, Case)
        .join(Case, (Case.tenant_id == Copy.tenant_id) & (Case.id == Copy.case_id))
        .where(Copy.tenant_id == tenant_of(session), Copy.officer_id == officer_id)
    )
    if unread:
        wanted = wanted.where(Copy.read_at.is_(None))
    rows = await session.execute(wanted.order_by(Copy.sent_at.desc(), Copy.id).limit(most))
    return [(copy, case) for copy, case in rows]


async def _unread(session: AsyncSession, case: Case) -> set[UUID]:
    found = await session.scalars(
        select(Copy.officer_id).where(
            Copy.tenant_id == case.tenant_id, Copy.case_id == case.id, Copy.read_at.is_(None)
        )
    )
    return set(found)
