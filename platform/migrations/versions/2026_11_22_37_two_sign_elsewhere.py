"""A decision that two persons have to make, asked of a successor: who proposed what there."""

from __future__ import annotations

from alembic import op

revision = "2026112237"
down_revision = "2026112236"


def upgrade() -> None:
    op.execute(
        "alter table referrals add column needs_two boolean not null default false, "
        "add column proposed_outcome text not null default '', "
        "add column proposed_why text not null default '', "
        "add column proposed_by text not null default '', "
        "add column proposed_by_id uuid"
    )
