"""Search: what can be found, other words for things, and what was asked for in vain."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN_OR_COUNTYS, TENANT, wall

revision = "2026112217"
down_revision = "2026112216"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table search_entries (
            tenant_id uuid not null,
            kind text not null check (kind ~ '^[a-z_]{1,20}$'),
            ref text not null,
            number bigint generated always as identity,
            title text not null,
            made_from text not null,
            constraint pk_search_entries primary key (tenant_id, kind, ref),
            constraint uq_search_entries_number unique (tenant_id, number),
            constraint fk_search_entries_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    # The key is the index that is searched: a term's things stand together, best first.
    op.execute(
        """
        create table search_terms (
            tenant_id uuid not null,
            term text collate "C" not null,
            rank smallint not null,
            number bigint not null,
            constraint pk_search_terms primary key (tenant_id, term, rank, number),
            constraint fk_search_terms_number foreign key (tenant_id, number)
                references search_entries (tenant_id, number) on delete cascade
        )
        """
    )
    op.execute("create index ix_search_terms_number on search_terms (tenant_id, number)")
    for table in ("search_entries", "search_terms"):
        for statement in wall(table, app=APP, read=OWN_OR_COUNTYS):
            op.execute(statement)

    op.execute(
        """
        create table search_synonyms (
            tenant_id uuid not null,
            id uuid not null,
            said text not null,
            means text not null,
            kept_by text not null,
            kept_at timestamptz not null default now(),
            constraint pk_search_synonyms primary key (tenant_id, id),
            constraint uq_search_synonyms_said unique (tenant_id, said),
            constraint fk_search_synonyms_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    for statement in wall("search_synonyms", app=APP, read=OWN_OR_COUNTYS):
        op.execute(statement)

    op.execute(
        """
        create table search_gaps (
            tenant_id uuid not null,
            said text not null check (length(said) <= 20),
            county_id uuid not null,
            times int not null default 1,
            last_at timestamptz not null,
            constraint pk_search_gaps primary key (tenant_id, said),
            constraint fk_search_gaps_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    for statement in wall("search_gaps", app=APP, read=f"county_id = {TENANT}"):
        op.execute(statement)
