"""Deliveries, revocations, cases passed on, and the answers a correction took the place of."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN, OWN_AND_THE_RESIDENTS, wall

revision = "2026112230"
down_revision = "2026112229"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

# Who filed before this was told that the decision comes to the telephone.
WISHES = """
alter table cases
    add column serve_by text not null default 'online'
        check (serve_by in ('online', 'window', 'post')),
    add column serve_to_sealed bytea
"""

DELIVERIES = """
create table case_deliveries (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    resident_id uuid not null,
    letter_id uuid not null,
    way text check (way in ('online', 'window', 'post', 'left', 'notice')),
    status text not null check (status in ('waiting', 'under_way', 'done', 'called_off')),
    opened_at timestamptz not null,
    due_on date,
    told_sealed bytea,
    sent_on date,
    ends_on date,
    effective_on date,
    done_at timestamptz,
    done_by text not null default '',
    shown_at timestamptz,
    record_id uuid,
    constraint pk_case_deliveries primary key (tenant_id, id),
    constraint uq_case_deliveries_letter_id unique (tenant_id, letter_id),
    constraint ck_case_deliveries_whole
        check ((status = 'done') = (effective_on is not null and done_at is not null)
               and (status in ('waiting', 'called_off') or way is not null)),
    constraint fk_case_deliveries_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id),
    constraint fk_case_deliveries_letter_id
        foreign key (tenant_id, letter_id) references letters (tenant_id, id),
    constraint fk_case_deliveries_record_id
        foreign key (tenant_id, record_id) references letters (tenant_id, id)
        deferrable initially deferred
)
"""

REVOCATIONS = """
create table case_revocations (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    ground text not null,
    why text not null,
    heard text not null,
    status text not null check (status in ('proposed', 'approved', 'declined', 'taken_back')),
    proposed_at timestamptz not null,
    proposed_by text not null,
    proposed_by_id text not null,
    settled_at timestamptz,
    settled_by text not null default '',
    settled_by_id text not null default '',
    settled_why text not null default '',
    constraint pk_case_revocations primary key (tenant_id, id),
    constraint ck_case_revocations_two_persons
        check (status not in ('approved', 'declined') or settled_by_id <> proposed_by_id),
    constraint fk_case_revocations_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

PASSINGS = """
create table case_passings (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    resident_id uuid not null,
    direction text not null check (direction in ('out', 'in')),
    peer_id uuid not null,
    peer_name text not null,
    why text not null,
    passed_at timestamptz not null,
    status text not null check (status in ('sent', 'taken', 'returned')),
    returned_why text not null default '',
    hops int not null check (hops between 1 and 9),
    envelope_id uuid not null,
    constraint pk_case_passings primary key (tenant_id, id),
    constraint fk_case_passings_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

VERSIONS = """
create table case_versions (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    resident_id uuid not null,
    seq int not null check (seq > 0),
    edition text not null,
    answers_sealed bytea not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    sent_at timestamptz not null,
    replaced_at timestamptz not null,
    asked text not null,
    constraint pk_case_versions primary key (tenant_id, id),
    constraint uq_case_versions_seq unique (tenant_id, case_id, seq),
    constraint fk_case_versions_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""


def upgrade() -> None:
    op.execute(WISHES)
    op.execute(DELIVERIES)
    op.execute("create index ix_case_deliveries_case_id on case_deliveries (tenant_id, case_id)")
    op.execute(
        "create index ix_case_deliveries_open on case_deliveries (tenant_id, due_on) "
        "where status in ('waiting', 'under_way')"
    )
    closed("case_deliveries", using=OWN_AND_THE_RESIDENTS, grants=("select", "insert", "update"))
    op.execute(REVOCATIONS)
    op.execute(
        "create unique index uq_case_revocations_proposed on case_revocations "
        "(tenant_id, case_id) where status = 'proposed'"
    )
    op.execute("create index ix_case_revocations_case_id on case_revocations (tenant_id, case_id)")
    closed("case_revocations", grants=("select", "insert", "update"))
    op.execute(PASSINGS)
    op.execute("create index ix_case_passings_case_id on case_passings (tenant_id, case_id)")
    closed("case_passings", using=OWN_AND_THE_RESIDENTS, grants=("select", "insert", "update"))
    op.execute(VERSIONS)
    op.execute(
        "create trigger append_only before update or delete on case_versions "
        "for each row execute function refuse_change()"
    )
    closed("case_versions", using=OWN_AND_THE_RESIDENTS, grants=("select", "insert"))


def closed(
    table: str,
    *,
    using: str = OWN,
    grants: tuple[str, ...] = ("select", "insert", "update", "delete"),
) -> None:
    for statement in wall(table, app=APP, using=using, grants=grants):
        op.execute(statement)
