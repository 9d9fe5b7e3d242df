"""Deadlines, and the days and years a county adds to the working calendar."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN_OR_COUNTYS, wall

revision = "2026112211"
down_revision = "2026112210"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table calendar_days (
            tenant_id uuid not null,
            day date not null,
            is_off boolean not null,
            name text not null check (char_length(name) <= 40),
            changed_by text not null,
            changed_at timestamptz not null,
            constraint pk_calendar_days primary key (tenant_id, day),
            constraint fk_calendar_days_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    op.execute(
        """
        create table calendar_years (
            tenant_id uuid not null,
            year int not null check (year between 2000 and 2100),
            source text not null,
            changed_by text not null,
            changed_at timestamptz not null,
            constraint pk_calendar_years primary key (tenant_id, year),
            constraint fk_calendar_years_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    # Shared on purpose: a county's townships reckon with their county's calendar.
    for table in ("calendar_days", "calendar_years"):
        for statement in wall(table, app=APP, read=OWN_OR_COUNTYS):
            op.execute(statement)

    op.execute(
        """
        create table deadlines (
            tenant_id uuid not null,
            id uuid not null,
            subject_kind text not null,
            subject_id uuid not null,
            key text not null,
            owner text not null,
            start_at timestamptz not null,
            rule text not null,
            length int not null check (length between 1 and 3660),
            unit text not null check (unit in ('working_day', 'day', 'hour')),
            basis text not null,
            pauses jsonb not null default '[]',
            calendar_edition text not null,
            due_on date not null,
            due_at timestamptz not null,
            is_provisional boolean not null,
            opened_at timestamptz not null,
            met_at timestamptz,
            cancelled_at timestamptz,
            constraint pk_deadlines primary key (tenant_id, id)
        )
        """
    )
    open_now = "where met_at is null and cancelled_at is null"
    op.execute(
        "create unique index uq_deadlines_open on deadlines "
        f"(tenant_id, subject_kind, subject_id, key) {open_now}"
    )
    op.execute(
        "create index ix_deadlines_subject on deadlines (tenant_id, subject_kind, subject_id)"
    )
    op.execute(f"create index ix_deadlines_due on deadlines (tenant_id, due_at, id) {open_now}")
    for statement in wall("deadlines", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
    # Whether the schema is the one the code wants is asked by the service itself (/readyz).
    op.execute(f"grant select on alembic_version to {APP}")
