"""Migrations on a database with rows in it: step by step, twice, and with nothing lost."""

from __future__ import annotations

import asyncio
import re
import secrets as randomness
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import asyncpg
import pytest
from alembic import command
from alembic.config import Config

from jointhall.kernel.migrating import migrate, newest, script_folder, standing_revision
from jointhall.kernel.private_postgres import SUPERUSER, PrivatePostgres
from tests.house.catalogue import whole_schema

T = TypeVar("T")

# The first revision's tables, filled as they were when it was the newest.
ROWS = """
    insert into tenants (tenant_id, county_id, kind, division_code, slug, name, status,
                         valid_from_on)
        values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000001',
                'county', '430321000000', 'xiangtan', '湘潭县', 'live', '2026-01-01');
    insert into outbox (tenant_id, id, job, queue, args)
        values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002',
                'cases.open_step', 'default', '{}');
    insert into journal (tenant_id, act, actor_kind, subject, words)
        values ('00000000-0000-7000-8000-000000000001', 'tenant.made', 'system', 'tenant', '建立');
"""
KEPT = """
    select (select count(*) from tenants) as tenants, (select count(*) from outbox) as outbox,
           (select count(*) from journal) as journal, (select seq from journal_heads) as head
"""


@pytest.fixture
def empty(server: PrivatePostgres) -> Iterator[str]:
    """A database of this test's own with nothing in it; its name."""
    name = f"hall_migrating_{randomness.token_hex(4)}"
    _on(server, "postgres", lambda c: c.execute(f'create database "{name}" owner hall_owner'))
    yield name
    _on(server, "postgres", lambda c: c.execute(f'drop database "{name}" with (force)'))


def _on(
    server: PrivatePostgres, database: str, act: Callable[[asyncpg.Connection], Awaitable[T]]
) -> T:
    async def run() -> T:
        connection = await asyncpg.connect(server.url(SUPERUSER, database))
        try:
            return await act(connection)
        finally:
            await connection.close()

    return asyncio.run(run())


def revisions() -> list[str]:
    """All of them, oldest first; there is one line, so that nobody has to choose."""
    after: dict[str, str] = {}
    for sheet in (script_folder() / "versions").glob("*.py"):
        (revision,) = re.findall(r'^revision = "(\w+)"', sheet.read_text(), re.M)
        (before,) = re.findall(r"^down_revision = (\S+)", sheet.read_text(), re.M)
        assert before not in after, f"{sheet.name} branches off"
        after[before.strip('"')] = revision
    line = [after["None"]]
    while line[-1] in after:
        line.append(after[line[-1]])
    assert len(line) == len(after)
    return line


def step(server: PrivatePostgres, database: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(script_folder()))
    url = server.url("hall_owner", database)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.set_main_option("hall.app_role", "hall_app")
    command.upgrade(config, revision)


def schema(server: PrivatePostgres, database: str) -> dict[str, Any]:
    return _on(server, database, whole_schema)


def rows(server: PrivatePostgres, database: str) -> dict[str, Any]:
    return dict(_on(server, database, lambda c: c.fetchrow(KEPT)))  # type: ignore[call-overload]


def test_every_step_keeps_the_rows_and_all_steps_make_what_one_makes(
    server: PrivatePostgres, database_name: str, empty: str
) -> None:
    first, *later = revisions()
    step(server, empty, first)
    _on(server, empty, lambda c: c.execute(ROWS))
    before = rows(server, empty)
    assert before == {"tenants": 1, "outbox": 1, "journal": 1, "head": 1}
    for revision in later:
        step(server, empty, revision)
        assert rows(server, empty) == before, f"{revision} lost rows"
    assert asyncio.run(standing_revision(server.url("hall_owner", empty))) == newest()
    assert schema(server, empty) == schema(server, database_name)


ITEM = """
    insert into tenants (tenant_id, county_id, kind, division_code, slug, name, status,
                         valid_from_on)
        values ('00000000-0000-7000-8000-000000000009', '00000000-0000-7000-8000-000000000001',
                'township', '430321107000', 'huashi', '花石镇', 'live', '2026-01-01');
    insert into item_editions (tenant_id, code, edition, number, module, title, sheet,
                               published_by)
        values ('00000000-0000-7000-8000-000000000001', 'room', '0123456789abcdef', 1, 'places',
                '会议室', '{}', '系统');
    insert into items (tenant_id, code, edition, module_name, theme, position)
        values ('00000000-0000-7000-8000-000000000001', 'room', '0123456789abcdef', '场地',
                '公共场地', 1);
    insert into item_adoptions (tenant_id, code, edition, adopted_by)
        values ('00000000-0000-7000-8000-000000000009', 'room', '0123456789abcdef', '系统');
"""
FILLED = """
    select (select module from items) as module,
           (select county_id::text from item_adoptions) as county,
           (select count(*) from starter_given) as given,
           (select given ? 'office:nongye' and given ? 'role:counter:case:accept'
                   and not given ? 'office:linye' from starter_given
            where tenant_id = '00000000-0000-7000-8000-000000000009') as is_the_old_pack
"""


def test_items_taken_over_before_know_their_module_and_county(
    server: PrivatePostgres, empty: str
) -> None:
    step(server, empty, "2026112213")
    _on(server, empty, lambda c: c.execute(ROWS + ITEM))
    step(server, empty, newest())
    filled = dict(_on(server, empty, lambda c: c.fetchrow(FILLED)))  # type: ignore[call-overload]
    assert filled == {
        "module": "places", "county": "00000000-0000-7000-8000-000000000001",
        "given": 2, "is_the_old_pack": True,
    }  # fmt: skip


def test_migrating_twice_changes_nothing(server: PrivatePostgres, empty: str) -> None:
    migrate(server.url("hall_owner", empty))
    _on(server, empty, lambda c: c.execute(ROWS))
    before = schema(server, empty), rows(server, empty)
    migrate(server.url("hall_owner", empty))
    assert (schema(server, empty), rows(server, empty)) == before


def test_two_services_migrating_at_once_do_not_meet(server: PrivatePostgres, empty: str) -> None:
    act = "import sys; from jointhall.kernel.migrating import migrate; migrate(sys.argv[1])"
    command = [sys.executable, "-c", act, server.url("hall_owner", empty)]
    both = [subprocess.Popen(command) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    assert asyncio.run(standing_revision(server.url("hall_owner", empty))) == newest()


def test_a_schema_that_differs_is_told_apart(
    server: PrivatePostgres, database_name: str, empty: str
) -> None:
    migrate(server.url("hall_owner", empty))
    _on(server, empty, lambda c: c.execute("alter table cases no force row level security"))
    assert schema(server, empty) != schema(server, database_name)
