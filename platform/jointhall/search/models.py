"""What is kept for searching: entries, other words for things (说法), and what was not found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant


class Synonym(OfTenant, Base):
    """Another word for something, as people of this county say it (俗话): said → what it means."""

    __tablename__ = "search_synonyms"

    said: Mapped[str]
    means: Mapped[str]
    kept_by: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(FetchedValue())


class Gap(Base):
    """What was asked for and not found (搜不到), without anything personal, and how often."""

    __tablename__ = "search_gaps"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    said: Mapped[str] = mapped_column(primary_key=True)
    county_id: Mapped[UUID]
    times: Mapped[int]
    last_at: Mapped[datetime]
