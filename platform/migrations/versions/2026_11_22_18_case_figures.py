"""Numbers for statistics that an item's own rules reckon when a case is granted."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112218"
down_revision = "2026112217"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

FIGURES = """
create table case_figures (
    tenant_id uuid not null,
    case_id uuid not null,
    name text not null,
    item_code text not null,
    number numeric not null,
    unit text not null default '',
    reckoned_at timestamptz not null,
    constraint pk_case_figures primary key (tenant_id, case_id, name),
    constraint fk_case_figures_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""


def upgrade() -> None:
    op.execute(FIGURES)
    op.execute("create index ix_case_figures_item_code on case_figures (tenant_id, item_code)")
    for statement in wall("case_figures", app=APP, grants=("select", "insert")):
        op.execute(statement)
