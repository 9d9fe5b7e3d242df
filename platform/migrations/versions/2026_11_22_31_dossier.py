"""What stands beside a case: notes, talk with the applicant, canned opinions, kept forms."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN, OWN_AND_THE_RESIDENTS, RESIDENT, wall

revision = "2026112231"
down_revision = "2026112230"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

NOTES = """
create table case_notes (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    officer_id uuid not null,
    officer_name text not null,
    office text not null,
    words_sealed bytea not null,
    written_at timestamptz not null,
    constraint pk_case_notes primary key (tenant_id, id),
    constraint fk_case_notes_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

# `officer_name` is empty on what the applicant wrote.
TALK = """
create table case_talk (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid not null,
    resident_id uuid not null,
    officer_id uuid,
    officer_name text not null default '',
    office text not null default '',
    words_sealed bytea not null,
    said_at timestamptz not null,
    read_at timestamptz,
    constraint pk_case_talk primary key (tenant_id, id),
    constraint fk_case_talk_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

CANNED = """
create table canned_opinions (
    tenant_id uuid not null,
    id uuid not null,
    officer_id uuid,
    office text not null default '',
    act text not null check (act in ('review', 'decide', 'accept')),
    words text not null,
    written_at timestamptz not null,
    constraint pk_canned_opinions primary key (tenant_id, id),
    constraint ck_canned_opinions_whose check ((officer_id is null) = (office <> ''))
)
"""

LOOKING = """
create table case_lookers (
    tenant_id uuid not null,
    case_id uuid not null,
    officer_id uuid not null,
    officer_name text not null,
    seen_at timestamptz not null,
    constraint pk_case_lookers primary key (tenant_id, case_id, officer_id),
    constraint fk_case_lookers_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

KEPT = """
create table kept_forms (
    tenant_id uuid not null,
    id uuid not null,
    officer_id uuid not null,
    path text not null,
    back_path text not null,
    form_sealed bytea not null,
    kept_at timestamptz not null,
    constraint pk_kept_forms primary key (tenant_id, id),
    constraint fk_kept_forms_officer_id
        foreign key (tenant_id, officer_id) references officers (tenant_id, id)
)
"""

# What officers say among themselves is shut to every resident, whatever a query asks.
OFFICERS_ONLY = f"{OWN} and {RESIDENT} is null"


def upgrade() -> None:
    made = (
        ("case_notes", NOTES, OFFICERS_ONLY, ("select", "insert")),
        ("case_talk", TALK, OWN_AND_THE_RESIDENTS, ("select", "insert", "update")),
        ("canned_opinions", CANNED, OFFICERS_ONLY, ("select", "insert", "update", "delete")),
        ("case_lookers", LOOKING, OFFICERS_ONLY, ("select", "insert", "update", "delete")),
        ("kept_forms", KEPT, OFFICERS_ONLY, ("select", "insert", "delete")),
    )
    for table, words, using, grants in made:
        op.execute(words)
        for statement in wall(table, app=APP, using=using, grants=grants):
            op.execute(statement)
    op.execute("create index ix_case_notes_case_id on case_notes (tenant_id, case_id)")
    op.execute("create index ix_case_talk_case_id on case_talk (tenant_id, case_id, said_at)")
    op.execute(
        "create index ix_case_talk_unread on case_talk (tenant_id, case_id)"
        " where read_at is null and officer_id is null"
    )
    op.execute("create index ix_kept_forms_officer_id on kept_forms (tenant_id, officer_id)")
