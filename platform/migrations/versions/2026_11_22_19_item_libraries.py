"""Which library of sheets a county has published last: nothing new is known without reading it."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112219"
down_revision = "2026112218"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table item_libraries (
            tenant_id uuid not null,
            fingerprint text not null check (fingerprint ~ '^[0-9a-f]{16}$'),
            published_at timestamptz not null default now(),
            constraint pk_item_libraries primary key (tenant_id),
            constraint fk_item_libraries_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    for statement in wall("item_libraries", app=APP):
        op.execute(statement)
