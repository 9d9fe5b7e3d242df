"""Messages to residents: what is in their inbox, and what became of the text message."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR, OWN_AND_THE_RESIDENTS, RESIDENT, wall

revision = "2026112208"
down_revision = "2026112207"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table messages (
            tenant_id uuid not null,
            id uuid not null,
            resident_id uuid not null,
            kind text not null,
            words_sealed bytea not null,
            link_path text not null default '',
            created_at timestamptz not null,
            read_at timestamptz,
            sms_state text not null default 'waiting'
                check (sms_state in ('waiting', 'sent', 'held_in_trial', 'refused', 'no_sms')),
            sms_at timestamptz,
            sms_number text,
            constraint pk_messages primary key (tenant_id, id),
            constraint fk_messages_tenant_id foreign key (tenant_id) references tenants (tenant_id),
            constraint fk_messages_resident_id foreign key (resident_id) references residents (id)
        )
        """
    )
    op.execute(
        "create index ix_messages_resident_id on messages (tenant_id, resident_id, created_at)"
    )
    # A resident has one inbox for all townships: at the door `mine` they read their own rows there.
    op.execute("create index ix_messages_mine on messages (resident_id, created_at)")
    for statement in wall(
        "messages",
        app=APP,
        using=OWN_AND_THE_RESIDENTS,
        read=f"{DOOR} = 'mine' and resident_id = {RESIDENT}",
    ):
        op.execute(statement)
