"""An office and the posts (岗位) in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import FetchedValue
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _

Kind = Literal["bureau", "station", "counter", "leader", "village"]


class Office(OfTenant, Base):
    """An office (机构): a village is one too; sheets name it by its code."""

    __tablename__ = "offices"

    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None]
    phone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(FetchedValue())

    def rename(self, name: str) -> None:
        """Takes another name; the code stays, because sheets and cases refer to it."""
        name = name.strip()
        if not name:
            raise BadForm({"name": _("请写机构名称。")})
        self.name = name


class Post(OfTenant, Base):
    """A post in an office, held by one officer from a day to a day."""

    __tablename__ = "posts"

    office_id: Mapped[UUID]
    officer_id: Mapped[UUID]
    title: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    def give_up(self, last_day: date) -> None:
        """Held through that day and no longer."""
        self.until_on = last_day
