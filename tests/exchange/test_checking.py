"""Whoever touches the database of one side, or of both, is found out and the envelope named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import click.testing
import pytest

from jointhall import exchange
from jointhall.exchange.checking import Checked, check_exchange
from jointhall.exchange.cli import exchange_verify
from jointhall.exchange.receiving import REGISTER
from jointhall.exchange.seal import canonical, envelope_hash, receipt_text
from jointhall.kernel.files import FolderStore
from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.records.anchors import anchor
from jointhall.tenancy.directory import TenantDirectory
from jointhall.web.place import Place
from tests.builders.jobs import work_off
from tests.builders.tenancy import a_county, a_township

KIND = "probe.said"
if KIND not in REGISTER:

    @exchange.answers(KIND)
    async def _heard(session: Any, tools: Tools, received: Any) -> None:
        """Nothing follows from it."""


@dataclass(frozen=True)
class Pair:
    """Two townships of one county that have written to each other."""

    tools: Tools
    owner: asyncpg.Connection
    county: Place
    one: Place
    other: Place

    async def check(self, *, only: Place | None = None) -> Checked:
        return await check_exchange(self.tools, [self.county, self.one, self.other], only=only)

    async def said(self) -> list[tuple[str, str, int, str]]:
        """Flaws as (whose copy, direction, number, words)."""
        names = {self.one.tenant_id: "one", self.other.tenant_id: "other"}
        checked = await self.check()
        return sorted((names[f.tenant_id], f.direction, f.seq, f.words) for f in checked.flaws)

    async def copy(self, place: Place, direction: str, seq: int) -> asyncpg.Record:
        async with _unwalled(self.owner):
            found = await self.owner.fetchrow(
                "select * from envelopes where tenant_id = $1 and direction = $2 and seq = $3",
                place.tenant_id, direction, seq,
            )  # fmt: skip
        assert found is not None
        return found

    async def tamper(self, statement: str, *values: Any) -> None:
        async with _unwalled(self.owner):
            assert not (await self.owner.execute(statement, *values)).endswith(" 0")


@asynccontextmanager
async def _unwalled(owner: asyncpg.Connection) -> AsyncIterator[None]:
    """As somebody who owns the database would do it: guards down, and up again."""
    async with owner.transaction():
        for table in ("envelopes", "exchange_heads"):
            await owner.execute(f"alter table {table} no force row level security")
        await owner.execute("alter table envelopes disable trigger keep")
        yield
        await owner.execute("alter table envelopes enable trigger keep")
        for table in ("envelopes", "exchange_heads"):
            await owner.execute(f"alter table {table} force row level security")


@pytest.fixture
async def pair(tools: Tools, owner: asyncpg.Connection) -> Pair:
    county = await a_county(tools.database)
    one, other = [await a_township(tools.database, county) for _n in range(2)]
    for number in range(1, 5):
        for place, peer in ((one, other), (other, one)):
            async with tools.database.transaction(place.standing()) as session:
                exchange.send(
                    session, tools, to=peer.tenant_id, kind=KIND, thread=new_id(),
                    body={"says": f"{place.name} {number}"},
                )  # fmt: skip
            tools.clock.move_on(timedelta(minutes=1))  # type: ignore[attr-defined]
    await work_off(tools, one, other)
    return Pair(tools, owner, county, one, other)


async def test_untouched_envelopes_hold(pair: Pair) -> None:
    checked = await pair.check()
    assert checked.flaws == []
    assert (checked.tenants, checked.envelopes) == (3, 16)


async def test_an_envelope_still_under_way_is_no_flaw(pair: Pair) -> None:
    async with pair.tools.database.transaction(pair.one.standing()) as session:
        exchange.send(
            session, pair.tools, to=pair.other.tenant_id, kind=KIND, thread=new_id(), body={}
        )
    assert await pair.said() == []


async def test_an_edited_body(pair: Pair) -> None:
    body = pair.tools.secrets.seal(pair.one.tenant_id, "envelope", canonical({"says": "forged"}))
    await pair.tamper(
        "update envelopes set body_sealed = $1 "
        "where tenant_id = $2 and direction = 'out' and seq = 2",
        body, pair.one.tenant_id,
    )  # fmt: skip
    assert await pair.said() == [("one", "out", 2, "第 2 封被改过")]


async def test_a_body_written_without_the_key(pair: Pair) -> None:
    await pair.tamper(
        "update envelopes set body_sealed = "
        "set_byte(body_sealed, 20, 255 - get_byte(body_sealed, 20)) "
        "where tenant_id = $1 and direction = 'in' and seq = 3",
        pair.other.tenant_id,
    )  # fmt: skip
    assert await pair.said() == [("other", "in", 3, "第 3 封的内容被改过，打不开了")]


@pytest.mark.parametrize(
    "change",
    ["kind = 'probe.unsaid'", "thread = gen_random_uuid()", "sent_at = sent_at - interval '1 day'"],
)
async def test_edited_words_around_it(pair: Pair, change: str) -> None:
    await pair.tamper(
        f"update envelopes set {change} where tenant_id = $1 and direction = 'in' and seq = 1",
        pair.other.tenant_id,
    )
    assert await pair.said() == [("other", "in", 1, "第 1 封被改过")]


async def test_one_taken_out_of_the_middle(pair: Pair) -> None:
    await pair.tamper(
        "delete from envelopes where tenant_id = $1 and direction = 'out' and seq = 2",
        pair.one.tenant_id,
    )
    assert await pair.said() == [
        ("one", "out", 2, "第 2 至 2 封不见了"),
        ("other", "in", 2, "第 2 封在对方那里不见了"),
    ]


async def test_the_end_cut_off(pair: Pair) -> None:
    await pair.tamper(
        "delete from envelopes where tenant_id = $1 and direction = 'in' and seq = 4",
        pair.other.tenant_id,
    )
    assert ("other", "in", 4, "第 4 封起的末尾被截掉了") in await pair.said()


async def test_the_end_cut_off_and_the_head_set_back(pair: Pair) -> None:
    """Alone this side looks whole; the other side's copy tells."""
    before = await pair.copy(pair.one, "out", 3)
    await pair.tamper(
        "delete from envelopes where tenant_id = $1 and direction = 'out' and seq = 4",
        pair.one.tenant_id,
    )
    await pair.tamper(
        "update exchange_heads set seq = 3, hash = $2 where tenant_id = $1 and direction = 'out'",
        pair.one.tenant_id, before["hash"],
    )  # fmt: skip
    assert await pair.said() == [("other", "in", 4, "第 4 封在对方那里不见了")]


