"""Several cases sent at once under one number (一件事), and which cases they are."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR, OWN_AND_THE_RESIDENTS, RESIDENT, wall

revision = "2026112222"
down_revision = "2026112221"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

# The receipt is numbered and written as one of the last things before the commit.
BUNDLES = """
create table filed_bundles (
    tenant_id uuid not null,
    id uuid not null,
    number text not null,
    bundle_code text not null,
    edition text not null,
    title text not null,
    resident_id uuid not null,
    track_index bytea not null,
    receipt_id uuid not null,
    filed_at timestamptz not null,
    constraint pk_filed_bundles primary key (tenant_id, id),
    constraint uq_filed_bundles_number unique (tenant_id, number),
    constraint fk_filed_bundles_tenant_id foreign key (tenant_id) references tenants (tenant_id),
    constraint fk_filed_bundles_receipt_id
        foreign key (tenant_id, receipt_id) references letters (tenant_id, id)
        deferrable initially deferred
)
"""

CASES = """
create table filed_bundle_cases (
    tenant_id uuid not null,
    case_id uuid not null,
    bundle_id uuid not null,
    resident_id uuid not null,
    position int not null,
    constraint pk_filed_bundle_cases primary key (tenant_id, case_id),
    constraint uq_filed_bundle_cases_position unique (tenant_id, bundle_id, position),
    constraint fk_filed_bundle_cases_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id),
    constraint fk_filed_bundle_cases_bundle_id
        foreign key (tenant_id, bundle_id) references filed_bundles (tenant_id, id)
)
"""


def upgrade() -> None:
    # A resident sees what is theirs in every township from the county's own door.
    mine = f"{DOOR} = 'mine' and resident_id = {RESIDENT}"
    for table, made in (("filed_bundles", BUNDLES), ("filed_bundle_cases", CASES)):
        op.execute(made)
        op.execute(f"create index ix_{table}_resident_id on {table} (tenant_id, resident_id)")
        for statement in wall(
            table, app=APP, using=OWN_AND_THE_RESIDENTS, read=mine, grants=("select", "insert")
        ):
            op.execute(statement)
    op.execute("create index ix_filed_bundles_track on filed_bundles (tenant_id, track_index)")
