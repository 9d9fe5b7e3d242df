"""The wall between tenants, as SQL that migrations put beside each table.

Why not left to queries: row-level security holds even when our code is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

TENANT = "(select nullif(current_setting('hall.tenant', true), '')::uuid)"
COUNTY = "(select nullif(current_setting('hall.county', true), '')::uuid)"
RESIDENT = "(select nullif(current_setting('hall.resident', true), '')::uuid)"
DOOR = "(select current_setting('hall.door', true))"


def claim(name: str) -> str:
    """The value of a claim the transaction was opened with, or null."""
    return f"(select nullif(current_setting('hall.{name}', true), ''))"


OWN = f"tenant_id = {TENANT}"
OWN_OR_COUNTYS = f"tenant_id in ({TENANT}, {COUNTY})"
# At a resident's door the database itself shows only that resident's rows.
OWN_AND_THE_RESIDENTS = f"{OWN} and ({RESIDENT} is null or resident_id = {RESIDENT})"


def wall(
    table: str,
    *,
    app: str,
    using: str = OWN,
    read: str | None = None,
    grants: Iterable[str] = ("select", "insert", "update", "delete"),
) -> list[str]:
    """Statements that close a table: rights, forced row-level security, its policies.

    `using` is who may read and write, `read` (if given) opens more rows to reading.
    """
    made = [
        f"revoke all on {table} from public",
        f"grant {', '.join(grants)} on {table} to {app}",
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy own on {table} for all to {app} using ({using}) with check ({using})",
    ]
    if read is not None:
        made.append(f"create policy read_more on {table} for select to {app} using ({read})")
    return made