async def test_a_chain_forged_again_to_its_end_by_one_who_holds_the_keys(pair: Pair) -> None:
    """Body, hashes, signatures, receipts and head all made to fit: only the other side shows it."""
    secrets, mine, theirs = pair.tools.secrets, pair.one.tenant_id, pair.other.tenant_id
    prev = (await pair.copy(pair.one, "out", 1))["hash"]
    for seq in (2, 3, 4):
        row = await pair.copy(pair.one, "out", seq)
        body = secrets.open(mine, "envelope", row["body_sealed"])
        if seq == 2:
            body = canonical({"says": "forged"})
        hash = envelope_hash(
            id=row["id"], from_id=mine, to_id=theirs, seq=seq, kind=row["kind"],
            thread=row["thread"], sent_at=row["sent_at"], body=body, prev_hash=prev,
        )  # fmt: skip
        receipt = secrets.signing_key(theirs).sign(receipt_text(hash, row["delivered_at"]))
        await pair.tamper(
            "update envelopes set body_sealed = $1, prev_hash = $2, hash = $3, signature = $4, "
            "receipt = $5 where tenant_id = $6 and direction = 'out' and seq = $7",
            secrets.seal(mine, "envelope", body), prev, hash,
            secrets.signing_key(mine).sign(hash), receipt, mine, seq,
        )  # fmt: skip
        prev = hash
    await pair.tamper(
        "update exchange_heads set hash = $2 where tenant_id = $1 and direction = 'out'",
        mine, prev,
    )  # fmt: skip
    said = await pair.said()
    assert {(seq, words) for _who, _way, seq, words in said} == {
        (seq, f"第 {seq} 封和对方留的不一样") for seq in (2, 3, 4)
    }


async def test_a_chain_forged_again_without_the_keys(pair: Pair) -> None:
    secrets, mine = pair.tools.secrets, pair.one.tenant_id
    row = await pair.copy(pair.one, "out", 4)
    hash = envelope_hash(
        id=row["id"], from_id=mine, to_id=pair.other.tenant_id, seq=4, kind="probe.unsaid",
        thread=row["thread"], sent_at=row["sent_at"], prev_hash=row["prev_hash"],
        body=secrets.open(mine, "envelope", row["body_sealed"]),
    )  # fmt: skip
    await pair.tamper(
        "update envelopes set kind = 'probe.unsaid', hash = $2 "
        "where tenant_id = $1 and direction = 'out' and seq = 4",
        mine, hash,
    )  # fmt: skip
    await pair.tamper(
        "update exchange_heads set hash = $2 where tenant_id = $1 and direction = 'out'",
        mine, hash,
    )  # fmt: skip
    words = {words for who, _way, _seq, words in await pair.said() if who == "one"}
    assert words == {"第 4 封的发件签名不对", "第 4 封的回执签名不对", "第 4 封和对方留的不一样"}


