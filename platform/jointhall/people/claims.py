"""Claims: what a transaction proves to the database, so that single rows open to it."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of
from jointhall.kernel.plain import run


async def claim(session: AsyncSession, /, **claims: str) -> None:
    """From here to the end of this transaction the rows these claims open can be seen."""
    standing = standing_of(session)
    if all(standing.claims.get(name) == value for name, value in claims.items()):
        return
    told = ", ".join(f"set_config('hall.{name}', ${n}, true)" for n, name in enumerate(claims, 1))
    await run(session, f"select {told}", *claims.values())
    session.info["standing"] = standing.with_claims(**claims)
