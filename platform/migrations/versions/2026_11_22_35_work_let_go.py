"""Work that was given up: when it was tried and why not, and that somebody has let it go."""

from __future__ import annotations

from alembic import op

revision = "2026112235"
down_revision = "2026112234"


def upgrade() -> None:
    op.execute("alter table outbox add column tried jsonb not null default '[]'")
    op.execute("alter table outbox add column let_go_at timestamptz")
    op.execute("alter table outbox add column let_go_why text not null default ''")
    op.execute(
        "create index ix_outbox_given_up on outbox (tenant_id, given_up_at) "
        "where given_up_at is not null and done_at is null"
    )
