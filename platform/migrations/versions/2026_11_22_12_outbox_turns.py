"""What waits in the outbox is found by its turn: what people wait for before what comes after."""

from __future__ import annotations

from alembic import op

revision = "2026112212"
down_revision = "2026112211"


def upgrade() -> None:
    op.execute("drop index ix_outbox_waiting")
    # The relay asks with the very same expression; see kernel/relay.py.
    op.execute(
        "create index ix_outbox_waiting on outbox "
        "((case when queue in ('letters', 'messages') then 1 else 0 end), not_before) "
        "where done_at is null and given_up_at is null"
    )
