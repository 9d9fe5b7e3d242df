"""The record that a notice hung: which letter it is."""

from __future__ import annotations

from alembic import op

revision = "2026112233"
down_revision = "2026112232"


def upgrade() -> None:
    op.execute("alter table case_notices add column record_id uuid")
    # A letter gets its number, and is written, as the last thing before the commit.
    op.execute(
        "alter table case_notices add constraint fk_case_notices_record_id "
        "foreign key (tenant_id, record_id) references letters (tenant_id, id) "
        "deferrable initially deferred"
    )
