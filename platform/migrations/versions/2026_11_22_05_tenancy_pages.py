"""A tenant's standing pages, and the sheets a county has shown but not yet confirmed."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112205"
down_revision = "2026112204"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table pages (
            tenant_id uuid not null,
            slug text not null check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
            title text not null,
            body text not null,
            updated_at timestamptz not null default now(),
            constraint pk_pages primary key (tenant_id, slug),
            constraint fk_pages_tenant_id foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    for statement in wall("pages", app=APP):
        op.execute(statement)

    op.execute(
        """
        create table imports (
            tenant_id uuid not null,
            id uuid not null,
            file_name text not null,
            plan jsonb not null,
            status text not null check (status in ('preview', 'confirmed', 'dropped')),
            made_by text not null,
            made_at timestamptz not null default now(),
            settled_at timestamptz,
            constraint pk_imports primary key (tenant_id, id),
            constraint fk_imports_tenant_id foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    for statement in wall("imports", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
