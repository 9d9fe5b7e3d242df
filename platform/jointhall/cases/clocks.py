"""The clocks of a case (时限): the statutory and the promised one, side by side."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.actions import meet_all, open_deadline
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Limit, Sheet
from jointhall.web.place import Place

from .models import Case


async def start_clocks(
    session: AsyncSession, tools: Tools, place: Place, sheet: Sheet, case: Case
) -> None:
    """Both limits run from the day of acceptance, which is not counted (行政许可法 42, 82)."""
    law = sheet.laws[0] if sheet.laws else None
    basis = f"{law.name}{law.article}" if law else ""
    promised = _("本事项的承诺办结时限")
    case.due_on = await _start(session, tools, place, case, "promised", sheet.promised_limit, promised)
    if sheet.statutory_limit is not None:
        case.statutory_due_on = await _start(
            session, tools, place, case, "statutory", sheet.statutory_limit, basis
        )


async def _start(
    session: AsyncSession, tools: Tools, place: Place, case: Case, key: str, limit: Limit, basis: str
):  # type: ignore[no-untyped-def]
    deadline = await open_deadline(
        session,
        county_id=place.county_id,
        subject=f"case:{case.id}",
        key=key,
        start_on=on_which_day(tools.clock.now()),
        length=limit.count,
        unit=limit.unit.code,
        basis=basis,
        owner=place.name,
    )
    return deadline.due_on


async def stop_clocks(session: AsyncSession, case: Case, *, at: datetime) -> None:
    """The case is decided: its clocks have nothing more to count."""
    await meet_all(session, f"case:{case.id}", at=at)
