"""What is known of a resident already is kept, sealed, with the draft it is offered in."""

from __future__ import annotations

from alembic import op

revision = "2026112221"
down_revision = "2026112220"


def upgrade() -> None:
    op.execute("alter table drafts add column brought_sealed bytea")
