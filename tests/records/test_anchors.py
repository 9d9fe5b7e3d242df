"""Whoever owns the database cannot cut a chain's end, nor write it anew, without being found."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from jointhall.kernel.clock import FixedClock
from jointhall.kernel.files import FolderStore
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.records.anchors import KIND, LOOKED_BACK, PLATFORM, WHOLE_AFTER, anchor, anchors_kept
from jointhall.records.chain import chain_of
from jointhall.records.cli import journal_verify
from jointhall.records.journal import record
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_township

# Every line from a place on is chained again, as the database itself would have done it.
CHAIN_AGAIN = """
    do $$ declare line record; before bytea; begin
      select hash into before from journal where tenant_id = '{id}' and seq = {seq} - 1;
      before := coalesce(before, sha256(convert_to('{id}', 'UTF8')));
      for line in select * from journal where tenant_id = '{id}' and seq >= {seq} order by seq loop
        update journal set prev_hash = before, hash = sha256(before || convert_to(array_to_string(
          array[line.tenant_id::text, line.seq::text,
                (extract(epoch from line.at) * 1000000)::bigint::text, line.act, line.actor_kind,
                line.actor_id, line.actor_name, line.behalf_of, line.subject, line.words,
                line.details, line.request_id], E'\\x1f'), 'UTF8'))
          where tenant_id = '{id}' and seq = line.seq returning hash into before;
      end loop;
      update journal_heads set hash = before where tenant_id = '{id}';
    end $$
"""


@pytest.fixture
def own(tools: Tools, tmp_path: Path) -> Tools:
    """Tools with a store of this test's own: what it anchors, nobody else reads."""
    store = FolderStore(tmp_path, secret=tools.secrets.token("files").encode())
    return replace(tools, files=store, outside={"directory": TenantDirectory(tools.database)})


@pytest.fixture
async def place(own: Tools) -> Place:
    made = await a_township(own.database, await a_county(own.database))
    await note(own, made, 4)
    return made


async def note(tools: Tools, place: Place, lines: int) -> None:
    for number in range(lines):
        async with tools.database.transaction(place.standing()) as session:
            record(session, "probe.noted", who=SYSTEM, subject="probe:1", words=f"第 {number} 件")


