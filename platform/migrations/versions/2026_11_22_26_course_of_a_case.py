"""Extensions and special procedures of a case, how often a notice was read, limits extended."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112226"
down_revision = "2026112225"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

EXTENSIONS = """
create table case_extensions (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    office text not null,
    why text not null,
    length int not null check (length between 1 and 3660),
    unit text not null check (unit in ('working_day', 'day', 'hour')),
    basis text not null,
    asked_at timestamptz not null,
    asked_by text not null,
    asked_by_id text not null,
    due_before date not null,
    due_after date,
    status text not null check (status in ('open', 'granted', 'refused', 'lapsed')),
    answered_at timestamptz,
    answered_by text not null default '',
    answered_by_id text not null default '',
    answer text not null default '',
    constraint pk_case_extensions primary key (tenant_id, id),
    constraint ck_case_extensions_two_persons
        check (status <> 'granted' or asked_by_id <> answered_by_id),
    constraint fk_case_extensions_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

PROCEDURES = """
create table case_procedures (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    office text not null,
    name text not null,
    basis text not null,
    why text not null,
    started_at timestamptz not null,
    started_by text not null,
    expected_on date not null,
    status text not null check (status in ('open', 'ended', 'called_off')),
    overran_at timestamptz,
    ended_at timestamptz,
    ended_by text not null default '',
    conclusion text not null default '',
    constraint pk_case_procedures primary key (tenant_id, id),
    constraint ck_case_procedures_ended check ((status = 'open') = (ended_at is null)),
    constraint fk_case_procedures_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

# By day, so that the record of a notice says when it was read, and never by whom.
VIEWS = """
create table notice_views (
    tenant_id uuid not null,
    notice_id uuid not null,
    day date not null,
    times int not null check (times > 0),
    constraint pk_notice_views primary key (tenant_id, notice_id, day),
    constraint fk_notice_views_notice_id
        foreign key (tenant_id, notice_id) references case_notices (tenant_id, id)
)
"""

GRANTS = ("select", "insert", "update")


def upgrade() -> None:
    op.execute(EXTENSIONS)
    # Once in the life of a case (行政许可法 42), and one question at a time.
    op.execute(
        "create unique index uq_case_extensions_granted on case_extensions (tenant_id, case_id) "
        "where status = 'granted'"
    )
    op.execute(
        "create unique index uq_case_extensions_open on case_extensions (tenant_id, case_id) "
        "where status = 'open'"
    )
    op.execute("create index ix_case_extensions_case_id on case_extensions (tenant_id, case_id)")
    closed("case_extensions")
    op.execute(PROCEDURES)
    op.execute(
        "create unique index uq_case_procedures_open on case_procedures (tenant_id, case_id) "
        "where status = 'open'"
    )
    op.execute("create index ix_case_procedures_case_id on case_procedures (tenant_id, case_id)")
    closed("case_procedures")
    op.execute(VIEWS)
    closed("notice_views")
    op.execute("alter table deadlines add column extended_by int not null default 0")
    op.execute("alter table deadlines add column extended_unit text not null default ''")
    op.execute("alter table deadlines add column extended_basis text not null default ''")


def closed(table: str) -> None:
    for statement in wall(table, app=APP, grants=GRANTS):
        op.execute(statement)
