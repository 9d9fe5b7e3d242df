"""What lies with an office is found by the office, and cases are counted in one walk."""

from __future__ import annotations

from alembic import op

revision = "2026112236"
down_revision = "2026112235"


def upgrade() -> None:
    op.execute("drop index ix_case_tasks_open")
    op.execute(
        "create index ix_case_tasks_open on case_tasks (tenant_id, office, kind, due_on, id) "
        "include (post, stands_in, holder_id, proposed_by_id, item_title, case_id, opened_at) "
        "where status = 'open' and peer_id is null"
    )
    op.execute(
        "create index ix_cases_counter on cases (tenant_id, office, status) "
        "include (id, resident_id, item_title, answer_from, updated_at) "
        "where status in ('submitted', 'correction_asked')"
    )
    # Counted by status and item in the order they lie in: nothing has to be sorted first.
    op.execute("drop index ix_cases_status")
    op.execute(
        "create index ix_cases_status on cases (tenant_id, status, item_title, due_on) "
        "include (id, resident_id, number, office, channel, filed_at, updated_at, answer_from)"
    )
