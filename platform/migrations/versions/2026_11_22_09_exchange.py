"""Envelopes between tenants, each side's copy, and the heads of their chains."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112209"
down_revision = "2026112208"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table exchange_heads (
            tenant_id uuid not null,
            peer_id uuid not null,
            direction text not null check (direction in ('out', 'in')),
            seq bigint not null,
            hash bytea not null,
            constraint pk_exchange_heads primary key (tenant_id, peer_id, direction)
        ) with (fillfactor = 50)
        """
    )
    for statement in wall("exchange_heads", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
    op.execute(
        """
        create table envelopes (
            tenant_id uuid not null,
            id uuid not null,
            peer_id uuid not null,
            direction text not null check (direction in ('out', 'in')),
            seq bigint not null,
            kind text not null,
            thread uuid not null,
            body_sealed bytea not null,
            sent_at timestamptz not null,
            prev_hash bytea not null,
            hash bytea not null,
            signature bytea not null,
            delivered_at timestamptz,
            receipt bytea,
            constraint pk_envelopes primary key (tenant_id, id),
            constraint uq_envelopes_seq unique (tenant_id, peer_id, direction, seq)
        )
        """
    )
    op.execute("create index ix_envelopes_thread on envelopes (tenant_id, thread)")
    op.execute(
        "create index ix_envelopes_waiting on envelopes (tenant_id, peer_id, seq) "
        "where direction = 'out' and delivered_at is null"
    )
    for statement in wall("envelopes", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
    # What was said is never changed; only that it arrived is noted, once.
    op.execute(
        """
        create function keep_envelope() returns trigger language plpgsql as $$
        begin
            if old.delivered_at is not null
               or (new.id, new.peer_id, new.direction, new.seq, new.kind, new.thread,
                   new.body_sealed, new.sent_at, new.prev_hash, new.hash, new.signature)
                  is distinct from
                  (old.id, old.peer_id, old.direction, old.seq, old.kind, old.thread,
                   old.body_sealed, old.sent_at, old.prev_hash, old.hash, old.signature)
            then
                raise exception 'an envelope is not changed'
                    using errcode = 'insufficient_privilege';
            end if;
            return new;
        end $$
        """
    )
    op.execute(
        "create trigger keep before update on envelopes "
        "for each row execute function keep_envelope()"
    )
