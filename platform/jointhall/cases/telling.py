"""Telling the applicant (告知): in the inbox and by SMS, in the transaction of the act."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools
from jointhall.messages.actions import tell

from .models import Case


async def tell_applicant(
    session: AsyncSession, tools: Tools, case: Case, kind: str, words: str
) -> None:
    """News of a case to the one whose it is, with the way to its page."""
    await tell(
        session, tools.secrets, case.resident_id, kind, words, f"/cases/{case.number}",
        now=tools.clock.now(),
    )  # fmt: skip
