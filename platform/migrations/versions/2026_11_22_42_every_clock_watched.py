"""Objections and special procedures get clocks of their own; what stood still is never late."""

from __future__ import annotations

from alembic import op

revision = "2026112242"
down_revision = "2026112240"

FOLLOW = """
create or replace function follow_clock() returns trigger language plpgsql as $$
begin
    update watched_clocks
    set due_on = new.due_on, due_at = new.due_at,
        ended_at = coalesce(new.met_at, new.cancelled_at),
        is_paused = jsonb_path_exists(new.pauses, '$[*] ? (@.last == null)'),
        pauses = new.pauses
    where tenant_id = new.tenant_id and id = new.id;
    return null;
end $$
"""

PAUSES = """
update watched_clocks w set pauses = d.pauses
from deadlines d where (d.tenant_id, d.id) = (w.tenant_id, w.id) and d.pauses <> '[]'
"""


def _clocks(table: str, *, kind: str, key: str, since: str, due_on: str, basis: str) -> str:
    """What is open already: in plain days up to the day it was to be done by."""
    day = f"(x.{since} at time zone 'Asia/Shanghai')::date"
    return f"""
    insert into deadlines (tenant_id, id, subject_kind, subject_id, key, owner, start_at, rule,
        length, unit, basis, pauses, calendar_edition, due_on, due_at, is_provisional, opened_at)
    select x.tenant_id, gen_random_uuid(), '{kind}', x.id, '{key}', '', x.{since}, '',
           greatest(x.{due_on} - {day}, 1), 'day', {basis}, '[]', '', x.{due_on},
           (x.{due_on} + time '17:30') at time zone 'Asia/Shanghai', false, x.{since}
    from {table} x where x.status = 'open'
    """  # noqa: S608 — our own words


def upgrade() -> None:
    op.execute("alter table watched_clocks add column pauses jsonb not null default '[]'")
    op.execute(FOLLOW)
    # The owner too stands behind the wall, and has to step over it to fill what is there.
    walled = ("deadlines", "watched_clocks", "case_objections", "case_procedures")
    for table in walled:
        op.execute(f"alter table {table} no force row level security")
    op.execute(PAUSES)
    op.execute(
        _clocks(
            "case_objections",
            kind="objection",
            key="answer",
            since="filed_at",
            due_on="due_on",
            basis="'公示期里提的异议，公示期满前核实'",
        )
    )
    op.execute(
        _clocks(
            "case_procedures",
            kind="procedure",
            key="end",
            since="started_at",
            due_on="expected_on",
            basis="x.basis",
        )
    )
    for table in walled:
        op.execute(f"alter table {table} force row level security")
    # The day of receipt is the one the answer is counted from; once is enough.
    op.execute("alter table cases drop column received_at")
    op.execute("alter table cases drop constraint cases_receipt_check")
    op.execute(
        "alter table cases add constraint cases_receipt_check check "
        "(receipt in ('online', 'in_person', 'registered', 'ordinary', 'remote'))"
    )
