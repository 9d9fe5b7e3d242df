"""The notice of a delivery (送达公告) as everybody reads it: who is looked for, which letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.words import _

from ..notices import SHOWN, Shown
from ..posting import end_of_day
from .deliveries import Delivery


class DeliveryNotice(OfTenant, Base):
    """A letter told by notice, because nobody could be found: up until `ends_at`, or it arrived.

    It stands beside its delivery, because everybody may read the one and nobody the other.
    """

    __tablename__ = "delivery_notices"

    delivery_id: Mapped[UUID]
    case_id: Mapped[UUID]
    number: Mapped[str]
    shown_sealed: Mapped[bytes]
    content_hash: Mapped[str]
    posted_at: Mapped[datetime]
    ends_on: Mapped[date]
    ends_at: Mapped[datetime]
    taken_down_at: Mapped[datetime | None]
    views: Mapped[int] = mapped_column(default=0)
    """How often it was opened; never by whom."""

    def hang_until(self, day: date) -> None:
        """It stands to the end of this day, because the page has no closing time."""
        self.ends_on, self.ends_at = day, end_of_day(day)

    def is_up(self, now: datetime) -> bool:
        """Whether everybody may read it now: also before the timer has taken it down."""
        return self.taken_down_at is None and now < self.ends_at

    def days_left(self, today: date) -> int:
        return max((self.ends_on - today).days, 0)

    def shown(self, secrets: Secrets) -> Shown:
        """What it shows, masked; after its end for the record of the case only."""
        return Shown.from_bytes(secrets.open(self.tenant_id, SHOWN, self.shown_sealed))


async def delivery_notice_numbered(session: AsyncSession, number: str) -> DeliveryNotice:
    """The notice of this number here; another township's is not there."""
    found: DeliveryNotice | None = await session.scalar(
        select(DeliveryNotice).where(
            DeliveryNotice.tenant_id == tenant_of(session), DeliveryNotice.number == number
        )
    )
    if found is None:
        raise NotHere(_("没有这份公告。"), what_next=_("请核对编号，或者看看现在有哪些公告。"))
    return found


async def delivery_notices_up(
    session: AsyncSession, now: datetime, *, most: int = 100
) -> Sequence[DeliveryNotice]:
    """What everybody may read now, what ends first standing first."""
    found = await session.scalars(
        select(DeliveryNotice)
        .where(
            DeliveryNotice.tenant_id == tenant_of(session),
            DeliveryNotice.taken_down_at.is_(None),
            DeliveryNotice.ends_at > now,
        )
        .order_by(DeliveryNotice.ends_on, DeliveryNotice.number)
        .limit(most)
    )
    return found.all()


async def notices_of_deliveries(session: AsyncSession, case_id: UUID) -> dict[UUID, DeliveryNotice]:
    """The notices of a case by the delivery each is of."""
    found = await session.scalars(
        select(DeliveryNotice).where(
            DeliveryNotice.tenant_id == tenant_of(session), DeliveryNotice.case_id == case_id
        )
    )
    return {one.delivery_id: one for one in found}


async def notice_of_delivery(session: AsyncSession, delivery: Delivery) -> DeliveryNotice | None:
    """The notice a letter was told by, held; the caller holds the delivery."""
    found: DeliveryNotice | None = await session.scalar(
        select(DeliveryNotice)
        .where(
            DeliveryNotice.tenant_id == delivery.tenant_id,
            DeliveryNotice.delivery_id == delivery.id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def take_down(session: AsyncSession, delivery: Delivery, *, at: datetime) -> None:
    """The letter has arrived, or is brought no more: nobody reads of it any longer."""
    notice = await notice_of_delivery(session, delivery)
    if notice is not None and notice.taken_down_at is None:
        notice.taken_down_at = at


async def count_opening(session: AsyncSession, id: UUID) -> None:
    """Somebody opened it once more."""
    await session.execute(
        update(DeliveryNotice)
        .where(DeliveryNotice.tenant_id == tenant_of(session), DeliveryNotice.id == id)
        .values(views=DeliveryNotice.views + 1)
    )
