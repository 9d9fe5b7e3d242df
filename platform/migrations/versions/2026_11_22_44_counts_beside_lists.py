"""What is counted beside every list is counted by an index alone."""

from __future__ import annotations

from alembic import op

revision = "2026112244"
down_revision = "2026112242"


def upgrade() -> None:
    op.execute(
        "create index ix_reminders_new on reminders (tenant_id, officer_id) where read_at is null"
    )
    op.execute(
        "create index ix_referrals_answered_by on referrals "
        "(tenant_id, answered_by_id, answered_at, id) where answered_at is not null"
    )
    op.execute("drop index ix_case_history_officer")
    op.execute(
        "create index ix_case_history_officer on case_history (tenant_id, who_id, at) "
        "include (case_id, act) where who_kind = 'officer'"
    )
