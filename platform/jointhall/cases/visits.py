"""Going there (到场): who went to look, when, what they found, before anybody agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.db import Base, OfTenant, tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Visit as SheetVisit
from jointhall.service_items.vocabulary import VISITS

from .models import Case
from .steps import Task

PURPOSE = "visit"
"""What a visit's words are sealed for, and its photos kept as."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was found there; `place` is latitude and longitude, when the phone was let tell it."""

    who: tuple[str, ...]
    words: str
    place: tuple[float, float] | None = None

    def as_body(self) -> dict[str, Any]:
        return {"who": self.who, "words": self.words, "place": self.place}

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Told:
        place = body["place"]
        at = (float(place[0]), float(place[1])) if place else None
        return cls(tuple(body["who"]), body["words"], at)


class Visit(OfTenant, Base):
    """A visit a task asks for; recorded once somebody has been there."""

    __tablename__ = "case_visits"

    task_id: Mapped[UUID | None]
    referral_id: Mapped[UUID | None]
    kind: Mapped[str]
    people: Mapped[int]
    went_on: Mapped[date | None]
    told_sealed: Mapped[bytes | None]
    recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[str] = mapped_column(default="")

    @property
    def is_recorded(self) -> bool:
        return self.recorded_at is not None

    @property
    def kind_words(self) -> str:
        """入户, 踏勘 or 验收."""
        return next((_(word) for word, code in VISITS.items() if code == self.kind), self.kind)

    def told(self, secrets: Secrets) -> Told:
        """What was found; nothing before it is recorded."""
        if self.told_sealed is None:
            return Told((), "")
        return Told.from_body(orjson.loads(secrets.open(self.tenant_id, PURPOSE, self.told_sealed)))

    def record(self, secrets: Secrets, told: Told, *, went_on: date, by: str, at: datetime) -> None:
        """Keeps what was found; until the task is answered it may be written anew."""
        body = orjson.dumps(told.as_body())
        self.told_sealed = secrets.seal(self.tenant_id, PURPOSE, body)
        self.went_on, self.recorded_at, self.recorded_by = went_on, at, by


def visit_asked(
    tenant_id: UUID,
    visit: SheetVisit,
    *,
    task_id: UUID | None = None,
    referral_id: UUID | None = None,
) -> Visit:
    """The visit a task asks for, still to be made."""
    return Visit(
        tenant_id=tenant_id, id=new_id(), task_id=task_id, referral_id=referral_id,
        kind=visit.kind.code, people=visit.people,
    )  # fmt: skip


def asked_for(sheet: Sheet, step: str, task: str) -> dict[str, Any]:
    """What an envelope says of the visit it asks for; nothing when it asks for none."""
    sheet_step = sheet.step(step)
    found = sheet_step.task(task) if sheet_step else None
    if found is None or found.visit is None:
        return {}
    return {"visit": {"kind": found.visit.kind.code, "people": found.visit.people}}


async def visit_of_task(
    session: AsyncSession, task_id: UUID, *, hold: bool = False
) -> Visit | None:
    """The visit one of our tasks asks for, if it asks for one."""
    asked = select(Visit).where(Visit.tenant_id == tenant_of(session), Visit.task_id == task_id)
    found: Visit | None = await session.scalar(asked.with_for_update() if hold else asked)
    return found


async def visit_of_referral(
    session: AsyncSession, referral_id: UUID, *, hold: bool = False
) -> Visit | None:
    """The visit another tenant asks of us, if it asks for one."""
    asked = select(Visit).where(
        Visit.tenant_id == tenant_of(session), Visit.referral_id == referral_id
    )
    found: Visit | None = await session.scalar(asked.with_for_update() if hold else asked)
    return found


async def visits_of(session: AsyncSession, case: Case) -> Sequence[tuple[Visit, Task]]:
    """Every visit a case asks for with its task, ours and those that came back by envelope."""
    found = await session.execute(
        select(Visit, Task)
        .join(Task, (Task.tenant_id == Visit.tenant_id) & (Task.id == Visit.task_id))
        .where(Task.tenant_id == case.tenant_id, Task.case_id == case.id)
        .order_by(Task.opened_at, Task.id)
    )
    return [(visit, task) for visit, task in found]
