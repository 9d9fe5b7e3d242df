"""The database alone holds the wall: whatever is asked in raw SQL, by tenant and by nobody."""

from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy import text

from jointhall.kernel.db import Database
from jointhall.kernel.who import NOBODY, Standing
from jointhall.shared_on_purpose import SHARED, WITHOUT_TENANT
from tests.builders.walled import WalledCounty
from tests.house import catalogue
from tests.house.catalogue import asked

# Filled by a sign-in or a flood, not by a case on its way; looked at in tests/people.
FLEETING = {"sign_in_codes", "rate_windows"}
OF_THE_COUNTY = {
    "item_editions", "items", "item_drafts", "item_draft_steps", "item_confirmations",
    "item_libraries", "imports", "calendar_days", "calendar_years", "module_grants",
    "search_synonyms", "calendar_imports", "desk_matters",
}  # fmt: skip


@pytest.fixture(scope="module")
async def names(above: asyncpg.Connection) -> list[str]:
    return [row["name"] for row in await asked(above, catalogue.TABLES)]


async def counted(database: Database, standing: Standing, question: str, names: list[str]) -> dict:
    """How many rows each table yields to this standing, tables without any left out."""
    found = {}
    async with database.transaction(standing, read_only=True) as session:
        for name in names:
            if count := await session.scalar(text(question.format(name=name))):
                found[name] = count
    return found


async def test_every_table_holds_rows_of_both_townships(
    above: asyncpg.Connection, walled: WalledCounty, names: list[str]
) -> None:
    for name in set(names) - WITHOUT_TENANT - OF_THE_COUNTY:
        for one in (walled.a, walled.b):
            count = f"select count(*) from {name} where tenant_id = $1"
            assert await above.fetchval(count, one.place.tenant_id), f"{name} has none"
    for name in OF_THE_COUNTY | (WITHOUT_TENANT - FLEETING):
        assert await above.fetchval(f"select count(*) from {name}"), f"{name} is empty"


async def test_without_a_standing_every_table_yields_nothing(
    database: Database, walled: WalledCounty, names: list[str]
) -> None:
    assert await counted(database, NOBODY, "select count(*) from {name}", names) == {}


@pytest.mark.parametrize("door", ["", "mine", "sweep", "limits", "anything"])
async def test_a_door_alone_opens_no_row_of_a_tenant(
    database: Database, walled: WalledCounty, names: list[str], door: str
) -> None:
    owned = [name for name in names if name not in WITHOUT_TENANT]
    standing = Standing(door=door)
    assert await counted(database, standing, "select count(*) from {name}", owned) == {}


async def test_a_township_sees_no_row_of_another(
    database: Database, walled: WalledCounty, names: list[str]
) -> None:
    owned = [name for name in names if name not in WITHOUT_TENANT]
    other = walled.b.place.tenant_id
    theirs = f"select count(*) from {{name}} where tenant_id = '{other}'"
    to_county = {one.table for one in SHARED if "county of" in one.opened_by}
    for standing in (walled.a.place.standing(), walled.county.place.standing()):
        found = await counted(database, standing, theirs, owned)
        assert set(found) <= (to_county if standing.tenant_id == standing.county_id else set())


async def test_a_township_sees_of_its_county_only_what_is_shared_on_purpose(
    database: Database, walled: WalledCounty, names: list[str]
) -> None:
    owned = [name for name in names if name not in WITHOUT_TENANT]
    countys = f"select count(*) from {{name}} where tenant_id = '{walled.county.place.tenant_id}'"
    found = await counted(database, walled.a.place.standing(), countys, owned)
    assert set(found) == {one.table for one in SHARED if "of the county" in one.opened_by}


async def test_people_are_seen_by_nobody_without_their_own_proof(
    database: Database, walled: WalledCounty
) -> None:
    names = sorted(WITHOUT_TENANT)
    standing = walled.a.place.standing()
    assert await counted(database, standing, "select count(*) from {name}", names) == {}


async def test_no_statement_of_one_township_changes_a_row_of_another(
    above: asyncpg.Connection, database: Database, walled: WalledCounty, names: list[str]
) -> None:
    rights = {
        row["table"]: row["rights"]
        for row in await asked(above, catalogue.GRANTS)
        if row["grantee"] == "hall_app"
    }
    other = {"other": walled.b.place.tenant_id}
    async with database.transaction(walled.a.place.standing()) as session:
        for name in set(names) - WITHOUT_TENANT:
            for right, statement in (
                ("UPDATE", f"update {name} set tenant_id = tenant_id where tenant_id = :other"),
                ("DELETE", f"delete from {name} where tenant_id = :other"),
            ):
                if right in rights[name]:
                    done = await session.execute(text(statement), other)
                    assert done.rowcount == 0, f"{statement} changed {done.rowcount}"  # type: ignore[attr-defined]


async def test_a_row_cannot_be_moved_into_another_township(
    database: Database, walled: WalledCounty
) -> None:
    ids = {"other": walled.b.place.tenant_id, "id": walled.a.ids["draft"]}
    with pytest.raises(Exception, match="row-level security"):
        async with database.transaction(walled.a.place.standing()) as session:
            await session.execute(text("update drafts set tenant_id = :other where id = :id"), ids)


async def test_a_wall_taken_down_at_one_table_is_noticed(
    above: asyncpg.Connection, database: Database, walled: WalledCounty, names: list[str]
) -> None:
    await above.execute("alter table letters disable row level security")
    found = await counted(database, NOBODY, "select count(*) from {name}", names)
    await above.execute("alter table letters enable row level security")
    assert set(found) == {"letters"}
