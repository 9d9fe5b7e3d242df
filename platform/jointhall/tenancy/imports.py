"""A sheet of townships (接入表) as the county last saw it: shown, confirmed or dropped."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.words import _

from .onboarding import Plan


class ImportStatus(StrEnum):
    """Shown (看过), confirmed (已接入) or dropped (不要了)."""

    PREVIEW = "preview"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class SheetImport(OfTenant, Base):
    """One sheet; its plan is kept, so that reloading shows the same and confirming is once only."""

    __tablename__ = "imports"

    file_name: Mapped[str]
    plan: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(default=ImportStatus.PREVIEW.value)
    made_by: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(server_default="now()")
    settled_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.status == ImportStatus.PREVIEW

    @property
    def is_confirmed(self) -> bool:
        return self.status == ImportStatus.CONFIRMED

    def settle(self, status: ImportStatus, *, at: datetime) -> None:
        """Confirms or drops it; raises Refusal when that was done before."""
        if not self.is_open:
            raise Refusal(_("这张表已经处理过了。"))
        self.status = status.value
        self.settled_at = at


async def import_numbered(
    session: AsyncSession, tenant_id: UUID, id: UUID, *, locked: bool = False
) -> SheetImport:
    """This county's import; `locked` makes a second confirmation wait for the first."""
    question = select(SheetImport).where(SheetImport.tenant_id == tenant_id, SheetImport.id == id)
    found: SheetImport | None = await session.scalar(
        question.with_for_update() if locked else question
    )
    if found is None:
        raise NotHere(_("没有这张表。"))
    return found


async def imports_of(
    session: AsyncSession, tenant_id: UUID, *, limit: int = 20
) -> list[SheetImport]:
    """The county's latest sheets, newest first."""
    rows = await session.scalars(
        select(SheetImport)
        .where(SheetImport.tenant_id == tenant_id)
        .order_by(SheetImport.id.desc())
        .limit(limit)
    )
    return list(rows)


def keep(session: AsyncSession, name: str, plan: Plan, *, by: str, at: datetime) -> SheetImport:
    """A sheet as it was read, so that looking again shows the same."""
    sheet = SheetImport(
        tenant_id=tenant_of(session), id=new_id(), file_name=name[:200],
        plan=msgspec.to_builtins(plan), status=ImportStatus.PREVIEW.value, made_by=by, made_at=at,
    )  # fmt: skip
    session.add(sheet)
    return sheet


def plan_of(sheet: SheetImport) -> Plan:
    """What the sheet would make, as it was found when it was read."""
    return msgspec.convert(sheet.plan, Plan)
