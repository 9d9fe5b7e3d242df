"""What is asked for most at each place, counted from the cases of a year."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112220"
down_revision = "2026112219"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table item_demand (
            tenant_id uuid not null,
            code text not null,
            times int not null check (times > 0),
            counted_at timestamptz not null,
            constraint pk_item_demand primary key (tenant_id, code),
            constraint fk_item_demand_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    for statement in wall("item_demand", app=APP):
        op.execute(statement)
