"""Residents, sessions, sign-in codes, rate windows: shared on purpose, opened by a proof."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR, RESIDENT, TENANT, claim, wall

revision = "2026112203"
down_revision = "2026112202"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def claimed(name: str) -> str:
    """The bytes of a claim told in hex."""
    return f"(select decode(nullif(current_setting('hall.{name}', true), ''), 'hex'))"


SWEEP = f"{DOOR} = 'sweep'"


def upgrade() -> None:
    # Shared: one resident works in every township (一号申请). A row is opened by who signed in, or
    # by the blind index of the phone that is signing in. Officers read no row of it: what they need
    # to know of an applicant stands in the case, and messages speak as the one they are for.
    op.execute(
        """
        create table residents (
            id uuid not null,
            phone_index bytea not null,
            phone_sealed bytea not null,
            name_sealed bytea,
            id_number_sealed bytea,
            id_index bytea,
            agreed_at timestamptz not null,
            created_at timestamptz not null,
            constraint pk_residents primary key (id),
            constraint uq_residents_phone_index unique (phone_index)
        )
        """
    )
    # Not unique: a number that was typed is not yet proven, and must not shut out its owner.
    op.execute("create index ix_residents_id_index on residents (id_index)")
    closed(
        "residents",
        using=f"id = {RESIDENT} or phone_index = {claimed('phone')}",
        grants=("select", "insert", "update"),
    )

    # Shared: a session is found before anyone is known, by the hash of its token alone. Whoever it
    # belongs to sees all of theirs, to end one.
    op.execute(
        """
        create table sessions (
            token_hash bytea not null,
            id uuid not null,
            resident_id uuid,
            tenant_id uuid,
            officer_id uuid,
            stage text not null default 'whole' check (stage in ('password', 'first', 'whole')),
            secret_sealed bytea,
            peer text not null,
            agent text not null,
            created_at timestamptz not null,
            seen_at timestamptz not null,
            expires_at timestamptz not null,
            constraint pk_sessions primary key (token_hash),
            constraint uq_sessions_id unique (id),
            constraint ck_sessions_whose check (
                (resident_id is not null and tenant_id is null and officer_id is null)
                or (resident_id is null and tenant_id is not null and officer_id is not null)),
            constraint fk_sessions_resident_id foreign key (resident_id) references residents (id),
            constraint fk_sessions_officer_id
                foreign key (tenant_id, officer_id) references officers (tenant_id, id)
        )
        """
    )
    op.execute("create index ix_sessions_resident_id on sessions (resident_id)")
    op.execute("create index ix_sessions_officer_id on sessions (tenant_id, officer_id)")
    op.execute("create index ix_sessions_expires_at on sessions (expires_at)")
    closed(
        "sessions",
        using=f"token_hash = {claimed('session')} or resident_id = {RESIDENT} "
        f"or (tenant_id = {TENANT} and officer_id = {claim('officer')}::uuid) or {SWEEP}",
    )

    # Shared: asked for before anyone is known; only the browser that asked can answer.
    op.execute(
        """
        create table sign_in_codes (
            browser_hash bytea not null,
            phone_index bytea not null,
            phone_sealed bytea not null,
            code_hash bytea not null,
            tries int not null default 0,
            asked_at timestamptz not null,
            expires_at timestamptz not null,
            used_at timestamptz,
            constraint pk_sign_in_codes primary key (browser_hash)
        )
        """
    )
    closed("sign_in_codes", using=f"browser_hash = {claimed('browser')} or {SWEEP}")

    # Shared: floods do not keep to a township. The keys are keyed hashes; nobody is named.
    op.execute(
        """
        create table rate_windows (
            key bytea not null,
            count int not null,
            ends_at timestamptz not null,
            constraint pk_rate_windows primary key (key)
        ) with (fillfactor = 70)
        """
    )
    closed("rate_windows", using=f"{DOOR} = 'limits' or {SWEEP}")

    # Tries are bounded by rate windows, which let the true owner in from a known browser.
    op.execute("alter table officers drop column failed_count, drop column locked_until")
    # Null: the password is one that somebody else made up, and is changed at the first sign-in.
    op.execute("alter table officers add column password_set_at timestamptz")
    op.execute("alter table officers add column invited_until timestamptz")


def closed(
    table: str, *, using: str, grants: tuple[str, ...] = ("select", "insert", "update", "delete")
) -> None:
    for statement in wall(table, app=APP, using=using, grants=grants):
        op.execute(statement)
