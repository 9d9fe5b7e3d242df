"""Notices and objections, found by who may ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _

from .models import Case
from .notices import Objection, PublicNotice, Standing

PAGE = 50

_BY_ID = select(PublicNotice).where(PublicNotice.id == bindparam("id"))
_HOLD = _BY_ID.with_for_update().execution_options(populate_existing=True)


async def case_of_notice(session: AsyncSession, id: UUID) -> UUID:
    """The case a notice is of."""
    notice = await session.scalar(_BY_ID, {"id": id})
    if notice is None:
        raise NotHere(_("没有这份公示。"))
    return notice.case_id


async def hold_notice(session: AsyncSession, id: UUID) -> PublicNotice:
    """The notice, held until the commit, so that its end and its objections come in turn."""
    notice = await session.scalar(_HOLD, {"id": id})
    if notice is None:
        raise NotHere(_("没有这份公示。"))
    return notice


async def notice_numbered(
    session: AsyncSession, number: str, *, hold: bool = False
) -> PublicNotice:
    """The notice of this number here; another township's is not there."""
    asked = select(PublicNotice).where(
        PublicNotice.tenant_id == tenant_of(session), PublicNotice.number == number
    )
    if hold:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    notice: PublicNotice | None = await session.scalar(asked)
    if notice is None:
        raise NotHere(_("没有这份公示。"), what_next=_("请核对编号，或者看看现在有哪些公示。"))
    return notice


async def notices_up(
    session: AsyncSession, now: datetime, *, page: int = 1, most: int = PAGE
) -> Sequence[PublicNotice]:
    """What everybody may read now, what ends first standing first; one more when there are more."""
    found = await session.scalars(
        select(PublicNotice)
        .where(
            PublicNotice.tenant_id == tenant_of(session),
            PublicNotice.status == Standing.RUNNING.value,
            PublicNotice.ends_at > now,
        )
        .order_by(PublicNotice.ends_on, PublicNotice.number)
        .limit(most + 1)
        .offset((page - 1) * most)
    )
    return found.all()


async def notices_listed(
    session: AsyncSession, *, running: bool, page: int = 1, most: int = PAGE
) -> Sequence[PublicNotice]:
    """For the desk: what is under way, what ends first on top; or what is over, newest first."""
    under_way = (Standing.RUNNING.value, Standing.HELD.value)
    here = PublicNotice.tenant_id == tenant_of(session)
    asked = select(PublicNotice)
    if running:
        asked = asked.where(here, PublicNotice.status.in_(under_way)).order_by(
            PublicNotice.ends_on, PublicNotice.number
        )
    else:
        asked = asked.where(here, PublicNotice.status.not_in(under_way)).order_by(
            PublicNotice.posted_at.desc()
        )
    found = await session.scalars(asked.limit(most + 1).offset((page - 1) * most))
    return found.all()


async def notices_of(session: AsyncSession, case: Case) -> Sequence[PublicNotice]:
    """Every notice of a case, in the order they went up."""
    found = await session.scalars(
        select(PublicNotice)
        .where(PublicNotice.tenant_id == case.tenant_id, PublicNotice.case_id == case.id)
        .order_by(PublicNotice.posted_at)
    )
    return found.all()


async def hold_running(session: AsyncSession, case: Case) -> Sequence[PublicNotice]:
    """The notices of a case that are not ended, held."""
    found = await session.scalars(
        select(PublicNotice)
        .where(
            PublicNotice.tenant_id == case.tenant_id,
            PublicNotice.case_id == case.id,
            PublicNotice.status.in_((Standing.RUNNING.value, Standing.HELD.value)),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.all()


async def objections_to(session: AsyncSession, notice: PublicNotice) -> Sequence[Objection]:
    """What was said against a notice, the open ones first, in the order they came."""
    found = await session.scalars(
        select(Objection)
        .where(Objection.tenant_id == notice.tenant_id, Objection.notice_id == notice.id)
        .order_by(Objection.status != "open", Objection.filed_at)
    )
    return found.all()


async def open_objections(session: AsyncSession, notice_id: UUID) -> Sequence[Objection]:
    """The objections to a notice that nobody has answered, held."""
    found = await session.scalars(
        select(Objection)
        .where(
            Objection.tenant_id == tenant_of(session),
            Objection.notice_id == notice_id,
            Objection.status == "open",
        )
        .with_for_update()
    )
    return found.all()


async def objection_numbered(
    session: AsyncSession, number: str, *, hold: bool = False
) -> Objection:
    """The objection of this number; at a resident's door only their own is there."""
    asked = select(Objection).where(
        Objection.tenant_id == tenant_of(session), Objection.number == number
    )
    if hold:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found: Objection | None = await session.scalar(asked)
    if found is None:
        raise NotHere(_("没有这份异议。"), what_next=_("请核对编号，或者打电话问问。"))
    return found


async def objection_sent(session: AsyncSession, submission_id: UUID) -> Objection | None:
    """The objection that this form's one-time number has made already."""
    found: Objection | None = await session.scalar(
        select(Objection).where(
            Objection.tenant_id == tenant_of(session), Objection.submission_id == submission_id
        )
    )
    return found


async def objections_waiting(session: AsyncSession) -> Sequence[Objection]:
    """Every open objection here, the most urgent first."""
    found = await session.scalars(
        select(Objection)
        .where(Objection.tenant_id == tenant_of(session), Objection.status == "open")
        .order_by(Objection.due_on, Objection.filed_at)
        .limit(200)
    )
    return found.all()
