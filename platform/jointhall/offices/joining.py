"""The offices a new tenant begins with, and its villages when its sheet names them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.ids import new_id
from jointhall.tenancy.joining import Gift, gives, when_villages_given
from jointhall.tenancy.slugs import slug_of
from jointhall.tenancy.starter import starter
from jointhall.web.place import Place

_INSERT = text(
    """
    insert into offices (tenant_id, id, code, name, kind)
    select :tenant_id, * from unnest(
        cast(:ids as uuid[]), cast(:codes as text[]),
        cast(:names as text[]), cast(:kinds as text[]))
    on conflict (tenant_id, code) do nothing
    """
)

Row = tuple[str, str, str]
"""Code, name, kind."""


def offices_for(kind: str) -> list[str]:
    """The codes of the starter pack's offices."""
    return [one.code for one in starter(kind).offices]


async def give_offices(session: AsyncSession, place: Place, codes: Sequence[str]) -> None:
    """These offices of the starter pack; one of the same code is the tenant's own already."""
    offices = [one for one in starter(place.kind).offices if one.code in codes]
    await _insert(session, place, [(one.code, one.name, one.kind) for one in offices])


async def give_villages(session: AsyncSession, place: Place, names: Sequence[str]) -> None:
    """One office a village (村、社区): a village is an office, not a tenant."""
    taken: set[str] = set()
    rows: list[Row] = []
    for number, name in enumerate(names, 1):
        code = f"cun_{slug_of(name.removesuffix('村').removesuffix('社区')) or number}"
        if code in taken:
            code = f"{code}_{number}"
        taken.add(code)
        rows.append((code, name, "village"))
    await _insert(session, place, rows)


async def _insert(session: AsyncSession, place: Place, rows: Sequence[Row]) -> None:
    codes, names, kinds = zip(*rows, strict=True)
    await session.execute(
        _INSERT,
        {
            "tenant_id": place.tenant_id,
            "ids": [new_id() for _row in rows],
            "codes": list(codes),
            "names": list(names),
            "kinds": list(kinds),
        },
    )


gives("office", Gift(offices_for, give_offices))
when_villages_given("offices", give_villages)
