"""Urging, clocks that are near or past, supervision orders, news for officers, imports undone."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import TENANT, wall

revision = "2026112228"
down_revision = "2026112227"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

# A county supervises the clocks of its townships: numbers, items, offices and days, no names.
OWN_OR_TOWNSHIPS = f"(tenant_id = {TENANT} or county_id = {TENANT})"

RECEIPT = """
alter table cases
    add column receipt text not null default 'online'
        check (receipt in ('online', 'in_person', 'registered', 'ordinary')),
    add column received_at timestamptz,
    add column answer_from timestamptz
"""

REMINDERS = """
create table reminders (
    tenant_id uuid not null,
    id uuid not null,
    officer_id uuid not null,
    kind text not null,
    words text not null,
    link_path text not null,
    made_at timestamptz not null,
    read_at timestamptz,
    constraint pk_reminders primary key (tenant_id, id),
    constraint fk_reminders_officer_id foreign key (tenant_id, officer_id)
        references officers (tenant_id, id)
)
"""

URGINGS = """
create table urgings (
    tenant_id uuid not null,
    id uuid not null,
    subject_kind text not null,
    subject_id uuid not null,
    key text not null,
    case_id uuid,
    level text not null check (level in ('person', 'holder', 'head', 'leader', 'county', 'peer')),
    direction text not null check (direction in ('here', 'sent', 'received')),
    is_by_clock boolean not null,
    is_nobody boolean not null default false,
    office text not null default '',
    told text not null default '',
    reason text not null default '',
    nth int not null check (nth > 0),
    due_on date not null,
    urged_at timestamptz not null,
    urged_by text not null,
    urged_by_id text not null default '',
    constraint pk_urgings primary key (tenant_id, id)
)
"""

CLOCKS = """
create table watched_clocks (
    tenant_id uuid not null,
    id uuid not null,
    county_id uuid not null,
    subject_kind text not null,
    subject_id uuid not null,
    key text not null,
    case_id uuid,
    case_number text not null,
    item_title text not null,
    office text not null,
    office_name text not null,
    peer_id uuid,
    party_name text not null,
    unit text not null,
    due_on date not null,
    due_at timestamptz not null,
    seen_at timestamptz not null,
    ended_at timestamptz,
    is_paused boolean not null default false,
    constraint pk_watched_clocks primary key (tenant_id, id),
    constraint fk_watched_clocks_deadline foreign key (tenant_id, id)
        references deadlines (tenant_id, id)
)
"""

# What is watched follows its clock in the same transaction, whichever verb stops or moves it.
FOLLOW = """
create function follow_clock() returns trigger language plpgsql as $$
begin
    update watched_clocks
    set due_on = new.due_on, due_at = new.due_at,
        ended_at = coalesce(new.met_at, new.cancelled_at),
        is_paused = jsonb_path_exists(new.pauses, '$[*] ? (@.last == null)')
    where tenant_id = new.tenant_id and id = new.id;
    return null;
end $$
"""

ORDERS = """
create table supervision_orders (
    tenant_id uuid not null,
    id uuid not null,
    direction text not null check (direction in ('issued', 'received', 'inside')),
    peer_id uuid,
    peer_name text not null,
    office text not null,
    office_name text not null,
    letter_id uuid,
    number_words text not null default '',
    verify_url text not null default '',
    clock_id uuid not null,
    case_number text not null,
    item_title text not null,
    matter text not null,
    matter_due_on date not null,
    words text not null,
    reply_by date not null,
    issued_at timestamptz not null,
    issued_by text not null,
    issued_by_id text not null default '',
    status text not null check (status in ('open', 'replied')),
    reason text not null default '',
    reply text not null default '',
    done_by date,
    replied_at timestamptz,
    replied_by text not null default '',
    constraint pk_supervision_orders primary key (tenant_id, id)
)
"""

LINES = """
create table reporting_lines (
    tenant_id uuid not null,
    office_id uuid not null,
    leader_id uuid not null,
    set_at timestamptz not null,
    set_by text not null,
    constraint pk_reporting_lines primary key (tenant_id, office_id),
    constraint fk_reporting_lines_office foreign key (tenant_id, office_id)
        references offices (tenant_id, id),
    constraint fk_reporting_lines_leader foreign key (tenant_id, leader_id)
        references officers (tenant_id, id)
)
"""

IMPORTS = """
create table calendar_imports (
    tenant_id uuid not null,
    id uuid not null,
    year int not null check (year between 2000 and 2100),
    source text not null,
    brought jsonb not null,
    replaced jsonb not null,
    read_in_at timestamptz not null,
    read_in_by text not null,
    undone_at timestamptz,
    undone_by text not null default '',
    constraint pk_calendar_imports primary key (tenant_id, id),
    constraint fk_calendar_imports_tenant_id
        foreign key (tenant_id) references tenants (tenant_id)
)
"""

KEPT = ("select", "insert", "update")


def upgrade() -> None:
    op.execute(RECEIPT)
    op.execute(REMINDERS)
    op.execute(
        "create index ix_reminders_unread on reminders (tenant_id, officer_id, made_at desc)"
    )
    op.execute(URGINGS)
    op.execute(
        "create index ix_urgings_subject on urgings (tenant_id, subject_kind, subject_id, nth)"
    )
    # One step up the line for one day due, however often the clock is looked at.
    op.execute(
        "create unique index uq_urgings_by_clock on urgings "
        "(tenant_id, subject_kind, subject_id, key, level, due_on) where is_by_clock"
    )
    op.execute(CLOCKS)
    op.execute("create index ix_watched_clocks_due on watched_clocks (tenant_id, due_at, id)")
    op.execute(FOLLOW)
    op.execute(
        "create trigger follow after update on deadlines for each row "
        "when (old.due_at is distinct from new.due_at or old.met_at is distinct from new.met_at "
        "or old.cancelled_at is distinct from new.cancelled_at "
        "or old.pauses is distinct from new.pauses) execute function follow_clock()"
    )
    op.execute(ORDERS)
    op.execute(
        "create index ix_supervision_orders_issued on supervision_orders "
        "(tenant_id, issued_at desc, id)"
    )
    op.execute(LINES)
    op.execute(IMPORTS)
    for table in ("reminders", "urgings", "supervision_orders", "calendar_imports"):
        for statement in wall(table, app=APP, grants=KEPT):
            op.execute(statement)
    for statement in wall("watched_clocks", app=APP, read=OWN_OR_TOWNSHIPS, grants=KEPT):
        op.execute(statement)
    for statement in wall("reporting_lines", app=APP):
        op.execute(statement)