@asynccontextmanager
async def unguarded(owner: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    """As somebody who owns the database would do it: guards down, and up again."""
    tables = ("journal", "journal_heads")
    async with owner.transaction():
        await owner.execute("alter table journal disable trigger user")
        for table in tables:
            await owner.execute(f"alter table {table} no force row level security")
        yield owner
        for table in tables:
            await owner.execute(f"alter table {table} force row level security")
        await owner.execute("alter table journal enable trigger user")


async def found(tools: Tools, place: Place, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    code = await journal_verify(tools, place.slug)
    told = capsys.readouterr().out
    assert code == (1 if told else 0)
    return told


async def test_untouched_journals_lead_to_their_anchors(
    own: Tools, place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    await anchor(own)
    await note(own, place, 2)
    await anchor(own)
    assert await found(own, place, capsys) == ""
    await journal_verify(own, place.slug)
    assert "最近一份是 2026-11-16 09:30 存的（第 2 份）" in capsys.readouterr().err


async def test_nothing_is_kept_when_nothing_moved(own: Tools, place: Place) -> None:
    await anchor(own)
    first = await anchors_kept(own)
    # Other tests of this run write journals too; this tenant's own chain stands still.
    assert len(first.of(chain_of(place.tenant_id))) == 1
    await anchor(own)
    assert len((await anchors_kept(own)).of(chain_of(place.tenant_id))) == 1


async def test_an_anchor_kept_while_the_clock_ran_ahead_is_followed_by_the_next(
    own: Tools, place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time_ns
    await anchor(own)
    monkeypatch.setattr("time.time_ns", lambda: right() + 86_400_000_000_000)
    await note(own, place, 1)
    await anchor(own)
    monkeypatch.setattr("time.time_ns", right)
    for _time in range(2):
        await note(own, place, 1)
        await anchor(own)
    assert (await anchors_kept(own)).number == 4
    assert await found(own, place, capsys) == ""


async def cut(owner: asyncpg.Connection, place: Place, keep: int) -> None:
    """Cuts the end off and makes the head fit the stump."""
    async with unguarded(owner):
        await owner.execute(
            "delete from journal where tenant_id = $1 and seq > $2", place.tenant_id, keep
        )
        await owner.execute(
            "update journal_heads set seq = $2, hash = (select hash from journal"
            " where tenant_id = $1 and seq = $2) where tenant_id = $1",
            place.tenant_id, keep,
        )  # fmt: skip


async def test_a_cut_end_with_its_head_rewritten_is_found(
    own: Tools, place: Place, owner: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    await anchor(own)
    (end,) = (await anchors_kept(own)).of(chain_of(place.tenant_id))
    await cut(owner, place, end[0] - 2)
    told = await found(own, place, capsys)
    assert f"第 {end[0] - 1} 行起的末尾被截掉了，存在外面的链头有 {end[0]} 行" in told
    assert place.name in told


async def test_the_next_anchor_does_not_forget_what_was_cut(
    own: Tools, place: Place, owner: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    await anchor(own)
    (end,) = (await anchors_kept(own)).of(chain_of(place.tenant_id))
    await cut(owner, place, end[0] - 2)
    for _time in range(WHOLE_AFTER + 2):
        await note(own, await a_county(own.database), 1)
        await anchor(own)
    assert "末尾被截掉了" in await found(own, place, capsys)


async def test_a_chain_written_anew_is_found(
    own: Tools, place: Place, owner: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    await anchor(own)
    (end,) = (await anchors_kept(own)).of(chain_of(place.tenant_id))
    async with unguarded(owner):
        await owner.execute(
            "update journal set words = '什么也没有发生' where tenant_id = $1 and seq = 2",
            place.tenant_id,
        )
        await owner.execute(CHAIN_AGAIN.format(id=place.tenant_id, seq=2))
    told = await found(own, place, capsys)
    assert f"第 {end[0]} 行和存在外面的链头对不上：它或它前面的行被重写过" in told
    # Lines added on top do not heal it.
    await note(own, place, 3)
    await anchor(own)
    assert "被重写过" in await found(own, place, capsys)


async def test_a_line_taken_out_with_all_after_it_moved_up_is_found(
    own: Tools, place: Place, owner: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    await anchor(own)
    async with unguarded(owner):
        await owner.execute("delete from journal where tenant_id = $1 and seq = 2", place.tenant_id)
        last = await owner.fetchval(
            "select max(seq) from journal where tenant_id = $1", place.tenant_id
        )
        for seq in range(3, last + 1):
            await owner.execute(
                "update journal set seq = seq - 1 where tenant_id = $1 and seq = $2",
                place.tenant_id, seq,
            )  # fmt: skip
        await owner.execute(
            "update journal_heads set seq = seq - 1 where tenant_id = $1", place.tenant_id
        )
        await owner.execute(CHAIN_AGAIN.format(id=place.tenant_id, seq=2))
    assert f"第 {last} 行起的末尾被截掉了" in await found(own, place, capsys)


async def test_a_journal_of_which_nothing_is_left_is_found(
    own: Tools, place: Place, owner: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    await anchor(own)
    async with unguarded(owner):
        for table in ("journal", "journal_heads"):
            await owner.execute(f"delete from {table} where tenant_id = $1", place.tenant_id)
    assert "第 1 行起的末尾被截掉了" in await found(own, place, capsys)


async def test_an_anchor_that_is_missing_or_altered_is_found(
    own: Tools, place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _time in range(3):
        await note(own, place, 1)
        await anchor(own)
    kept = (tmp_path / str(PLATFORM) / KIND).rglob("*")
    first, second, _third = sorted((path for path in kept if path.is_file()), key=lambda p: p.name)
    second.rename(tmp_path / "elsewhere")
    assert "第 1 份和第 3 份接不上" in await found(own, place, capsys)
    (tmp_path / "elsewhere").rename(second)
    assert await found(own, place, capsys) == ""
    content = bytearray(first.read_bytes())
    content[70] ^= 1
    first.write_bytes(content)
    assert "签名不对" in await found(own, place, capsys)


async def test_a_check_looks_back_beyond_the_newest_whole_anchor(
    own: Tools, clock: FixedClock, place: Place
) -> None:
    for _time in range(WHOLE_AFTER + 3):
        await note(own, place, 1)
        await anchor(own)
        clock.move_on(timedelta(minutes=5))
    name = chain_of(place.tenant_id)
    near = await anchors_kept(own)
    far = await anchors_kept(own, back_to=clock.now() - LOOKED_BACK)
    assert len(near.of(name)) < 5
    assert len(far.of(name)) == WHOLE_AFTER + 3
    assert far.flaws == near.flaws == []
    assert far.number == near.number == WHOLE_AFTER + 3


async def test_only_the_ends_are_shown_at_this_door(own: Tools, place: Place) -> None:
    from sqlalchemy import text

    from jointhall.records.anchors import ANCHORS

    async with own.database.transaction(ANCHORS, read_only=True) as session:
        assert await session.scalar(text("select count(*) from journal_heads")) > 0
        for table in ("journal", "envelopes", "tenants", "outbox"):
            assert await session.scalar(text(f"select count(*) from {table}")) == 0
