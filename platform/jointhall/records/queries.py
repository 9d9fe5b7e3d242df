"""Journal lines found, and whether what is shown holds together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import BEIJING

from .chain import line_hash
from .models import JournalHead, JournalLine


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the journal is looked for; empty means all."""

    act: str = ""
    who: str = ""
    subject: str = ""
    on: date | None = None


async def lines_of(
    session: AsyncSession, tenant_id: UUID, asked: Asked, *, before: int | None, limit: int
) -> list[JournalLine]:
    """The newest lines that fit, before a given line when there is one."""
    question = select(JournalLine).where(JournalLine.tenant_id == tenant_id)
    if before is not None:
        question = question.where(JournalLine.seq < before)
    if asked.act:
        question = question.where(JournalLine.act.startswith(f"{asked.act}.", autoescape=True))
    if asked.who:
        question = question.where(
            or_(
                JournalLine.actor_name.contains(asked.who, autoescape=True),
                JournalLine.actor_id == asked.who,
            )
        )
    if asked.subject:
        question = question.where(JournalLine.subject == asked.subject)
    if asked.on is not None:
        question = question.where(
            JournalLine.at >= datetime.combine(asked.on, time.min, BEIJING),
            JournalLine.at <= datetime.combine(asked.on, time.max, BEIJING),
        )
    rows = await session.scalars(question.order_by(JournalLine.seq.desc()).limit(limit))
    return list(rows)


async def kinds_of_acts(session: AsyncSession, tenant_id: UUID) -> list[str]:
    """What the acts in this journal are about: the part before the dot."""
    subject = func.split_part(JournalLine.act, ".", 1)
    rows = await session.scalars(
        select(subject).where(JournalLine.tenant_id == tenant_id).group_by(subject)
    )
    return sorted(rows)


async def last_line(session: AsyncSession, tenant_id: UUID) -> int:
    """The number of the journal's last line as its head says; 0 for an empty one."""
    found: int | None = await session.scalar(
        select(JournalHead.seq).where(JournalHead.tenant_id == tenant_id)
    )
    return found or 0


def edited(lines: Sequence[JournalLine]) -> list[int]:
    """Which of these lines no longer fit their own hash."""
    return [line.seq for line in lines if line_hash(line) != line.hash]
