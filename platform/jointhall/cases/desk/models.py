"""What an officer's desk keeps: saved views, what is watched, batches under way."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant


class View(OfTenant, Base):
    """A saved view (存的视图): filters, order and columns of a list under a name.

    With `office_id` everybody with a post in that office has it too; only its maker changes it.
    """

    __tablename__ = "desk_views"

    officer_id: Mapped[UUID]
    office_id: Mapped[UUID | None]
    of_list: Mapped[str] = mapped_column("list")
    name: Mapped[str]
    asked: Mapped[list[Any]]
    made_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Watch(Base):
    """A case an officer watches (关注); `seen_at` is when they last looked."""

    __tablename__ = "case_watches"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]


class Batch(OfTenant, Base):
    """Several things one officer does in one go (批量办理); its id is the one-time number of the
    form, so that a page sent twice is one batch."""

    __tablename__ = "desk_batches"

    officer_id: Mapped[UUID]
    act: Mapped[str]
    fields: Mapped[dict[str, Any]]
    item: Mapped[str]
    total: Mapped[int]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class BatchRow(Base):
    """One thing of a batch, and what became of it."""

    __tablename__ = "desk_batch_rows"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    row_id: Mapped[UUID]
    title: Mapped[str]
    path: Mapped[str]
    status: Mapped[str]
    why_not: Mapped[str] = mapped_column(default="")


class CaseMark(Base):
    """What a case is found by without its number: a keyed hash of a name, a number or a phone.

    Only the whole of it finds anything; nothing of a person can be read back from it.
    """

    __tablename__ = "case_marks"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    mark: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID]
