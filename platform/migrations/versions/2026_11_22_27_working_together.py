"""Threads of questions that are out, the county's desk for those that come back, own questions."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112227"
down_revision = "2026112226"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

THREADS = """
create table case_threads (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    round int not null default 1 check (round > 0),
    bounces int not null default 0 check (bounces >= 0),
    seen_at timestamptz,
    their_due_on date,
    asked_back_at timestamptz,
    asked_back_due_on date,
    asked_back_words text not null default '',
    asked_back_by text not null default '',
    reason text not null default '' check (reason in
        ('', 'not_ours', 'too_little', 'too_late', 'undelivered', 'closed')),
    reason_words text not null default '',
    reason_by text not null default '',
    proposed_id uuid,
    proposed_name text not null default '',
    desk_since timestamptz,
    back_since timestamptz,
    back_due_on date,
    ruled_words text not null default '',
    alarmed_at timestamptz,
    late_vote text check (late_vote in ('agree', 'refuse')),
    late_opinion text not null default '',
    late_by text not null default '',
    late_at timestamptz,
    thanks text not null default '',
    constraint pk_case_threads primary key (tenant_id, id),
    constraint fk_case_threads_id foreign key (tenant_id, id) references case_tasks (tenant_id, id),
    constraint fk_case_threads_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

DESK = """
create table desk_matters (
    tenant_id uuid not null,
    id uuid not null,
    from_id uuid not null,
    from_name text not null,
    from_phone text not null default '',
    case_number text not null,
    item_title text not null,
    title text not null,
    words text not null,
    asked_id uuid not null,
    asked_name text not null,
    asked_office text not null,
    reason text not null,
    reason_words text not null default '',
    reason_by text not null default '',
    proposed_id uuid,
    proposed_name text not null default '',
    bounces int not null check (bounces > 0),
    came_at timestamptz not null,
    due_on date not null,
    status text not null check (status in ('open', 'ruled', 'withdrawn')),
    ruling text not null default '' check (ruling in ('', 'readdress', 'insist', 'return')),
    ruled_to_name text not null default '',
    ruled_words text not null default '',
    ruled_at timestamptz,
    ruled_by text not null default '',
    constraint pk_desk_matters primary key (tenant_id, id),
    constraint fk_desk_matters_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

OWN_ASKS = """
create table own_asks (
    tenant_id uuid not null,
    id uuid not null,
    referral_id uuid not null,
    to_id uuid not null,
    to_name text not null,
    office text not null,
    words text not null,
    asked_at timestamptz not null,
    asked_by text not null,
    due_on date not null,
    status text not null check (status in ('open', 'answered', 'declined', 'withdrawn')),
    vote text check (vote in ('agree', 'refuse')),
    opinion text not null default '',
    answered_by text not null default '',
    answered_at timestamptz,
    constraint pk_own_asks primary key (tenant_id, id),
    constraint fk_own_asks_referral_id
        foreign key (tenant_id, referral_id) references referrals (tenant_id, id)
)
"""

REFERRALS = """
alter table referrals
    add column round int not null default 1 check (round > 0),
    add column about_id uuid,
    add column ruled_words text not null default '',
    add column asked_back_at timestamptz,
    add column asked_back_count int not null default 0,
    add column reason text not null default '' check (reason in
        ('', 'not_ours', 'too_little', 'too_late', 'undelivered', 'closed')),
    add column ended_at timestamptz,
    add column ended_words text not null default '',
    add column changes jsonb not null default '[]'
"""


def upgrade() -> None:
    for table, statement in (
        ("case_threads", THREADS), ("desk_matters", DESK), ("own_asks", OWN_ASKS),
    ):  # fmt: skip
        op.execute(statement)
        for walled in wall(table, app=APP, grants=("select", "insert", "update")):
            op.execute(walled)
    op.execute("create index ix_case_threads_case_id on case_threads (tenant_id, case_id)")
    # What waits for us: a reply to those who asked back, a word on what came back.
    op.execute(
        "create index ix_case_threads_waiting on case_threads (tenant_id) "
        "where asked_back_at is not null or back_since is not null"
    )
    op.execute("create index ix_desk_matters_status on desk_matters (tenant_id, status, due_on)")
    op.execute("create index ix_own_asks_referral_id on own_asks (tenant_id, referral_id)")
    op.execute(REFERRALS)
