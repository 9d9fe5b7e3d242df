"""The wall between tenants, read from the catalogue of the migrated database."""

from __future__ import annotations

import re

import asyncpg
import pytest

from jointhall.kernel.private_postgres import APP, OWNER
from jointhall.kernel.walls import OWN, wall
from jointhall.shared_on_purpose import INDEXES as SHARED_INDEXES
from jointhall.shared_on_purpose import REFERENCES as SHARED_REFERENCES
from jointhall.shared_on_purpose import SHARED, WITHOUT_TENANT
from tests.house import catalogue
from tests.house.catalogue import Rows, asked

SETTING = re.compile(r"current_setting\(")
# Missing is no error, and is asked once for the statement, not once for every row.
ASKED_WELL = re.compile(
    r"\( SELECT \(*(?:decode\()?"
    r"(?:NULLIF\(current_setting\('hall\.\w+'::text, true\), ''::text\)"
    r"|current_setting\('hall\.door'::text, true\))"
)
# A tenant's own rows, or fewer of them: printed by the server, `and` and `or` never stand mixed.
OWN_ALONE = re.compile(
    r"\(?\(tenant_id = \( SELECT "
    r"\(NULLIF\(current_setting\('hall\.tenant'::text, true\), ''::text\)\)"
    r"::uuid AS \"nullif\"\)\)(?: AND .*)?",
    re.S,
)
MAY = {"SELECT", "INSERT", "UPDATE", "DELETE"}


@pytest.fixture(scope="module")
async def tables(above: asyncpg.Connection) -> Rows:
    return await asked(above, catalogue.TABLES)


@pytest.fixture(scope="module")
async def policies(above: asyncpg.Connection) -> Rows:
    return await asked(above, catalogue.POLICIES)


def unwalled(tables: Rows, policies: Rows) -> set[str]:
    guarded = {row["table"] for row in policies}
    return {
        row["name"]
        for row in tables
        if not (row["walled"] and row["forced"] and row["name"] in guarded)
    }


async def test_every_table_is_behind_a_forced_wall(tables: Rows, policies: Rows) -> None:
    assert len(tables) > 30
    assert unwalled(tables, policies) == set()


def test_a_wall_that_is_not_forced_or_has_no_policy_is_caught() -> None:
    table = {"name": "cases", "walled": True, "forced": True}
    assert unwalled([table], [{"table": "cases"}]) == set()
    assert unwalled([table], []) == {"cases"}
    assert unwalled([table | {"forced": False}], [{"table": "cases"}]) == {"cases"}


async def test_every_key_begins_with_the_tenant(above: asyncpg.Connection, tables: Rows) -> None:
    keys = {
        row["table"]: row["first"]
        for row in await asked(above, catalogue.INDEXES)
        if row["is_primary"]
    }
    assert {name for name in keys if keys[name] != "tenant_id"} == WITHOUT_TENANT
    assert {row["name"] for row in tables} == set(keys)


def leads_elsewhere(indexes: Rows) -> set[str]:
    return {
        row["name"]
        for row in indexes
        if row["first"] != "tenant_id" and row["table"] not in WITHOUT_TENANT
    }


async def test_every_index_begins_with_the_tenant(above: asyncpg.Connection) -> None:
    assert leads_elsewhere(await asked(above, catalogue.INDEXES)) == set(SHARED_INDEXES)


def crosses(references: Rows) -> set[str]:
    return {
        row["name"]
        for row in references
        if (row["first"], row["target_first"]) != ("tenant_id", "tenant_id")
    }


async def test_no_reference_can_cross_from_tenant_to_tenant(above: asyncpg.Connection) -> None:
    references = await asked(above, catalogue.REFERENCES)
    assert len(references) > 20
    assert crosses(references) == set(SHARED_REFERENCES)


async def test_an_index_or_a_reference_without_its_tenant_is_caught(
    above: asyncpg.Connection,
) -> None:
    planted = above.transaction()
    await planted.start()
    try:
        indexes, references = await _with_planted(above)
    finally:
        await planted.rollback()
    assert {"ix_planted", "planted_id_key"} <= indexes
    assert "fk_planted" in references


