"""A delivery (送达): one letter brought to its applicant, how, and from which day it counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.documents.models import Letter
from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.words import N_, _

from ..models import Case

TOLD = "delivery told"
DECISIONS = ("granted", "refused")
"""Letters whose delivery brings a case to its end."""


class Wish(StrEnum):
    """How the applicant asks to be served (送达方式的选择)."""

    ONLINE = "online"
    WINDOW = "window"
    POST = "post"


class Way(StrEnum):
    """How a letter reached its applicant (送达方式)."""

    ONLINE = "online"
    WINDOW = "window"
    POST = "post"
    LEFT = "left"
    NOTICE = "notice"


class Standing(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    DONE = "done"
    CALLED_OFF = "called_off"


OPEN = (Standing.WAITING.value, Standing.UNDER_WAY.value)

WAYS: dict[Way, str] = {
    Way.ONLINE: N_("网上送达"),
    Way.WINDOW: N_("窗口当面交"),
    Way.POST: N_("邮寄送达"),
    Way.LEFT: N_("留置送达"),
    Way.NOTICE: N_("公告送达"),
}

TAKES_EFFECT: dict[Way, str] = {
    Way.ONLINE: N_(
        "申请人同意网上收的，文书到了账户那天就算送达；没有先同意的，打开或者点收下那天算。"
    ),
    Way.WINDOW: N_("签收那天算送达。"),
    Way.POST: N_("回执上签收那天算送达，不是寄出那天。"),
    Way.LEFT: N_("留下文书、记明拒收情况那天算送达。"),
    Way.NOTICE: N_("公告满三十日算送达。"),
}  # fmt: skip


class Delivery(OfTenant, Base):
    """The bringing of one letter; its row, with the letter, is the service record (送达回证).

    `told_sealed` holds who signed, the tracking number, the witnesses: what nobody else is to read.
    `shown_at` is when the applicant first opened it, whatever the way.
    """

    __tablename__ = "case_deliveries"

    case_id: Mapped[UUID]
    resident_id: Mapped[UUID]
    letter_id: Mapped[UUID]
    way: Mapped[str | None]
    status: Mapped[str]
    opened_at: Mapped[datetime]
    due_on: Mapped[date | None]
    told_sealed: Mapped[bytes | None]
    sent_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(default="")
    shown_at: Mapped[datetime | None]
    record_id: Mapped[UUID | None]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def way_words(self) -> str:
        return _(WAYS[Way(self.way)]) if self.way else ""

    def told(self, secrets: Secrets) -> dict[str, str]:
        """Who signed, which number, who was there."""
        if self.told_sealed is None:
            return {}
        said: dict[str, str] = orjson.loads(secrets.open(self.tenant_id, TOLD, self.told_sealed))
        return said

    def say(self, secrets: Secrets, told: Mapping[str, str]) -> None:
        """Keeps more of what is to be known of it."""
        said = {**self.told(secrets), **{key: words for key, words in told.items() if words}}
        self.told_sealed = secrets.seal(self.tenant_id, TOLD, orjson.dumps(said))

    def begin(self, way: Way, *, on: date, ends_on: date | None = None) -> None:
        """It is on its way: posted, or put up as a notice."""
        self._must(Standing.WAITING)
        self.status, self.way, self.sent_on = Standing.UNDER_WAY.value, way.value, on
        self.ends_on = ends_on

    def come_back(self) -> None:
        """The post could not hand it over: another way has to be found."""
        self._must(Standing.UNDER_WAY)
        self.status, self.way, self.sent_on = Standing.WAITING.value, None, None

    def arrive(self, way: Way, *, on: date, at: datetime, by: str) -> None:
        """It has reached the applicant: from this day remedies run."""
        self._must(Standing.WAITING, Standing.UNDER_WAY)
        self.status, self.way, self.effective_on = Standing.DONE.value, way.value, on
        self.done_at, self.done_by = at, by

    def call_off(self) -> None:
        """Its letter was replaced or revoked before it arrived."""
        self._must(Standing.WAITING, Standing.UNDER_WAY)
        self.status = Standing.CALLED_OFF.value

    def _must(self, *standings: Standing) -> None:
        if self.status not in standings:
            raise Refusal(_("这份文书的送达刚有人记过。"), what_next=_("刷新页面看看最新情况。"))


async def deliveries_of(session: AsyncSession, case_id: UUID, tenant_id: UUID) -> list[Delivery]:
    """Every delivery of a case, oldest first."""
    found = await session.scalars(
        select(Delivery)
        .where(Delivery.tenant_id == tenant_id, Delivery.case_id == case_id)
        .order_by(Delivery.opened_at, Delivery.id)
    )
    return list(found)


async def hold_delivery(session: AsyncSession, id: UUID, *, case_id: UUID) -> Delivery:
    """A delivery of this case, held until the commit."""
    found = await session.scalar(
        select(Delivery).where(Delivery.id == id, Delivery.case_id == case_id).with_for_update()
    )
    if found is None:
        raise NotHere(_("没有这份文书的送达。"))
    return found


async def decision_delivery(session: AsyncSession, case: Case) -> Delivery | None:
    """How the decision of a case is being brought; None while there is no letter to bring."""
    if case.decided_at is None:
        return None
    found: Delivery | None = await session.scalar(
        select(Delivery)
        .join(Letter, (Letter.tenant_id == Delivery.tenant_id) & (Letter.id == Delivery.letter_id))
        .where(
            Delivery.tenant_id == case.tenant_id,
            Delivery.case_id == case.id,
            Delivery.status != Standing.CALLED_OFF,
            Letter.kind.in_(DECISIONS),
        )
        .order_by(Delivery.opened_at.desc())
        .limit(1)
    )
    return found
