"""What happens when a tenant joins (接入): each slice gives it what is its own.

Upper slices register here, because tenancy knows none of them. Everything runs in the one
transaction of the joining, standing in the new tenant, in the order of registration; a callback
that fails undoes the whole joining.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.web.place import Place

from .policy import PolicyRule
from .starter import starter

Joined = Callable[[AsyncSession, Place], Awaitable[None]]
VillagesGiven = Callable[[AsyncSession, Place, Sequence[str]], Awaitable[None]]

_joined: dict[str, Joined] = {}
_villages: dict[str, VillagesGiven] = {}


def when_joined(name: str, callback: Joined) -> None:
    """Registers what a slice gives a new county or township; the same name registers once."""
    _joined[name] = callback


def when_villages_given(name: str, callback: VillagesGiven) -> None:
    """Registers who is told the villages of a new township, when its sheet names them."""
    _villages[name] = callback


async def give_start(session: AsyncSession, place: Place, villages: Sequence[str] = ()) -> None:
    """Makes a new tenant complete; the transaction stands in it already."""
    for callback in list(_joined.values()):
        await callback(session, place)
    if villages:
        for told in list(_villages.values()):
            await told(session, place, villages)


async def give_rules(session: AsyncSession, place: Place) -> None:
    """The roles of the starter pack as lines of the tenant's policy."""
    await session.execute(
        insert(PolicyRule),
        [
            {"tenant_id": place.tenant_id, "kind": "p", "subject": role.key, "object": permission}
            for role in starter(place.kind).roles
            for permission in role.may
        ],
    )


when_joined("policy", give_rules)
