"""One transaction, one tenant: what the database keeps and whom it shows what."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from jointhall.kernel.db import Database, LostCommit, after_commit, opening
from jointhall.kernel.ids import new_id
from jointhall.kernel.who import Standing

LEAVE = text(
    "insert into outbox (tenant_id, id, job, queue, args) values (:tenant_id, :id, 'x', 'q', '{}')"
)
COUNT = text("select count(*) from outbox where job = 'x'")


async def test_a_tenant_sees_its_own_rows_only(database: Database) -> None:
    ours, theirs = Standing(new_id()), Standing(new_id())
    async with database.transaction(ours) as session:
        await session.execute(LEAVE, {"tenant_id": ours.tenant_id, "id": new_id()})
    async with database.transaction(ours, read_only=True) as session:
        assert await session.scalar(COUNT) == 1
    async with database.transaction(theirs, read_only=True) as session:
        assert await session.scalar(COUNT) == 0


async def test_the_standing_ends_with_its_transaction(server, database_name) -> None:  # type: ignore[no-untyped-def]
    alone = Database(server.url("hall_app", database_name), size=1)
    ours = Standing(new_id())
    async with alone.transaction(ours) as session:
        await session.execute(LEAVE, {"tenant_id": ours.tenant_id, "id": new_id()})
    async with alone.transaction(Standing(), read_only=True) as session:
        assert await session.scalar(COUNT) == 0
    await alone.close()


async def test_writing_for_another_tenant_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="row-level security"):
        async with database.transaction(Standing(new_id())) as session:
            await session.execute(LEAVE, {"tenant_id": new_id(), "id": new_id()})


async def test_an_error_keeps_nothing(database: Database) -> None:
    ours = Standing(new_id())

    async def fail() -> None:
        async with database.transaction(ours) as session:
            await session.execute(LEAVE, {"tenant_id": ours.tenant_id, "id": new_id()})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.transaction(ours, read_only=True) as session:
        assert await session.scalar(COUNT) == 0


async def test_a_swallowed_error_is_no_commit(database: Database) -> None:
    ours = Standing(new_id())
    told: list[str] = []

    async def swallow() -> None:
        async with database.transaction(ours) as session:
            after_commit(session, "told", lambda: told.append("kept"))
            try:
                await session.execute(text("select 1/0"))
            except Exception:
                told.append("swallowed")

    with pytest.raises(LostCommit):
        await swallow()
    assert told == ["swallowed"]


async def test_a_read_only_transaction_writes_nothing(database: Database) -> None:
    ours = Standing(new_id())
    with pytest.raises(Exception, match="read-only"):
        async with database.transaction(ours, read_only=True) as session:
            await session.execute(LEAVE, {"tenant_id": ours.tenant_id, "id": new_id()})


def test_a_claim_that_is_not_plain_is_refused() -> None:
    with pytest.raises(ValueError, match="not plain"):
        opening(Standing(claims={"session": "x', true); drop table cases; --"}), read_only=False)
