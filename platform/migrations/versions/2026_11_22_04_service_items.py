"""Service items: what a county has published, and what a township has taken over from it."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN_OR_COUNTYS, wall

revision = "2026112204"
down_revision = "2026112203"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table item_editions (
            tenant_id uuid not null,
            code text not null check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
            edition text not null check (edition ~ '^[0-9a-f]{16}$'),
            number int not null check (number > 0),
            module text not null,
            title text not null,
            sheet jsonb not null,
            published_at timestamptz not null default now(),
            published_by text not null,
            constraint pk_item_editions primary key (tenant_id, code, edition),
            constraint uq_item_editions_number unique (tenant_id, code, number),
            constraint fk_item_editions_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    # Shared on purpose: a county's sheets are read by its townships. What was published is never
    # changed, because cases refer to it.
    for statement in wall(
        "item_editions", app=APP, read=OWN_OR_COUNTYS, grants=("select", "insert")
    ):
        op.execute(statement)

    op.execute(
        """
        create table items (
            tenant_id uuid not null,
            code text not null,
            edition text not null,
            status text not null default 'in_use'
                check (status in ('in_use', 'paused', 'withdrawn')),
            module_name text not null,
            theme text not null,
            position int not null,
            constraint pk_items primary key (tenant_id, code),
            constraint fk_items_edition foreign key (tenant_id, code, edition)
                references item_editions (tenant_id, code, edition)
        )
        """
    )
    # Which edition of an item the county publishes now; read by its townships.
    for statement in wall(
        "items", app=APP, read=OWN_OR_COUNTYS, grants=("select", "insert", "update")
    ):
        op.execute(statement)

    op.execute(
        """
        create table item_adoptions (
            tenant_id uuid not null,
            code text not null,
            edition text not null,
            status text not null default 'in_use' check (status in ('in_use', 'paused')),
            variations jsonb not null default '{}',
            adopted_at timestamptz not null default now(),
            adopted_by text not null,
            constraint pk_item_adoptions primary key (tenant_id, code),
            constraint fk_item_adoptions_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    # No foreign key to the county's edition: no reference crosses from tenant to tenant.
    for statement in wall("item_adoptions", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
