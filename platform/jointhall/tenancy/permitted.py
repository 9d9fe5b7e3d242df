"""What a tenant's rules let its officers do, asked for all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of

from .policy import Rule, rules_of


def permitted(rules: Sequence[Rule]) -> Mapping[UUID, frozenset[str]]:
    """Officer → their permissions, by their own rules and through their roles."""
    by_role: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    for kind, one, other in rules:
        (by_role if kind == "p" else held).setdefault(one, set()).add(other)
    found = {}
    for who in {*by_role, *held}:
        if who.startswith("officer:"):
            mine = set(by_role.get(who, ()))
            for role in held.get(who, ()):
                mine |= by_role.get(role, set())
            found[UUID(who.removeprefix("officer:"))] = frozenset(mine)
    return found


async def permitted_here(session: AsyncSession) -> Mapping[UUID, frozenset[str]]:
    """The same for the tenant the transaction is in."""
    return permitted(await rules_of(session, tenant_of(session)))