async def test_receipts_that_changed_places(pair: Pair) -> None:
    two, three = [await pair.copy(pair.one, "out", seq) for seq in (2, 3)]
    for seq, receipt in ((2, three["receipt"]), (3, two["receipt"])):
        await pair.tamper(
            "update envelopes set receipt = $1 "
            "where tenant_id = $2 and direction = 'out' and seq = $3",
            receipt, pair.one.tenant_id, seq,
        )  # fmt: skip
    assert await pair.said() == [
        ("one", "out", 2, "第 2 封的回执签名不对"),
        ("one", "out", 3, "第 3 封的回执签名不对"),
    ]


async def test_an_arrival_moved_to_another_moment(pair: Pair) -> None:
    await pair.tamper(
        "update envelopes set delivered_at = delivered_at + interval '3 days' "
        "where tenant_id = $1 and direction = 'in' and seq = 1",
        pair.one.tenant_id,
    )
    assert await pair.said() == [("one", "in", 1, "第 1 封的回执签名不对")]


async def cut_on_both_sides(pair: Pair, *, keep: int) -> None:
    """Both copies of the last envelopes taken away, and both heads set back to fit."""
    last = await pair.copy(pair.one, "out", keep)
    for place, direction in ((pair.one, "out"), (pair.other, "in")):
        await pair.tamper(
            "delete from envelopes where tenant_id = $1 and direction = $2 and seq > $3",
            place.tenant_id, direction, keep,
        )  # fmt: skip
        await pair.tamper(
            "update exchange_heads set seq = $3, hash = $4 where tenant_id = $1 and direction = $2",
            place.tenant_id, direction, keep, last["hash"],
        )  # fmt: skip


async def test_ends_cut_off_on_both_sides_do_not_lead_to_what_was_kept_outside(
    pair: Pair, tmp_path: Path
) -> None:
    store = FolderStore(tmp_path, secret=pair.tools.secrets.token("files").encode())
    pair = replace(pair, tools=replace(pair.tools, files=store))
    await cut_on_both_sides(pair, keep=3)
    assert await pair.said() == []  # without anchors the two sides agree
    await anchor(pair.tools)
    await cut_on_both_sides(pair, keep=1)
    words = "第 2 封起的末尾被截掉了，存在外面的链头有 3 封"
    assert await pair.said() == [("one", "out", 2, words), ("other", "in", 2, words)]
    # What is added later does not heal it, and the next anchor does not forget it.
    async with pair.tools.database.transaction(pair.one.standing()) as session:
        exchange.send(
            session, pair.tools, to=pair.other.tenant_id, kind=KIND, thread=new_id(), body={}
        )
    await anchor(pair.tools)
    assert ("one", "out", 3, words.replace("第 2 封", "第 3 封")) in await pair.said()


async def test_a_chain_of_which_nothing_is_left(pair: Pair, tmp_path: Path) -> None:
    store = FolderStore(tmp_path, secret=pair.tools.secrets.token("files").encode())
    pair = replace(pair, tools=replace(pair.tools, files=store))
    await anchor(pair.tools)
    for table in ("envelopes", "exchange_heads"):
        await pair.tamper(
            f"delete from {table} where tenant_id = any($1::uuid[])",
            [pair.one.tenant_id, pair.other.tenant_id],
        )
    assert len(await pair.said()) == 4
    assert {seq for _who, _way, seq, _words in await pair.said()} == {1}


async def test_the_command_names_each_flaw_and_fails(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    tools = replace(pair.tools, outside={"directory": TenantDirectory(pair.tools.database)})
    assert await exchange_verify(tools, pair.one.slug) == 0
    assert "8 份" not in capsys.readouterr().out
    await pair.tamper(
        "update envelopes set kind = 'probe.unsaid' "
        "where tenant_id = $1 and direction = 'out' and seq = 1",
        pair.one.tenant_id,
    )
    assert await exchange_verify(tools, pair.one.slug) == 1
    told = capsys.readouterr()
    assert told.out == f"{pair.one.name}留的、发往{pair.other.name}：第 1 封被改过\n"
    assert "1 处对不上" in told.err
    assert await exchange_verify(tools, pair.one.slug, as_json=True) == 1
    assert '"seq": 1' in capsys.readouterr().out
    assert await exchange_verify(tools, "nowhere") == 3


def test_the_command_is_spelled_as_people_type_it() -> None:
    from jointhall.exchange.cli import exchange as group

    told = click.testing.CliRunner().invoke(group, ["verify", "--help"])
    assert told.exit_code == 0
    assert "--tenant" in told.output
    assert "--json" in told.output
