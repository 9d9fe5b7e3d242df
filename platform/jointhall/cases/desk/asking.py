"""A question of the desk's, put together of named values, straight to the driver; see `plain`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import driver_of
from jointhall.kernel.plain import run

_NAMED = re.compile(r"(?<![:\w]):([a-z]\w*)")


async def ask(
    session: AsyncSession, question: str, values: Mapping[str, Any]
) -> Sequence[asyncpg.Record]:
    """The rows of one question; its values stand in it as `:name`, and others are left out."""
    numbered, names = _numbered(question)
    if not session.info.get("plans are kept"):
        # Thought out once for each connection and not again for each page: that takes longer than
        # to answer them.
        await driver_of(session).execute(_KEEP_PLANS)
        session.info["plans are kept"] = True
    return await run(session, numbered, *[values[name] for name in names])


def literally(said: str) -> str:
    """Words as `like` finds them and nothing else."""
    return said.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


_KEEP_PLANS = "select set_config('plan_cache_mode', 'force_generic_plan', true)"


@lru_cache(maxsize=1000)
def _numbered(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with $1, $2 … in place of its names, and the names in their order."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}"

    return " ".join(_NAMED.sub(number, question).split()), tuple(names)
