"""What a tenant has from us (起步包、补发), given at its joining and whenever the pack has grown.

Upper slices register here, because tenancy knows none of them. What comes from the starter pack is
a gift of pieces, each with a key of its own: a new tenant is given all of them, a running one what
is new, and nobody what they took away themselves. What is no piece of the pack is given once, at
the joining. Everything runs in one transaction, standing in the tenant, in the order of
registration; a callback that fails undoes the whole of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.web.place import Place

Joined = Callable[[AsyncSession, Place], Awaitable[None]]
VillagesGiven = Callable[[AsyncSession, Place, Sequence[str]], Awaitable[None]]
Give = Callable[[AsyncSession, Place, Sequence[str]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Gift:
    """What every tenant of a kind has from the starter pack, piece by piece.

    `pieces` names them all, `give` gives those that are new; one already there stays as it is.
    """

    pieces: Callable[[str], Sequence[str]]
    give: Give


_gifts: dict[str, Gift] = {}
_joined: dict[str, Joined] = {}
_villages: dict[str, VillagesGiven] = {}


def gives(name: str, gift: Gift) -> None:
    """Registers a part of the starter pack; the same name registers once."""
    _gifts[name] = gift


def when_joined(name: str, callback: Joined) -> None:
    """Registers what a slice gives a new county or township; the same name registers once."""
    _joined[name] = callback


def when_villages_given(name: str, callback: VillagesGiven) -> None:
    """Registers who is told the villages of a new township, when its sheet names them."""
    _villages[name] = callback


async def give_start(session: AsyncSession, place: Place, villages: Sequence[str] = ()) -> None:
    """Makes a new tenant complete; the transaction stands in it already."""
    wanted = pack_of(place.kind)
    await _give(session, place, wanted)
    await session.execute(_SAY_GIVEN, {"tenant_id": place.tenant_id, "given": list(wanted)})
    for callback in list(_joined.values()):
        await callback(session, place)
    if villages:
        for told in list(_villages.values()):
            await told(session, place, villages)


async def give_new(session: AsyncSession, place: Place) -> tuple[str, ...]:
    """Gives a running tenant what the pack has more than it was ever given; what that was."""
    wanted = pack_of(place.kind)
    held = await session.scalar(_HOLD_GIVEN, {"tenant_id": place.tenant_id})
    new = tuple(piece for piece in wanted if piece not in set(held or ()))
    if new:
        await _give(session, place, new)
        given = [*(held or ()), *new]
        await session.execute(_SAY_GIVEN, {"tenant_id": place.tenant_id, "given": given})
    raised = {"tenant_id": place.tenant_id, "version": pack_version(place.kind), "by": bool(new)}
    await session.execute(_RAISE, raised)
    return new


def pack_of(kind: str) -> tuple[str, ...]:
    """Every piece a tenant of this kind has from us, as `<gift>:<piece>`."""
    return tuple(f"{name}:{piece}" for name, gift in _gifts.items() for piece in gift.pieces(kind))


def pack_version(kind: str) -> str:
    """The pack's own name: another as soon as a piece is in it that was not."""
    return hashlib.sha256("\n".join(sorted(pack_of(kind))).encode()).hexdigest()[:16]


async def _give(session: AsyncSession, place: Place, pieces: Sequence[str]) -> None:
    for name, gift in list(_gifts.items()):
        mine = [piece.partition(":")[2] for piece in pieces if piece.startswith(f"{name}:")]
        if mine:
            await gift.give(session, place, mine)


_HOLD_GIVEN = text("select given from starter_given where tenant_id = :tenant_id for update")
_SAY_GIVEN = text(
    """
    insert into starter_given (tenant_id, given)
    values (:tenant_id, to_jsonb(cast(:given as text[])))
    on conflict (tenant_id) do update set given = excluded.given, given_at = now()
    """
)
# Pages and permissions of before are old with it.
_RAISE = text(
    """
    update tenants set starter_version = :version,
        content_version = content_version + cast(:by as boolean)::int,
        policy_version = policy_version + cast(:by as boolean)::int
    where tenant_id = :tenant_id
    """
)
