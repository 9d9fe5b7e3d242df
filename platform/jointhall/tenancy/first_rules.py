"""The roles of the starter pack as lines of a tenant's policy, one piece a permission."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.web.place import Place

from .joining import Gift, gives
from .policy import add_rules
from .starter import starter


def rules_for(kind: str) -> list[str]:
    """Every permission of every role, as `<role>:<permission>`."""
    return [f"{role.key}:{permission}" for role in starter(kind).roles for permission in role.may]


async def give_rules(session: AsyncSession, place: Place, pieces: Sequence[str]) -> None:
    """These permissions to these roles of this place; one already there stays."""
    assert tenant_of(session) == place.tenant_id
    split = [piece.partition(":") for piece in pieces]
    await add_rules(session, [("p", role, permission) for role, _colon, permission in split])


gives("role", Gift(rules_for, give_rules))
