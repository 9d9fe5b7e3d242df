"""Files that nothing knows are erased after a day, and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from jointhall.documents.actions import keep_upload
from jointhall.documents.tidying import tidy, tidy_place
from jointhall.kernel.db import Database
from jointhall.kernel.files import new_key
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.tenancy.directory import TenantDirectory
from tests.builders import hostile
from tests.builders.tenancy import a_county, a_township


async def test_only_what_nothing_knows_and_has_lain_a_day_is_erased(
    tools: Tools, database: Database
) -> None:
    town = await a_township(database, await a_county(database))
    async with database.transaction(town.standing()) as session:
        document, _ = await keep_upload(
            session, tools, hostile.encoded("PNG"), owner_kind="draft", owner_id=uuid4(),
            purpose="photo", filename="a.png", by=SYSTEM,
        )  # fmt: skip
    lost = [new_key(town.tenant_id, kind) for kind in ("paper", "incoming", "letter")]
    other = new_key(town.tenant_id, "papers")
    for key in [*lost, other]:
        await tools.files.put(town.tenant_id, key, b"x", media_type="image/png")
    assert await tidy_place(tools, town) == 0
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)
    assert await tidy_place(tools, town, now=tomorrow) == 3
    left = {key async for key in tools.files.keys(town.tenant_id)}
    assert left == {document.store_key, other}
    assert await tidy_place(tools, town, now=tomorrow) == 0


async def test_the_daily_round_reaches_every_tenant_and_spares_the_young(
    tools: Tools, database: Database
) -> None:
    town = await a_township(database, await a_county(database))
    key = new_key(town.tenant_id, "paper")
    await tools.files.put(town.tenant_id, key, b"x", media_type="image/png")
    await tidy(replace(tools, outside={"directory": TenantDirectory(database)}))
    assert await tools.files.get(town.tenant_id, key) == b"x"
