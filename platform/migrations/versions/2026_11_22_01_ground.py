"""The outbox, the tenants and the journal: what every later table stands on."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR, OWN, TENANT, wall

revision = "2026112201"
down_revision = None

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(f"grant usage on schema public to {APP}")
    # So that the service can say which schema it stands on (readyz, start-up).
    op.execute(f"grant select on alembic_version to {APP}")
    op.execute(
        """
        create table outbox (
            tenant_id uuid not null,
            id uuid not null,
            county_id uuid,
            job text not null,
            queue text not null,
            args text not null,
            created_at timestamptz not null default now(),
            not_before timestamptz not null default now(),
            handed_at timestamptz,
            attempts int not null default 0,
            done_at timestamptz,
            given_up_at timestamptz,
            last_error text,
            constraint pk_outbox primary key (tenant_id, id)
        ) with (fillfactor = 70)
        """
    )
    # The one index that does not lead with the tenant: the relay serves all of them in turn.
    op.execute(
        "create index ix_outbox_waiting on outbox (not_before) "
        "where done_at is null and given_up_at is null"
    )
    for statement in wall("outbox", app=APP):
        op.execute(statement)
    # The relay hands rows on for every tenant; it sees where they are and does not run them.
    op.execute(
        f"create policy relay on outbox for all to {APP} using ({DOOR} = 'relay') "
        f"with check ({DOOR} = 'relay')"
    )

    op.execute(
        """
        create table tenants (
            tenant_id uuid not null,
            county_id uuid not null,
            kind text not null check (kind in ('county', 'township')),
            division_code text not null check (division_code ~ '^[0-9]{12}$'),
            slug text not null check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
            name text not null,
            phone text not null default '',
            hours text not null default '',
            address text not null default '',
            host text,
            status text not null
                check (status in ('trial', 'live', 'read_only', 'closed')),
            face jsonb not null default '{}',
            valid_from_on date not null,
            valid_to_on date,
            merged_into uuid,
            content_version bigint not null default 1,
            policy_version bigint not null default 1,
            created_at timestamptz not null default now(),
            constraint pk_tenants primary key (tenant_id),
            constraint fk_tenants_county_id foreign key (county_id) references tenants (tenant_id),
            constraint fk_tenants_merged_into
                foreign key (merged_into) references tenants (tenant_id)
        )
        """
    )
    op.execute("create unique index uq_tenants_slug on tenants (slug)")
    op.execute("create unique index uq_tenants_host on tenants (host) where host is not null")
    op.execute(
        "create unique index uq_tenants_division_code on tenants (division_code, kind) "
        "where valid_to_on is null"
    )
    op.execute("create index ix_tenants_county_id on tenants (county_id)")
    # A township is made and kept by its county, and keeps its own face.
    for statement in wall(
        "tenants",
        app=APP,
        using=f"{OWN} or county_id = {TENANT}",
        read=f"{DOOR} = 'directory'",
        grants=("select", "insert", "update"),
    ):
        op.execute(statement)

    op.execute(
        """
        create table journal_heads (
            tenant_id uuid not null,
            seq bigint not null,
            hash bytea not null,
            constraint pk_journal_heads primary key (tenant_id)
        )
        """
    )
    for statement in wall("journal_heads", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
    op.execute(
        """
        create table journal (
            tenant_id uuid not null,
            seq bigint not null,
            at timestamptz not null default clock_timestamp(),
            act text not null,
            actor_kind text not null,
            actor_id text not null default '',
            actor_name text not null default '',
            behalf_of text not null default '',
            subject text not null,
            words text not null,
            details text not null default '{}',
            request_id text not null default '',
            prev_hash bytea not null,
            hash bytea not null,
            constraint pk_journal primary key (tenant_id, seq)
        )
        """
    )
    op.execute("create index ix_journal_subject on journal (tenant_id, subject, seq)")
    op.execute("create index ix_journal_behalf_of on journal (tenant_id, behalf_of, seq)")
    for statement in wall("journal", app=APP, grants=("select", "insert")):
        op.execute(statement)
    op.execute(CHAIN)
    op.execute(
        "create trigger chain before insert on journal "
        "for each row execute function chain_journal()"
    )
    op.execute(REFUSE)
    op.execute(
        "create trigger append_only before update or delete on journal "
        "for each row execute function refuse_change()"
    )
    op.execute(
        "create trigger append_only_all before truncate on journal "
        "for each statement execute function refuse_change()"
    )


# Security invoker, so that the wall holds inside: the head a line is chained to is its tenant's.
CHAIN = """
create function chain_journal() returns trigger language plpgsql as $$
declare
    head record;
begin
    insert into journal_heads (tenant_id, seq, hash)
        values (new.tenant_id, 0, sha256(convert_to(new.tenant_id::text, 'UTF8')))
        on conflict do nothing;
    select seq, hash into head from journal_heads where tenant_id = new.tenant_id for update;
    new.seq := head.seq + 1;
    new.prev_hash := head.hash;
    new.hash := sha256(head.hash || convert_to(array_to_string(array[
        new.tenant_id::text, new.seq::text,
        (extract(epoch from new.at) * 1000000)::bigint::text,
        new.act, new.actor_kind, new.actor_id, new.actor_name, new.behalf_of,
        new.subject, new.words, new.details, new.request_id], E'\\x1f'), 'UTF8'));
    update journal_heads set seq = new.seq, hash = new.hash where tenant_id = new.tenant_id;
    return new;
end $$
"""

REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'this record is only added to' using errcode = 'insufficient_privilege';
end $$
"""
