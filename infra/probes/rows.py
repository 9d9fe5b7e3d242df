"""Every row of one tenant, as hashes, from above the wall: has anything of it been touched."""

from __future__ import annotations

import asyncpg

from tests.builders.walled import Walled

# The head moves with every line that is rightly added (the lines themselves are looked at), and a
# public notice counts how often it was read, never by whom; so does a letter told by notice.
MOVING = {"journal_heads", "notice_views"}
COUNTING = {"delivery_notices": "views"}
OWNED = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind = 'r' and n.nspname = 'public' order by 1
"""


class RowsOf:
    """The rows of one tenant and its resident: new ones may come, old ones stay as they are."""

    def __init__(self, above: asyncpg.Connection) -> None:
        self._above = above
        self._question = ""
        self._asked: tuple[object, ...] = ()
        self._before: dict[str, list[str]] = {}

    async def remember(self, one: Walled) -> None:
        assert one.resident is not None
        owned = [row[0] for row in await self._above.fetch(OWNED)]
        parts = [
            f"select '{name}' as name, md5({_all_but(COUNTING.get(name))}) as hash "
            f"from {name} t where tenant_id = $1"
            for name in owned
            if name not in MOVING
        ]
        parts += [
            "select 'residents', md5(t::text) from residents t where id = $2",
            "select 'sessions of residents', md5(t::text) from sessions t where resident_id = $2",
        ]
        self._question = " union all ".join(parts)
        self._asked = (one.place.tenant_id, one.resident.id)
        self._before = await self._read()

    async def changed(self) -> list[str]:
        """Tables in which a row is not as it was; what is found is remembered, to be told once."""
        now = await self._read()
        found = [
            f"{name}: {len(gone)} rows changed or gone"
            for name, rows in self._before.items()
            if (gone := set(rows) - set(now.get(name, ())))
        ]
        if found:
            self._before = now
        return found

    async def _read(self) -> dict[str, list[str]]:
        rows: dict[str, list[str]] = {}
        for name, hash in await self._above.fetch(self._question, *self._asked):
            rows.setdefault(name, []).append(hash)
        return rows


def _all_but(column: str | None) -> str:
    return "t::text" if column is None else f"(to_jsonb(t) - '{column}')::text"
