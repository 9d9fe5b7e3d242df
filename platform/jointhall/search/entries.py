"""Putting something into the index, in the transaction that makes or changes it (编入索引)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.plain import run

from .terms import terms_of


async def keep_entry(
    session: AsyncSession,
    kind: str,
    ref: str,
    title: str,
    *,
    names: Iterable[str] = (),
    about: str = "",
) -> bool:
    """Makes this thing of the tenant findable as it now is; false when nothing changed.

    `kind` says what it is (`item`, `page`), `ref` which: whoever shows it knows its address.
    """
    names = tuple(names)
    told = "\x1f".join((title, *names, about))
    made_from = hashlib.sha256(told.encode()).hexdigest()[:32]
    tenant_id = tenant_of(session)
    rows = await run(session, _PUT, tenant_id, kind, ref, title, made_from)
    if not rows:
        return False
    number = rows[0]["number"]
    terms = terms_of(title, names, about)
    await run(session, "delete from search_terms where tenant_id = $1 and number = $2",
              tenant_id, number)  # fmt: skip
    await run(session, _TERMS, tenant_id, number, list(terms), list(terms.values()))
    return True


async def drop_entry(session: AsyncSession, kind: str, ref: str) -> None:
    """What is gone is found no more."""
    await run(
        session, "delete from search_entries where tenant_id = $1 and kind = $2 and ref = $3",
        tenant_of(session), kind, ref,
    )  # fmt: skip


_PUT = """
    insert into search_entries as e (tenant_id, kind, ref, title, made_from)
    values ($1, $2, $3, $4, $5)
    on conflict (tenant_id, kind, ref)
    do update set title = excluded.title, made_from = excluded.made_from
    where e.made_from <> excluded.made_from
    returning number
    """
_TERMS = """
    insert into search_terms (tenant_id, term, rank, number)
    select $1, term, rank, $2 from unnest($3::text[], $4::smallint[]) as given (term, rank)
    """
