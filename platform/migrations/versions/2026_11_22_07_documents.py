"""Papers that came in, letters that go out, and the counters their numbers come from."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import DOOR, OWN, OWN_AND_THE_RESIDENTS, RESIDENT, wall

revision = "2026112207"
down_revision = "2026112205"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

DOCUMENTS = """
create table documents (
    tenant_id uuid not null,
    id uuid not null,
    owner_kind text not null check (owner_kind in ('case', 'draft', 'letter', 'other')),
    owner_id uuid not null,
    resident_id uuid,
    purpose text not null,
    name text not null check (char_length(name) <= 120),
    media_type text not null,
    size bigint not null check (size >= 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    pages int,
    store_key text not null,
    uploaded_by text not null,
    created_at timestamptz not null,
    constraint pk_documents primary key (tenant_id, id),
    constraint uq_documents_store_key unique (tenant_id, store_key),
    constraint fk_documents_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

LETTERS = """
create table letters (
    tenant_id uuid not null,
    id uuid not null,
    case_id uuid,
    resident_id uuid,
    kind text not null,
    series text not null,
    year int not null,
    number int not null check (number > 0),
    number_words text not null,
    title text not null,
    verify_code text not null check (char_length(verify_code) >= 22),
    status text not null check (status in ('waiting', 'made', 'superseded', 'revoked')),
    told jsonb not null,
    document_id uuid,
    sha256 text,
    issued_at timestamptz not null,
    made_at timestamptz,
    ended_at timestamptz,
    ended_why text not null default '',
    replaced_by uuid,
    constraint pk_letters primary key (tenant_id, id),
    constraint uq_letters_number unique (tenant_id, series, year, number),
    constraint uq_letters_verify_code unique (tenant_id, verify_code),
    constraint fk_letters_tenant_id foreign key (tenant_id) references tenants (tenant_id),
    constraint fk_letters_document_id
        foreign key (tenant_id, document_id) references documents (tenant_id, id),
    constraint fk_letters_replaced_by
        foreign key (tenant_id, replaced_by) references letters (tenant_id, id),
    constraint ck_letters_made
        check ((made_at is null) = (sha256 is null) and (made_at is null) = (document_id is null))
) with (fillfactor = 80)
"""

SERIES = """
create table letter_series (
    tenant_id uuid not null,
    series text not null,
    year int not null,
    last int not null,
    constraint pk_letter_series primary key (tenant_id, series, year),
    constraint fk_letter_series_tenant_id foreign key (tenant_id) references tenants (tenant_id)
) with (fillfactor = 50)
"""


def upgrade() -> None:
    # A resident sees what is theirs in every township from the county's own door.
    mine = f"{DOOR} = 'mine' and resident_id = {RESIDENT}"
    op.execute(DOCUMENTS)
    op.execute("create index ix_documents_owner on documents (tenant_id, owner_kind, owner_id)")
    closed("documents", using=OWN_AND_THE_RESIDENTS, read=mine)
    op.execute(LETTERS)
    op.execute("create index ix_letters_case_id on letters (tenant_id, case_id, issued_at)")
    op.execute("create index ix_letters_sha256 on letters (tenant_id, sha256)")
    closed("letters", using=OWN_AND_THE_RESIDENTS, read=mine, grants=("select", "insert", "update"))
    op.execute(SERIES)
    closed("letter_series", grants=("select", "insert", "update"))


def closed(
    table: str,
    *,
    using: str = OWN,
    read: str | None = None,
    grants: tuple[str, ...] = ("select", "insert", "update", "delete"),
) -> None:
    for statement in wall(table, app=APP, using=using, read=read, grants=grants):
        op.execute(statement)
