"""A tenant (接入单位): a county, or a township under it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _


class Status(StrEnum):
    """A tenant's life (接入状态); in trial it does everything but send real messages."""

    TRIAL = "trial"
    LIVE = "live"
    READ_ONLY = "read_only"
    CLOSED = "closed"


MAY_BECOME = {
    Status.TRIAL: {Status.LIVE, Status.CLOSED},
    Status.LIVE: {Status.READ_ONLY},
    Status.READ_ONLY: {Status.LIVE, Status.CLOSED},
    Status.CLOSED: set(),
}


class Tenant(Base):
    """A county or township; its id is the `tenant_id` of all it owns."""

    __tablename__ = "tenants"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    county_id: Mapped[UUID]
    kind: Mapped[str]
    division_code: Mapped[str]
    slug: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    host: Mapped[str | None]
    status: Mapped[str]
    face: Mapped[dict[str, Any]] = mapped_column(default=dict)
    valid_from_on: Mapped[date]
    valid_to_on: Mapped[date | None]
    merged_into: Mapped[UUID | None]
    content_version: Mapped[int] = mapped_column(default=1)
    policy_version: Mapped[int] = mapped_column(default=1)
    starter_version: Mapped[str] = mapped_column(default="")
    """Which starter pack it was last given from; see `joining`."""
    created_at: Mapped[datetime] = mapped_column(server_default="now()")

    @property
    def is_county(self) -> bool:
        return self.kind == "county"

    def become(self, status: Status) -> None:
        """Moves on in its life; raises Refusal for a step the table does not know."""
        if status not in MAY_BECOME[Status(self.status)]:
            raise Refusal(_("这个单位现在的状态不能这样变更。"))
        self.status = status.value
        self.content_version += 1

    def change(self, **fields: Any) -> list[str]:
        """Takes new words or a new face for its door; says which fields are other than before."""
        changed = [name for name, value in fields.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, fields[name])
        if changed:
            self.content_version += 1
        return changed
