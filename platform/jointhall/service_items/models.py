"""Sheets as a county publishes them (事项版本) and as a township takes them over (认领)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base
from jointhall.kernel.who import SYSTEM


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
    origin: Mapped[str] = mapped_column(default="library")
    """`library`, or `console` when the county's editor made it."""


class Item(Base):
    """An item of the county's list, and the edition it publishes now."""

    __tablename__ = "items"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    edition: Mapped[str]
    status: Mapped[str] = mapped_column(default="in_use")
    module: Mapped[str]
    module_name: Mapped[str]
    theme: Mapped[str]
    position: Mapped[int]
    origin: Mapped[str] = mapped_column(default="library")
    """Where its present edition came from: `library`, or `console`, which no start overwrites."""
    closed_why: Mapped[str] = mapped_column(default="")
    instead: Mapped[str] = mapped_column(default="")
    instead_code: Mapped[str] = mapped_column(default="")
    must_take_on: Mapped[date | None]
    """From this day on townships have this edition, answered or not (a change of law)."""
    must_why: Mapped[str] = mapped_column(default="")
    postpone_days: Mapped[int] = mapped_column(default=30)
    """How many days a township may put a new edition off at most."""


class PublishedLibrary(Base):
    """The library of sheets a county has published last, by its fingerprint (事项库)."""

    __tablename__ = "item_libraries"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(FetchedValue())


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
    county_id: Mapped[UUID]
    run_id: Mapped[UUID | None]
    closed_why: Mapped[str] = mapped_column(default="")
    instead: Mapped[str] = mapped_column(default="")
    instead_code: Mapped[str] = mapped_column(default="")
    answer: Mapped[str | None]
    """What the township said of the edition `answer_edition`: `postponed`, or `kept` its own."""
    answer_edition: Mapped[str] = mapped_column(default="")
    answer_until: Mapped[date | None]
    answer_reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")


class AdoptionRun(Base):
    """One confirmed list of adoptions, with how each item stood before: the last can be undone."""

    __tablename__ = "adoption_runs"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    entries: Mapped[list[Any]]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str] = mapped_column(default="")

    @property
    def is_by_itself(self) -> bool:
        """The day had come, or the township takes new items unasked: nobody confirmed it."""
        return self.made_by == SYSTEM.name


class ModuleGrant(Base):
    """What a county says of a module for one township: on, off, or left to the township."""

    __tablename__ = "module_grants"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    township_id: Mapped[UUID] = mapped_column(primary_key=True)
    module: Mapped[str] = mapped_column(primary_key=True)
    setting: Mapped[str]


class ModuleChoice(Base):
    """What a township says of a module: on or off, and whether it takes new items unasked."""

    __tablename__ = "module_choices"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    county_id: Mapped[UUID]
    module: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool] = mapped_column(default=True)
    takes_new: Mapped[bool] = mapped_column(default=False)
