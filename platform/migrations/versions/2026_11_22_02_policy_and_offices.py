"""The policy, the offices with their posts, and the officers who hold them."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112202"
down_revision = "2026112201"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table policy_rules (
            tenant_id uuid not null,
            kind text not null check (kind in ('p', 'g')),
            subject text not null,
            object text not null,
            constraint pk_policy_rules primary key (tenant_id, kind, subject, object),
            constraint fk_policy_rules_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    # A township's rules are written by its county when it joins, and by itself afterwards.
    closed("policy_rules")

    op.execute(
        """
        create table offices (
            tenant_id uuid not null,
            id uuid not null,
            code text not null,
            name text not null,
            kind text not null
                check (kind in ('bureau', 'station', 'counter', 'leader', 'village')),
            parent_id uuid,
            phone text not null default '',
            created_at timestamptz not null default now(),
            constraint pk_offices primary key (tenant_id, id),
            constraint uq_offices_code unique (tenant_id, code),
            constraint fk_offices_tenant_id foreign key (tenant_id) references tenants (tenant_id),
            constraint fk_offices_parent_id
                foreign key (tenant_id, parent_id) references offices (tenant_id, id)
        )
        """
    )
    closed("offices")

    op.execute(
        """
        create table officers (
            tenant_id uuid not null,
            id uuid not null,
            login text not null,
            name text not null,
            phone text not null default '',
            password_hash text,
            totp_sealed bytea,
            totp_last_step bigint not null default 0,
            failed_count int not null default 0,
            locked_until timestamptz,
            status text not null default 'active' check (status in ('active', 'left')),
            created_at timestamptz not null default now(),
            constraint pk_officers primary key (tenant_id, id),
            constraint uq_officers_login unique (tenant_id, login),
            constraint fk_officers_tenant_id foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    closed("officers")

    op.execute(
        """
        create table posts (
            tenant_id uuid not null,
            id uuid not null,
            office_id uuid not null,
            officer_id uuid not null,
            title text not null,
            from_on date not null default current_date,
            until_on date,
            constraint pk_posts primary key (tenant_id, id),
            constraint uq_posts_holder unique (tenant_id, office_id, officer_id, title),
            constraint fk_posts_office_id
                foreign key (tenant_id, office_id) references offices (tenant_id, id),
            constraint fk_posts_officer_id
                foreign key (tenant_id, officer_id) references officers (tenant_id, id)
        )
        """
    )
    op.execute("create index ix_posts_officer_id on posts (tenant_id, officer_id)")
    closed("posts")


def closed(table: str) -> None:
    for statement in wall(table, app=APP):
        op.execute(statement)
