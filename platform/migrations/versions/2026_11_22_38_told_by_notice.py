"""A letter told by notice hangs where everybody reads it."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112238"
down_revision = "2026112237"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

# What is shown lies sealed: it is public while the notice hangs, and nobody's afterwards.
DELIVERY_NOTICES = """
create table delivery_notices (
    tenant_id uuid not null,
    id uuid not null,
    delivery_id uuid not null,
    case_id uuid not null,
    number text not null,
    shown_sealed bytea not null,
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    posted_at timestamptz not null,
    ends_on date not null,
    ends_at timestamptz not null,
    taken_down_at timestamptz,
    views int not null default 0 check (views >= 0),
    constraint pk_delivery_notices primary key (tenant_id, id),
    constraint uq_delivery_notices_number unique (tenant_id, number),
    constraint uq_delivery_notices_delivery_id unique (tenant_id, delivery_id),
    constraint fk_delivery_notices_delivery_id
        foreign key (tenant_id, delivery_id) references case_deliveries (tenant_id, id),
    constraint fk_delivery_notices_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""


def upgrade() -> None:
    op.execute(DELIVERY_NOTICES)
    op.execute("create index ix_delivery_notices_case_id on delivery_notices (tenant_id, case_id)")
    op.execute(
        "create index ix_delivery_notices_up on delivery_notices (tenant_id, ends_on, number) "
        "where taken_down_at is null"
    )
    grants = ("select", "insert", "update")
    for statement in wall("delivery_notices", app=APP, grants=grants):
        op.execute(statement)
