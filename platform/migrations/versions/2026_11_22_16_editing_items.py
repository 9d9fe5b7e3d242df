"""Sheets edited in the console: drafts with every step kept, what was confirmed, who approved."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import wall

revision = "2026112216"
down_revision = "2026112215"

APP = context.config.get_main_option("hall.app_role") or "hall_app"


def upgrade() -> None:
    op.execute(
        """
        create table item_drafts (
            tenant_id uuid not null,
            id uuid not null,
            code text not null check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
            module text not null,
            title text not null,
            status text not null default 'open'
                check (status in ('open', 'in_review', 'published', 'dropped')),
            based_on text,
            version int not null default 0,
            at_step int not null default 0,
            begun_by text not null,
            begun_at timestamptz not null,
            changed_by_id uuid,
            changed_by text not null,
            changed_at timestamptz not null,
            sent_by_id uuid,
            sent_by text not null default '',
            sent_at timestamptz,
            decided_by_id uuid,
            decided_by text not null default '',
            decided_at timestamptz,
            reason text not null default '',
            edition text,
            record jsonb not null default '{}',
            constraint pk_item_drafts primary key (tenant_id, id),
            constraint fk_item_drafts_tenant_id
                foreign key (tenant_id) references tenants (tenant_id),
            constraint ck_item_drafts_two_people
                check (status <> 'published'
                       or (sent_by_id is not null and decided_by_id is not null
                           and sent_by_id <> decided_by_id))
        )
        """
    )
    # One draft of an item at a time, shared by the office.
    op.execute(
        "create unique index uq_item_drafts_code on item_drafts (tenant_id, code)"
        " where status in ('open', 'in_review')"
    )
    for statement in wall("item_drafts", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)

    op.execute(
        """
        create table item_draft_steps (
            tenant_id uuid not null,
            draft_id uuid not null,
            number int not null check (number > 0),
            kind text not null check (kind in
                ('begin', 'save', 'import', 'library', 'aside', 'undo', 'redo')),
            shows int not null,
            parent int,
            sheet jsonb,
            by_id uuid,
            by_name text not null,
            made_at timestamptz not null,
            constraint pk_item_draft_steps primary key (tenant_id, draft_id, number),
            constraint fk_item_draft_steps_draft
                foreign key (tenant_id, draft_id) references item_drafts (tenant_id, id),
            constraint ck_item_draft_steps_sheet
                check ((sheet is null) = (kind in ('undo', 'redo')))
        )
        """
    )
    # Nothing that was written in the editor is ever taken away.
    for statement in wall("item_draft_steps", app=APP, grants=("select", "insert")):
        op.execute(statement)

    op.execute(
        """
        create table item_confirmations (
            tenant_id uuid not null,
            id uuid not null,
            code text not null,
            what text not null,
            why text not null,
            about jsonb,
            note text not null default '',
            confirmed_by_id uuid,
            confirmed_by text not null,
            confirmed_at timestamptz not null,
            taken_back_at timestamptz,
            constraint pk_item_confirmations primary key (tenant_id, id),
            constraint fk_item_confirmations_tenant_id
                foreign key (tenant_id) references tenants (tenant_id)
        )
        """
    )
    op.execute(
        "create unique index uq_item_confirmations_what"
        " on item_confirmations (tenant_id, code, what, why) where taken_back_at is null"
    )
    for statement in wall("item_confirmations", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)

    # What is published from the console is not overwritten by the sheets that come with us.
    op.execute(
        "alter table items add column origin text not null default 'library'"
        " constraint ck_items_origin check (origin in ('library', 'console'))"
    )
