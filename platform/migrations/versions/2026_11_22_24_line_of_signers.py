"""What a case, a step, a task and a referral may be from now on."""

from __future__ import annotations

from alembic import op

revision = "2026112224"
down_revision = "2026112223"

CASES = (
    "submitted", "correction_asked", "accepted", "under_review", "granted", "refused",
    "delivered", "closed", "not_accepted", "withdrawn", "ended", "passed_on", "revoked",
)  # fmt: skip
STEPS = ("open", "agreed", "refused", "sent_back", "called_off")
TASKS = ("open", "waiting", "done", "withdrawn", "sent_back", "bounced")
REFERRALS = ("open", "waiting", "answered", "withdrawn", "declined", "handed_over", "superseded")


def upgrade() -> None:
    for table, words in (
        ("cases", CASES),
        ("case_steps", STEPS),
        ("case_tasks", TASKS),
        ("referrals", REFERRALS),
    ):
        listed = ", ".join(f"'{word}'" for word in words)
        op.execute(f"alter table {table} drop constraint {table}_status_check")
        op.execute(
            f"alter table {table} add constraint {table}_status_check check (status in ({listed}))"
        )
