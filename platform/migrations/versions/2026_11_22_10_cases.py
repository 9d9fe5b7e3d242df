"""Drafts, cases with their history, steps and tasks, and what other tenants ask of us."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR, OWN, OWN_AND_THE_RESIDENTS, RESIDENT, wall

revision = "2026112210"
down_revision = "2026112209"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

DRAFTS = """
create table drafts (
    tenant_id uuid not null,
    id uuid not null,
    resident_id uuid not null,
    item_code text not null,
    edition text not null,
    title text not null,
    answers_sealed bytea not null,
    submission_id uuid not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    sent_at timestamptz,
    constraint pk_drafts primary key (tenant_id, id),
    constraint fk_drafts_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

CASES = """
create table cases (
    tenant_id uuid not null,
    id uuid not null,
    number text not null,
    item_code text not null,
    edition text not null,
    item_title text not null,
    title text not null,
    resident_id uuid not null,
    applicant_sealed bytea not null,
    answers_sealed bytea not null,
    submission_id uuid not null,
    track_index bytea not null,
    channel text not null default 'online',
    status text not null check (status in ('submitted', 'correction_asked', 'accepted',
        'under_review', 'granted', 'refused', 'delivered', 'closed', 'not_accepted',
        'withdrawn', 'ended', 'passed_on')),
    office text not null,
    step_code text not null default '',
    outcome text not null default '',
    filed_at timestamptz not null,
    accepted_at timestamptz,
    decided_at timestamptz,
    closed_at timestamptz,
    due_on date,
    statutory_due_on date,
    updated_at timestamptz not null default now(),
    constraint pk_cases primary key (tenant_id, id),
    constraint uq_cases_number unique (tenant_id, number),
    constraint uq_cases_submission unique (tenant_id, submission_id),
    constraint fk_cases_tenant_id foreign key (tenant_id) references tenants (tenant_id)
) with (fillfactor = 80)
"""

NUMBERS = """
create table case_numbers (
    tenant_id uuid not null,
    day date not null,
    last int not null,
    constraint pk_case_numbers primary key (tenant_id, day)
) with (fillfactor = 50)
"""

HISTORY = """
create table case_history (
    tenant_id uuid not null,
    case_id uuid not null,
    seq int not null,
    at timestamptz not null,
    act text not null,
    words text not null,
    note text not null default '',
    who_kind text not null,
    who_id text not null default '',
    who_name text not null default '',
    who_office text not null default '',
    prev_hash bytea not null,
    hash bytea not null,
    constraint pk_case_history primary key (tenant_id, case_id, seq),
    constraint fk_case_history_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

STEPS = """
create table case_steps (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    seq int not null,
    code text not null,
    name text not null,
    status text not null check (status in ('open', 'agreed', 'refused')),
    opened_at timestamptz not null,
    finished_at timestamptz,
    constraint pk_case_steps primary key (tenant_id, id),
    constraint uq_case_steps_seq unique (tenant_id, case_id, seq),
    constraint fk_case_steps_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

TASKS = """
create table case_tasks (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    step_id uuid,
    key text not null,
    kind text not null check (kind in ('review', 'decide')),
    words text not null,
    office text not null,
    peer_id uuid,
    party_name text not null,
    party_phone text not null default '',
    envelope_id uuid,
    opened_at timestamptz not null,
    due_on date not null,
    status text not null check (status in ('open', 'done', 'withdrawn')),
    vote text check (vote in ('agree', 'refuse')),
    opinion text not null default '',
    answered_at timestamptz,
    answered_by text not null default '',
    answered_by_id text not null default '',
    constraint pk_case_tasks primary key (tenant_id, id),
    constraint uq_case_tasks_key unique (tenant_id, step_id, key),
    constraint fk_case_tasks_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id),
    constraint fk_case_tasks_step_id
        foreign key (tenant_id, step_id) references case_steps (tenant_id, id)
)
"""

REFERRALS = """
create table referrals (
    tenant_id uuid not null,
    id uuid not null,
    peer_id uuid not null,
    peer_name text not null,
    peer_phone text not null default '',
    envelope_id uuid not null,
    case_number text not null,
    item_title text not null,
    title text not null,
    words text not null,
    office text not null,
    shown_sealed bytea not null,
    papers jsonb not null default '[]',
    asked_at timestamptz not null,
    due_on date not null,
    first_opened_at timestamptz,
    status text not null check (status in ('open', 'answered', 'withdrawn')),
    vote text check (vote in ('agree', 'refuse')),
    opinion text not null default '',
    answered_at timestamptz,
    answered_by text not null default '',
    answered_by_id text not null default '',
    constraint pk_referrals primary key (tenant_id, id),
    constraint fk_referrals_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

# A case's history is chained line by line, so that one taken out or changed is found.
CHAIN = """
create function chain_case_history() returns trigger language plpgsql as $$
declare
    last record;
begin
    select seq, hash into last from case_history
        where tenant_id = new.tenant_id and case_id = new.case_id order by seq desc limit 1;
    new.seq := coalesce(last.seq, 0) + 1;
    new.prev_hash := coalesce(last.hash, sha256(convert_to(new.case_id::text, 'UTF8')));
    new.hash := sha256(new.prev_hash || convert_to(array_to_string(array[
        new.tenant_id::text, new.case_id::text, new.seq::text,
        (extract(epoch from new.at) * 1000000)::bigint::text, new.act, new.words, new.note,
        new.who_kind, new.who_id, new.who_name, new.who_office], E'\\x1f'), 'UTF8'));
    return new;
end $$
"""


def upgrade() -> None:
    # A resident sees what is theirs in every township from the county's own door.
    mine = f"{DOOR} = 'mine' and resident_id = {RESIDENT}"
    op.execute(DRAFTS)
    op.execute("create index ix_drafts_resident_id on drafts (tenant_id, resident_id)")
    closed("drafts", using=OWN_AND_THE_RESIDENTS, read=mine)
    op.execute(CASES)
    op.execute("create index ix_cases_status on cases (tenant_id, status, due_on)")
    op.execute("create index ix_cases_resident_id on cases (tenant_id, resident_id, filed_at)")
    op.execute("create index ix_cases_track on cases (tenant_id, track_index)")
    op.execute("create index ix_cases_mine on cases (resident_id, filed_at)")
    closed("cases", using=OWN_AND_THE_RESIDENTS, read=mine, grants=("select", "insert", "update"))
    op.execute(NUMBERS)
    closed("case_numbers", grants=("select", "insert", "update"))
    op.execute(HISTORY)
    op.execute(CHAIN)
    op.execute(
        "create trigger chain before insert on case_history "
        "for each row execute function chain_case_history()"
    )
    op.execute(
        "create trigger append_only before update or delete on case_history "
        "for each row execute function refuse_change()"
    )
    closed("case_history", grants=("select", "insert"))
    op.execute(
        "create index ix_case_history_officer on case_history (tenant_id, who_id, at) "
        "where who_kind = 'officer'"
    )
    op.execute(STEPS)
    closed("case_steps", grants=("select", "insert", "update"))
    op.execute(TASKS)
    op.execute("create index ix_case_tasks_case_id on case_tasks (tenant_id, case_id)")
    op.execute(
        "create index ix_case_tasks_open on case_tasks (tenant_id, office, due_on) "
        "where status = 'open' and peer_id is null"
    )
    closed("case_tasks", grants=("select", "insert", "update"))
    op.execute(REFERRALS)
    op.execute(
        "create index ix_referrals_open on referrals (tenant_id, office, due_on) "
        "where status = 'open'"
    )
    op.execute("create index ix_referrals_status on referrals (tenant_id, status, asked_at)")
    closed("referrals", grants=("select", "insert", "update"))


def closed(
    table: str,
    *,
    using: str = OWN,
    read: str | None = None,
    grants: tuple[str, ...] = ("select", "insert", "update", "delete"),
) -> None:
    for statement in wall(table, app=APP, using=using, read=read, grants=grants):
        op.execute(statement)
