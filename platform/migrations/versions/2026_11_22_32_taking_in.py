"""What a window took in, for its own township or another, and what came from others' windows."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR, OWN_AND_THE_RESIDENTS, RESIDENT, wall

revision = "2026112232"
down_revision = "2026112231"

A31 = context.config.get_main_option("hall.app_role") or "hall_app"

INTAKES = """
create table intakes (
    tenant_id uuid not null,
    id uuid not null,
    officer_id uuid not null,
    officer_name text not null,
    office text not null,
    resident_id uuid not null,
    item_code text not null,
    edition text not null,
    item_title text not null,
    for_id uuid not null,
    for_name text not null,
    for_phone text not null,
    came text not null check (came in ('self', 'kin', 'agent')),
    mandate_sealed bytea not null,
    applicant_sealed bytea not null,
    answers_sealed bytea,
    originals jsonb not null default '[]',
    submission_id uuid not null,
    number text not null default '',
    track_index bytea,
    status text not null default 'draft'
        check (status in ('draft', 'filed', 'sent', 'opened', 'returned')),
    why text not null default '',
    case_words text not null default '',
    due_on date,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    sent_at timestamptz,
    opened_at timestamptz,
    told_at timestamptz,
    originals_at timestamptz,
    originals_by text not null default '',
    originals_missing jsonb not null default '[]',
    constraint pk_intakes primary key (tenant_id, id),
    constraint fk_intakes_tenant_id foreign key (tenant_id) references tenants (tenant_id),
    constraint fk_intakes_officer_id
        foreign key (tenant_id, officer_id) references officers (tenant_id, id)
)
"""

HANDOVERS = """
create table handovers (
    tenant_id uuid not null,
    id uuid not null,
    peer_id uuid not null,
    peer_name text not null,
    peer_phone text not null,
    office text not null,
    officer_name text not null,
    envelope_id uuid not null,
    number text not null,
    resident_id uuid not null,
    item_code text not null,
    edition text not null,
    item_title text not null,
    came text not null check (came in ('self', 'kin', 'agent')),
    mandate_sealed bytea,
    filing jsonb not null,
    papers jsonb not null default '[]',
    originals jsonb not null default '[]',
    taken_at timestamptz not null,
    arrived_at timestamptz not null,
    status text not null default 'coming' check (status in ('coming', 'opened', 'returned')),
    why text not null default '',
    originals_at timestamptz,
    originals_by text not null default '',
    originals_missing jsonb not null default '[]',
    constraint pk_handovers primary key (tenant_id, id),
    constraint fk_handovers_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""


def upgrade() -> None:
    op.execute(INTAKES)
    op.execute("create index ix_intakes_status on intakes (tenant_id, status, updated_at)")
    op.execute("create index ix_intakes_resident_id on intakes (tenant_id, resident_id)")
    op.execute("create index ix_intakes_track on intakes (tenant_id, track_index)")
    # What is on its way for a resident is seen from every township's door, as their cases are.
    op.execute("create index ix_intakes_mine on intakes (resident_id, created_at)")
    mine = f"{DOOR} = 'mine' and resident_id = {RESIDENT}"
    for statement in wall("intakes", app=A31, using=OWN_AND_THE_RESIDENTS, read=mine):
        op.execute(statement)
    op.execute(HANDOVERS)
    for statement in wall("handovers", app=A31, grants=("select", "insert", "update")):
        op.execute(statement)
