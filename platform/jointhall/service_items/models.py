"""Sheets as a county publishes them (事项版本) and as a township takes them over (认领)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base


class ItemEdition(Base):
    """One published edition of a sheet; never changed, because cases refer to it."""

    __tablename__ = "item_editions"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    module: Mapped[str]
    title: Mapped[str]
    sheet: Mapped[dict[str, Any]]
    published_at: Mapped[datetime] = mapped_column(FetchedValue())
    published_by: Mapped[str]


class Item(Base):
    """An item of the county's list, and the edition it publishes now."""

    __tablename__ = "items"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str]
    status: Mapped[str] = mapped_column(default="in_use")
    module_name: Mapped[str]
    theme: Mapped[str]
    position: Mapped[int]


class Adoption(Base):
    """An item a township has taken over, in which edition, varied where the sheet allows."""

    __tablename__ = "item_adoptions"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str]
    status: Mapped[str] = mapped_column(default="in_use")
    variations: Mapped[dict[str, Any]] = mapped_column(default=dict)
    adopted_at: Mapped[datetime] = mapped_column(FetchedValue())
    adopted_by: Mapped[str]
