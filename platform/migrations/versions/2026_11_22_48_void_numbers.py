"""Numbers that were given before the data went back, and that nobody gives again."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

APP = context.config.get_main_option("hall.app_role") or "hall_app"

revision = "2026112248"
down_revision = "2026112244"

VOID = """
create table void_numbers (
    tenant_id uuid not null,
    id uuid not null,
    counter text not null,
    key text not null,
    first int not null,
    last int not null,
    why text not null,
    codes text[] not null,
    voided_at timestamptz not null,
    constraint pk_void_numbers primary key (tenant_id, id),
    constraint fk_void_numbers_tenant_id foreign key (tenant_id) references tenants (tenant_id),
    constraint ck_void_numbers_first_last check (first <= last)
)
"""


def upgrade() -> None:
    op.execute(VOID)
    for statement in wall("void_numbers", app=APP, grants=("select", "insert")):
        op.execute(statement)
