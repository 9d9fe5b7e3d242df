"""What a desk keeps: views, watched cases, batches, what a case is found by; lists stay quick."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN, OWN_AND_THE_RESIDENTS, wall

revision = "2026112229"
down_revision = "2026112228"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

VIEWS = """
create table desk_views (
    tenant_id uuid not null,
    id uuid not null,
    officer_id uuid not null,
    office_id uuid,
    list text not null check (list in ('waiting', 'cases')),
    name text not null check (length(name) between 1 and 30),
    asked jsonb not null,
    made_by text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint pk_desk_views primary key (tenant_id, id),
    constraint uq_desk_views_name unique (tenant_id, officer_id, name),
    constraint fk_desk_views_officer_id
        foreign key (tenant_id, officer_id) references officers (tenant_id, id),
    constraint fk_desk_views_office_id
        foreign key (tenant_id, office_id) references offices (tenant_id, id)
)
"""

WATCHES = """
create table case_watches (
    tenant_id uuid not null,
    officer_id uuid not null,
    case_id uuid not null,
    since timestamptz not null,
    seen_at timestamptz not null,
    constraint pk_case_watches primary key (tenant_id, officer_id, case_id),
    constraint fk_case_watches_officer_id
        foreign key (tenant_id, officer_id) references officers (tenant_id, id),
    constraint fk_case_watches_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

BATCHES = """
create table desk_batches (
    tenant_id uuid not null,
    id uuid not null,
    officer_id uuid not null,
    act text not null,
    fields jsonb not null,
    item text not null,
    total int not null check (total > 0),
    created_at timestamptz not null,
    finished_at timestamptz,
    constraint pk_desk_batches primary key (tenant_id, id),
    constraint fk_desk_batches_officer_id
        foreign key (tenant_id, officer_id) references officers (tenant_id, id)
)
"""

ROWS = """
create table desk_batch_rows (
    tenant_id uuid not null,
    batch_id uuid not null,
    position int not null,
    kind text not null,
    row_id uuid not null,
    title text not null,
    path text not null,
    status text not null check (status in ('waiting', 'done', 'refused')),
    why_not text not null default '',
    constraint pk_desk_batch_rows primary key (tenant_id, batch_id, position),
    constraint ck_desk_batch_rows_why check ((status = 'refused') = (why_not <> '')),
    constraint fk_desk_batch_rows_batch_id
        foreign key (tenant_id, batch_id) references desk_batches (tenant_id, id)
)
"""

MARKS = """
create table case_marks (
    tenant_id uuid not null,
    mark bytea not null,
    case_id uuid not null,
    resident_id uuid not null,
    constraint pk_case_marks primary key (tenant_id, mark, case_id),
    constraint fk_case_marks_case_id
        foreign key (tenant_id, case_id) references cases (tenant_id, id)
)
"""

# A task says of which item it is, so that ten thousand of them are filtered and counted without
# a look into ten thousand cases.
ITEM = (
    "alter table case_tasks add column item_title text not null default ''",
    # The owner too stands behind the wall, and has to step over it to fill what is there.
    "alter table case_tasks no force row level security",
    "alter table cases no force row level security",
    """
    update case_tasks t set item_title = c.item_title
    from cases c where c.tenant_id = t.tenant_id and c.id = t.case_id
    """,
    "alter table case_tasks force row level security",
    "alter table cases force row level security",
    """
    create function fill_task_item() returns trigger language plpgsql as $$
    begin
        new.item_title := coalesce((select item_title from cases
            where tenant_id = new.tenant_id and id = new.case_id), '');
        return new;
    end $$
    """,
    """
    create trigger item before insert on case_tasks
    for each row when (new.item_title = '') execute function fill_task_item()
    """,
    """
    create function rename_task_item() returns trigger language plpgsql as $$
    begin
        update case_tasks set item_title = new.item_title
        where tenant_id = new.tenant_id and case_id = new.id;
        return null;
    end $$
    """,
    """
    create trigger item after update of item_title on cases
    for each row when (old.item_title <> new.item_title) execute function rename_task_item()
    """,
)


def upgrade() -> None:
    op.execute(VIEWS)
    op.execute(
        "create index ix_desk_views_office_id on desk_views (tenant_id, office_id) "
        "where office_id is not null"
    )
    closed("desk_views")
    op.execute(WATCHES)
    op.execute("create index ix_case_watches_case_id on case_watches (tenant_id, case_id)")
    closed("case_watches")
    op.execute(BATCHES)
    op.execute(
        "create index ix_desk_batches_officer_id on desk_batches "
        "(tenant_id, officer_id, created_at)"
    )
    closed("desk_batches", grants=("select", "insert", "update"))
    op.execute(ROWS)
    closed("desk_batch_rows", grants=("select", "insert", "update"))
    op.execute(MARKS)
    op.execute("create index ix_case_marks_case_id on case_marks (tenant_id, case_id)")
    closed("case_marks", using=OWN_AND_THE_RESIDENTS, grants=("select", "insert", "delete"))
    for statement in ITEM:
        op.execute(statement)
    op.execute("drop index ix_case_tasks_open")
    op.execute(
        "create index ix_case_tasks_open on case_tasks (tenant_id, kind, due_on, id) "
        "include (office, post, stands_in, holder_id, item_title, case_id, opened_at) "
        "where status = 'open' and peer_id is null"
    )
    op.execute("drop index ix_cases_status")
    op.execute(
        "create index ix_cases_status on cases (tenant_id, status, due_on) "
        "include (id, number, item_title, office, channel, filed_at, updated_at)"
    )
    op.execute("drop index ix_case_history_officer")
    op.execute(
        "create index ix_case_history_officer on case_history (tenant_id, who_id, at) "
        "include (case_id) where who_kind = 'officer'"
    )


def closed(
    table: str,
    *,
    using: str = OWN,
    grants: tuple[str, ...] = ("select", "insert", "update", "delete"),
) -> None:
    for statement in wall(table, app=APP, using=using, grants=grants):
        op.execute(statement)
