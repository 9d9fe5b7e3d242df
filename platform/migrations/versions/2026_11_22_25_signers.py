"""Who holds a task, who was added to it, where a sent back one returns; absences and copies."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112225"
down_revision = "2026112224"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

TASKS = """
alter table case_tasks
    add column post text not null default '',
    add column stands_in text not null default '',
    add column holder_id uuid,
    add column holder_name text not null default '',
    add column principal_id uuid,
    add column principal_name text not null default '',
    add column added_to uuid,
    add column added_how text not null default '' check (added_how in ('', 'before', 'after')),
    add column proposed_outcome text not null default '',
    add column proposed_why text not null default '',
    add column proposed_by text not null default '',
    add column proposed_by_id uuid,
    add constraint fk_case_tasks_holder_id
        foreign key (tenant_id, holder_id) references officers (tenant_id, id),
    add constraint fk_case_tasks_principal_id
        foreign key (tenant_id, principal_id) references officers (tenant_id, id),
    add constraint fk_case_tasks_added_to
        foreign key (tenant_id, added_to) references case_tasks (tenant_id, id),
    add constraint ck_case_tasks_added check ((added_to is null) = (added_how = ''))
"""
STEPS = """
alter table case_steps
    add column returns_to uuid,
    add constraint fk_case_steps_returns_to
        foreign key (tenant_id, returns_to) references case_tasks (tenant_id, id)
"""
COPIES = """
create table case_copies (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    officer_id uuid not null,
    officer_name text not null,
    sent_by_id uuid,
    sent_by text not null,
    sent_at timestamptz not null,
    words text not null default '',
    read_at timestamptz,
    constraint pk_case_copies primary key (tenant_id, id),
    constraint fk_case_copies_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id),
    constraint fk_case_copies_officer_id
        foreign key (tenant_id, officer_id) references officers (tenant_id, id)
)
"""
ABSENCES = """
create table absences (
    tenant_id uuid not null,
    id uuid not null,
    officer_id uuid not null,
    substitute_id uuid,
    from_on date not null,
    until_on date not null,
    told_by text not null,
    told_at timestamptz not null,
    ended_at timestamptz,
    constraint pk_absences primary key (tenant_id, id),
    constraint fk_absences_officer_id
        foreign key (tenant_id, officer_id) references officers (tenant_id, id),
    constraint fk_absences_substitute_id
        foreign key (tenant_id, substitute_id) references officers (tenant_id, id),
    constraint ck_absences_days check (from_on <= until_on),
    constraint ck_absences_another check (substitute_id <> officer_id)
)
"""


def upgrade() -> None:
    op.execute(TASKS)
    op.execute(
        "create index ix_case_tasks_held on case_tasks (tenant_id, holder_id) "
        "where status = 'open' and holder_id is not null"
    )
    op.execute(STEPS)
    for table, made, index in (
        ("case_copies", COPIES, "(tenant_id, officer_id, sent_at)"),
        ("absences", ABSENCES, "(tenant_id, until_on)"),
    ):
        op.execute(made)
        op.execute(f"create index ix_{table}_list on {table} {index}")
        for statement in wall(table, app=APP, grants=("select", "insert", "update")):
            op.execute(statement)
