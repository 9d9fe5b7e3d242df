"""`hall journal verify` finds an edited, a missing and a cut-off line, and says whose."""

from __future__ import annotations

import json
from dataclasses import replace

import asyncpg
import pytest

from jointhall.kernel.tools import Tools
from jointhall.records.cli import journal_verify
from jointhall.tenancy.directory import TenantDirectory
from tests.builders.tenancy import a_county, a_township

TAMPER = "alter table journal disable trigger user"
RESTORE = "alter table journal enable trigger user"


def _with_directory(tools: Tools) -> Tools:
    return replace(tools, outside={"directory": TenantDirectory(tools.database)})


async def test_whole_journals_hold(tools: Tools, capsys: pytest.CaptureFixture[str]) -> None:
    place = await a_township(tools.database, await a_county(tools.database))
    assert await journal_verify(_with_directory(tools), place.slug, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["flaws"] == []
    assert told["lines"] >= 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("update journal set words = words || '！' where tenant_id = $1 and seq = 1", "被改过"),
        ("delete from journal where tenant_id = $1 and seq = 1", "不见了"),
        (
            "delete from journal where tenant_id = $1 and seq ="
            " (select max(seq) from journal where tenant_id = $1)",
            "截掉",
        ),
    ],
)
async def test_tampering_is_found(
    tools: Tools,
    owner: asyncpg.Connection,
    capsys: pytest.CaptureFixture[str],
    change: str,
    words: str,
) -> None:
    county = await a_county(tools.database)
    await a_township(tools.database, county)
    async with owner.transaction():
        await owner.execute(TAMPER)
        # The owner is under row-level security too; an intruder with its rights would lift it.
        await owner.execute("alter table journal no force row level security")
        await owner.execute(change, county.tenant_id)
        await owner.execute("alter table journal force row level security")
        await owner.execute(RESTORE)
    assert await journal_verify(_with_directory(tools), county.slug) == 1
    assert words in capsys.readouterr().out


async def test_an_unknown_tenant_is_not_found(tools: Tools) -> None:
    assert await journal_verify(_with_directory(tools), "nobody-here") == 3