async def _with_planted(above: asyncpg.Connection) -> tuple[set[str], set[str]]:
    await above.execute("create index ix_planted on cases (number)")
    await above.execute(
        "create table planted (tenant_id uuid, id uuid unique, primary key (tenant_id, id));"
        "alter table cases add constraint fk_planted foreign key (id) references planted (id)"
        " not valid"
    )
    return (
        leads_elsewhere(await asked(above, catalogue.INDEXES)),
        crosses(await asked(above, catalogue.REFERENCES)),
    )


def opened_further(policies: Rows) -> set[tuple[str, str]]:
    """Policies that show or take more than the tenant's own rows."""
    return {
        (row["table"], row["name"]) for row in policies if not OWN_ALONE.fullmatch(row["using"])
    }


async def test_what_is_shared_is_shared_on_purpose_and_said_in_one_place(policies: Rows) -> None:
    assert opened_further(policies) == {(one.table, one.policy) for one in SHARED}


def asks_badly(policies: Rows) -> set[tuple[str, str]]:
    return {
        (row["table"], row["name"])
        for row in policies
        for said in (row["using"], row["check"])
        if len(SETTING.findall(said)) != len(ASKED_WELL.findall(said))
    }


async def test_policies_ask_settings_once_and_take_a_missing_one_for_nobody(
    policies: Rows,
) -> None:
    assert asks_badly(policies) == set()
    assert {row["permissive"] for row in policies} == {"PERMISSIVE"}
    assert {row["roles"] for row in policies} == {"{hall_app}"}
    assert [row["table"] for row in policies if row["cmd"] == "ALL" and not row["check"]] == []


def test_a_policy_that_asks_for_each_row_or_chokes_on_nobody_is_caught() -> None:
    def policy(using: str) -> Rows:
        return [{"table": "t", "name": "own", "using": using, "check": ""}]

    bare = "(tenant_id = (current_setting('hall.tenant'::text))::uuid)"
    each_row = "(tenant_id = (NULLIF(current_setting('hall.tenant'::text, true), ''::text))::uuid)"
    assert asks_badly(policy(bare))
    assert asks_badly(policy(each_row))
    assert opened_further(policy("true"))


async def test_nothing_goes_round_the_wall(above: asyncpg.Connection) -> None:
    views = await asked(above, catalogue.VIEWS)
    assert [v["name"] for v in views if v["kind"] == "m"] == []
    assert [v["name"] for v in views if "security_invoker=true" not in v["options"]] == []
    functions = await asked(above, catalogue.FUNCTIONS)
    assert functions
    assert [f["name"] for f in functions if f["as_owner"]] == []


async def test_the_service_holds_rows_and_owns_nothing(above: asyncpg.Connection) -> None:
    role = await above.fetchrow("select * from pg_roles where rolname = $1", APP)
    assert role is not None
    powers = ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication")
    assert {power: role[power] for power in powers} == dict.fromkeys(powers, False)
    owned = await above.fetchval(
        "select count(*) from pg_shdepend d where d.deptype = 'o' and d.refobjid = $1", role["oid"]
    )
    assert owned == 0
    member_of = await above.fetchval(
        "select count(*) from pg_auth_members where member = $1", role["oid"]
    )
    assert member_of == 0
    assert not await above.fetchval("select has_schema_privilege($1, 'public', 'create')", APP)


async def test_the_service_may_read_and_write_rows_and_nothing_else(
    above: asyncpg.Connection, tables: Rows
) -> None:
    grants = await asked(above, catalogue.GRANTS)
    theirs = {
        row["table"]: set(row["rights"].split(",")) for row in grants if row["grantee"] == APP
    }
    assert {name: rights - MAY for name, rights in theirs.items() if rights - MAY} == {}
    assert theirs.pop("alembic_version") == {"SELECT"}
    assert set(theirs) == {row["name"] for row in tables}
    assert {row["grantee"] for row in grants} == {APP, OWNER}
    assert {row["owner"] for row in tables} == {OWNER}


async def test_what_is_only_added_to_cannot_be_changed_or_removed(
    above: asyncpg.Connection,
) -> None:
    grants = await asked(above, catalogue.GRANTS)
    rights = {row["table"]: row["rights"] for row in grants if row["grantee"] == APP}
    for table in ("journal", "case_history", "item_editions"):
        assert rights[table] == "INSERT,SELECT"


def test_the_wall_that_migrations_put_up_is_the_plain_one() -> None:
    assert wall("cases", app=APP)[-1].endswith(f"using ({OWN}) with check ({OWN})")
