"""What a county has not checked yet keeps its townships from going live."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import COUNTY

revision = "2026112223"
down_revision = "2026112222"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    # Small beside the sheet, so that counting does not open every sheet.
    op.execute(
        "alter table item_editions add column to_confirm jsonb"
        " generated always as (sheet -> '县里要确认') stored"
    )
    # Shared on purpose: a township sees what its county has checked, and waits for the rest.
    op.execute(
        f"create policy read_more on item_confirmations for select to {APP}"
        f" using (tenant_id = {COUNTY})"
    )
