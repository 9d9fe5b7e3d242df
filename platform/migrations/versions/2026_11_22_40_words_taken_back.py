"""An answer sent by envelope may be taken back, and what a party holds may be out of date."""

from __future__ import annotations

from alembic import op

revision = "2026112240"
down_revision = "2026112238"


def upgrade() -> None:
    op.execute(
        "alter table referrals add column recall_asked_at timestamptz, "
        "add column recall_outcome text not null default '' "
        "check (recall_outcome in ('', 'over', 'asked_anew'))"
    )
    op.execute("alter table case_threads add column outdated_at timestamptz, drop column thanks")
    # What was called off while it waited for us waits no more.
    for table in ("case_threads", "case_tasks"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        "update case_threads t set asked_back_at = null, asked_back_due_on = null, "
        "desk_since = null, back_since = null, back_due_on = null "
        "from case_tasks k where (k.tenant_id, k.id) = (t.tenant_id, t.id) "
        "and k.status not in ('open', 'bounced')"
    )
    for table in ("case_threads", "case_tasks"):
        op.execute(f"alter table {table} force row level security")
    op.execute("drop index ix_case_threads_waiting")
    op.execute(
        "create index ix_case_threads_waiting on case_threads (tenant_id) where "
        "asked_back_at is not null or back_since is not null or outdated_at is not null"
    )
