"""Cases are counted from their index alone: what the wall and the clock look at lies in it too."""

from __future__ import annotations

from alembic import op

revision = "2026112234"
down_revision = "2026112233"


def upgrade() -> None:
    op.execute("drop index ix_cases_status")
    op.execute(
        "create index ix_cases_status on cases (tenant_id, status, due_on) "
        "include (id, resident_id, number, item_title, office, channel, filed_at, updated_at, "
        "answer_from)"
    )
