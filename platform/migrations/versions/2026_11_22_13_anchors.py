"""The ends of all chains may be read together: they are signed and kept outside the database."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR

revision = "2026112213"
down_revision = "2026112212"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    for table in ("journal_heads", "exchange_heads"):
        op.execute(
            f"create policy read_more on {table} for select to {APP} using ({DOOR} = 'anchors')"
        )
