"""Claims: what a transaction proves to the database, so that single rows open to it."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of


async def claim(session: AsyncSession, /, **claims: str) -> None:
    """From here to the end of this transaction the rows these claims open can be seen."""
    standing = standing_of(session)
    if all(standing.claims.get(name) == value for name, value in claims.items()):
        return
    told = ", ".join(f"set_config('hall.{name}', :{name}, true)" for name in claims)
    await session.execute(text(f"select {told}"), claims)
    session.info["standing"] = standing.with_claims(**claims)
