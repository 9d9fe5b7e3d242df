"""Public notices of cases, the objections to them, and records of going there."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN, OWN_AND_THE_RESIDENTS, wall

revision = "2026112214"
down_revision = "2026112213"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

# What is shown lies sealed: it is public while the notice runs, and nobody's afterwards.
NOTICES = """
create table case_notices (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    step_id uuid not null,
    number text not null,
    item_title text not null,
    office text not null,
    shown_sealed bytea not null,
    content_hash text not null check (content_hash ~ '^[0-9a-f]{64}$'),
    posted_at timestamptz not null,
    posted_by text not null,
    ends_on date not null,
    ends_at timestamptz not null,
    taken_down_at timestamptz,
    status text not null
        check (status in ('running', 'held', 'agreed', 'refused', 'withdrawn')),
    objections int not null default 0 check (objections >= 0),
    open_objections int not null default 0 check (open_objections between 0 and objections),
    upheld_objections int not null default 0 check (upheld_objections between 0 and objections),
    constraint pk_case_notices primary key (tenant_id, id),
    constraint uq_case_notices_number unique (tenant_id, number),
    constraint uq_case_notices_step_id unique (tenant_id, step_id),
    constraint fk_case_notices_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id),
    constraint fk_case_notices_step_id
        foreign key (tenant_id, step_id) references case_steps (tenant_id, id)
)
"""

NUMBERS = """
create table notice_numbers (
    tenant_id uuid not null,
    year int not null,
    last int not null,
    constraint pk_notice_numbers primary key (tenant_id, year)
)
"""

OBJECTIONS = """
create table case_objections (
    tenant_id uuid not null,
    id uuid not null,
    notice_id uuid not null,
    case_id uuid not null,
    number text not null,
    resident_id uuid not null,
    submission_id uuid not null,
    name_sealed bytea not null,
    phone_sealed bytea not null,
    words_sealed bytea not null,
    office text not null,
    filed_at timestamptz not null,
    due_on date not null,
    status text not null check (status in ('open', 'upheld', 'dismissed', 'lapsed')),
    reasons_sealed bytea,
    answered_at timestamptz,
    answered_by text not null default '',
    answered_by_id text not null default '',
    constraint pk_case_objections primary key (tenant_id, id),
    constraint uq_case_objections_number unique (tenant_id, number),
    constraint uq_case_objections_submission_id unique (tenant_id, submission_id),
    constraint fk_case_objections_notice_id
        foreign key (tenant_id, notice_id) references case_notices (tenant_id, id),
    constraint fk_case_objections_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

# Of a task of ours, or of what another tenant asked of us: never of both.
VISITS = """
create table case_visits (
    tenant_id uuid not null,
    id uuid not null,
    task_id uuid,
    referral_id uuid,
    kind text not null,
    people int not null check (people between 1 and 50),
    went_on date,
    told_sealed bytea,
    recorded_at timestamptz,
    recorded_by text not null default '',
    constraint pk_case_visits primary key (tenant_id, id),
    constraint ck_case_visits_of_one check (num_nonnulls(task_id, referral_id) = 1),
    constraint ck_case_visits_whole
        check (num_nulls(went_on, told_sealed, recorded_at) in (0, 3)),
    constraint uq_case_visits_task_id unique (tenant_id, task_id),
    constraint uq_case_visits_referral_id unique (tenant_id, referral_id),
    constraint fk_case_visits_task_id
        foreign key (tenant_id, task_id) references case_tasks (tenant_id, id),
    constraint fk_case_visits_referral_id
        foreign key (tenant_id, referral_id) references referrals (tenant_id, id)
)
"""


def upgrade() -> None:
    op.execute(NOTICES)
    op.execute("create index ix_case_notices_case_id on case_notices (tenant_id, case_id)")
    op.execute("create index ix_case_notices_status on case_notices (tenant_id, status, ends_on)")
    closed("case_notices", grants=("select", "insert", "update"))
    op.execute(NUMBERS)
    closed("notice_numbers", grants=("select", "insert", "update"))
    op.execute(OBJECTIONS)
    op.execute(
        "create index ix_case_objections_notice_id on case_objections (tenant_id, notice_id)"
    )
    op.execute(
        "create index ix_case_objections_open on case_objections (tenant_id, office, due_on) "
        "where status = 'open'"
    )
    # Confidential: at a resident's door only their own objections are there.
    closed("case_objections", using=OWN_AND_THE_RESIDENTS, grants=("select", "insert", "update"))
    op.execute(VISITS)
    closed("case_visits", grants=("select", "insert", "update"))


def closed(
    table: str,
    *,
    using: str = OWN,
    grants: tuple[str, ...] = ("select", "insert", "update", "delete"),
) -> None:
    for statement in wall(table, app=APP, using=using, grants=grants):
        op.execute(statement)
