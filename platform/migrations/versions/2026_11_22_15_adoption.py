"""Versions handed down: where each township stands, modules, and what a tenant was given."""

from __future__ import annotations

from alembic import context, op

from jointhall.kernel.walls import OWN_OR_COUNTYS, TENANT, wall

revision = "2026112215"
down_revision = "2026112214"

APP = context.config.get_main_option("hall.app_role") or "hall_app"

# A county reads where its townships stand; it writes nothing there.
OWN_OR_TOWNSHIPS = f"(tenant_id = {TENANT} or county_id = {TENANT})"

ITEMS = """
alter table items
    add column module text not null default '',
    add column closed_why text not null default '',
    add column instead text not null default '',
    add column instead_code text not null default '',
    add column must_take_on date,
    add column must_why text not null default '',
    add column postpone_days int not null default 30 check (postpone_days between 0 and 365)
"""

EDITIONS = """
alter table item_editions
    add column origin text not null default 'library' check (origin in ('library', 'console'))
"""

ADOPTIONS = """
alter table item_adoptions
    add column county_id uuid,
    add column run_id uuid,
    add column closed_why text not null default '',
    add column instead text not null default '',
    add column instead_code text not null default '',
    add column answer text check (answer in ('postponed', 'kept')),
    add column answer_edition text not null default '',
    add column answer_until date,
    add column answer_reason text not null default '',
    add column answered_at timestamptz,
    add column answered_by text not null default ''
"""

RUNS = """
create table adoption_runs (
    tenant_id uuid not null,
    id uuid not null,
    made_at timestamptz not null default now(),
    made_by text not null,
    entries jsonb not null,
    undone_at timestamptz,
    undone_by text not null default '',
    constraint pk_adoption_runs primary key (tenant_id, id),
    constraint fk_adoption_runs_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

GRANTS = """
create table module_grants (
    tenant_id uuid not null,
    township_id uuid not null,
    module text not null,
    setting text not null check (setting in ('on', 'off', 'free')),
    constraint pk_module_grants primary key (tenant_id, township_id, module),
    constraint fk_module_grants_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

CHOICES = """
create table module_choices (
    tenant_id uuid not null,
    county_id uuid not null,
    module text not null,
    is_on boolean not null default true,
    takes_new boolean not null default false,
    constraint pk_module_choices primary key (tenant_id, module),
    constraint fk_module_choices_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

GIVEN = """
create table starter_given (
    tenant_id uuid not null,
    given jsonb not null,
    given_at timestamptz not null default now(),
    constraint pk_starter_given primary key (tenant_id),
    constraint fk_starter_given_tenant_id foreign key (tenant_id) references tenants (tenant_id)
)
"""

# What every tenant was given at its joining until now: what it has taken away itself since then
# must not come back.
UNTIL_NOW = {
    "township": (
        "page:about page:accessibility page:help page:privacy "
        "office:lingdao office:dangzheng office:zhengwu office:ziran office:minzheng office:nongye "
        "role:township_admin:calendar:read role:township_admin:exchange:read "
        "role:township_admin:item:adopt role:township_admin:job:retry "
        "role:township_admin:journal:read role:township_admin:office:change "
        "role:township_admin:policy:change role:township_admin:policy:read "
        "role:township_admin:tenant:change "
        "role:counter:calendar:read role:counter:case:accept role:counter:case:read "
        "role:reviewer:calendar:read role:reviewer:case:read role:reviewer:case:review "
        "role:reviewer:exchange:read role:reviewer:referral:answer "
        "role:reviewer:referral:read "
        "role:decider:calendar:read role:decider:case:decide role:decider:case:read "
        "role:decider:case:review role:decider:exchange:read role:decider:journal:read "
        "role:decider:policy:read role:decider:referral:answer role:decider:referral:read"
    ),
    "county": (
        "page:about page:accessibility page:help page:privacy "
        "office:xian_shuju office:xian_ziran office:xian_minzheng office:xian_nongye "
        "role:county_admin:calendar:change role:county_admin:calendar:read "
        "role:county_admin:exchange:read role:county_admin:item:publish "
        "role:county_admin:job:retry role:county_admin:journal:read "
        "role:county_admin:office:change role:county_admin:policy:change "
        "role:county_admin:policy:read role:county_admin:tenant:change "
        "role:county_admin:tenant:onboard role:county_admin:tenant:read "
        "role:bureau_reviewer:calendar:read role:bureau_reviewer:case:read "
        "role:bureau_reviewer:case:review role:bureau_reviewer:exchange:read "
        "role:bureau_reviewer:referral:answer role:bureau_reviewer:referral:read "
        "role:counter:calendar:read role:counter:case:accept role:counter:case:read "
        "role:decider:calendar:read role:decider:case:decide role:decider:case:read "
        "role:decider:case:review role:decider:exchange:read role:decider:journal:read "
        "role:decider:policy:read role:decider:referral:answer role:decider:referral:read"
    ),
}


def upgrade() -> None:
    for statement in (ITEMS, EDITIONS, ADOPTIONS):
        op.execute(statement)
    _fill()
    op.execute("alter table items alter column module drop default")
    op.execute(
        """
        alter table item_adoptions
            alter column county_id set not null,
            alter column county_id
                set default nullif(current_setting('hall.county', true), '')::uuid
        """
    )
    # An adoption undone before anything was filed under it is gone.
    op.execute(f"grant delete on item_adoptions to {APP}")
    # Shared on purpose: see `shared_on_purpose.py`.
    op.execute(
        f"create policy read_more on item_adoptions for select to {APP} using ({OWN_OR_TOWNSHIPS})"
    )
    op.execute(RUNS)
    for statement in wall("adoption_runs", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
    op.execute(GRANTS)
    for statement in wall("module_grants", app=APP, read=OWN_OR_COUNTYS):
        op.execute(statement)
    op.execute(CHOICES)
    for statement in wall("module_choices", app=APP, read=OWN_OR_TOWNSHIPS):
        op.execute(statement)
    op.execute(GIVEN)
    _say_what_was_given()
    for statement in wall("starter_given", app=APP, grants=("select", "insert", "update")):
        op.execute(statement)
    op.execute("alter table tenants add column starter_version text not null default ''")
    op.execute(
        """
        alter table drafts
            add column aside_sealed bytea,
            add column carried_words text not null default ''
        """
    )


def _fill() -> None:
    """Rows from before; the owner steps behind the wall for as long as it takes."""
    tables = ("items", "item_editions", "item_adoptions", "tenants")
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        """
        update items i set module = e.module from item_editions e
        where e.tenant_id = i.tenant_id and e.code = i.code and e.edition = i.edition
        """
    )
    op.execute(
        """
        update item_adoptions a set county_id = t.county_id from tenants t
        where t.tenant_id = a.tenant_id
        """
    )
    for table in tables:
        op.execute(f"alter table {table} force row level security")


def _say_what_was_given() -> None:
    op.execute("alter table tenants no force row level security")
    for kind, given in UNTIL_NOW.items():
        op.execute(
            f"""
            insert into starter_given (tenant_id, given)
            select tenant_id, to_jsonb(string_to_array('{given}', ' '))
            from tenants where kind = '{kind}'
            """  # noqa: S608
        )
    op.execute("alter table tenants force row level security")
