"""What an item's own rules bring after a decision (规则): messages, notes, numbers to add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import Base, tenant_of
from jointhall.kernel.plain import put, run
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.service_items import Tell
from jointhall.service_items.hooks.running import decided
from jointhall.service_items.sheets import Sheet

from .answers import answers_of
from .models import Case
from .telling import tell_applicant


class CaseFigure(Base):
    """One number a granted case adds to the statistics of its item (统计数)."""

    __tablename__ = "case_figures"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    item_code: Mapped[str]
    number: Mapped[Decimal]
    unit: Mapped[str]
    reckoned_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Total:
    """One figure of an item, added up over the cases granted here."""

    item_code: str
    item_title: str
    name: str
    unit: str
    cases: int
    total: Decimal

    @property
    def mean(self) -> Decimal:
        """For one case on the average, to two decimals."""
        return (self.total / self.cases).quantize(Decimal("0.01"))


async def follow_rules(session: AsyncSession, tools: Tools, sheet: Sheet, case: Case) -> None:
    """Lets the item's rules follow the decision; what they could not do is noted for people."""
    if not sheet.rules:
        return
    now = tools.clock.now()
    ran = decided(sheet, answers_of(tools.secrets, case), on_which_day(now), case.outcome)
    for said in ran.follows:
        if isinstance(said, Tell):
            await tell_applicant(session, tools, case, "case.followed", said.words)
        case.note("case.followed", by=SYSTEM, at=now, words=said.words)
    for figured in ran.figures:
        kept = CaseFigure(
            tenant_id=case.tenant_id, case_id=case.id, name=figured.name,
            item_code=case.item_code, number=Decimal(str(figured.number)), unit=figured.unit,
            reckoned_at=now,
        )  # fmt: skip
        await put(session, kept)
    note_failed(case, ran.failed, at=now)


def note_failed(case: Case, failed: list[str], *, at: datetime) -> None:
    """What an item's rules could not look at by themselves stands in the history for people."""
    for words in failed:
        case.note("rules.failed", by=SYSTEM, at=at, words=words)


async def totals_here(session: AsyncSession) -> list[Total]:
    """What the granted cases of this tenant add up to, item by item and figure by figure."""
    rows = await run(session, _TOTALS, tenant_of(session))
    return [
        Total(row["item_code"], row["title"], row["name"], row["unit"], row["cases"], row["total"])
        for row in rows
    ]


_TOTALS = """
    select f.item_code, max(c.item_title) as title, f.name, f.unit, count(*) as cases,
           sum(f.number) as total
    from case_figures f join cases c on (c.tenant_id, c.id) = (f.tenant_id, f.case_id)
    where f.tenant_id = $1
    group by f.item_code, f.name, f.unit order by title, f.name, f.unit
    """
