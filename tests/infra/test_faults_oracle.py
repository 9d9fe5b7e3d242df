"""The oracle of the fault rig: content with what is whole, and finds what we spoil on purpose."""

from __future__ import annotations

import asyncio
import secrets as randomness
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from infra.bench import approving, ground
from infra.faults.oracle import Findings, judge, keys_sent
from infra.faults.planted import effects_more_than_once
from jointhall.kernel.draining import drain
from jointhall.kernel.jobs import perform
from jointhall.kernel.migrating import migrate
from jointhall.kernel.private_postgres import PrivatePostgres
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Standing
from jointhall.web.place import Place
from tests.builders.sms import with_sms


@dataclass
class Scene:
    """A deployment of its own in which one approval went through, and what was promised."""

    tools: Tools
    county: Place
    here: Place
    outside: asyncpg.Connection
    phones: Path
    case_id: UUID

    async def judged(self) -> Findings:
        accepted = [(self.here.tenant_id, self.case_id)]
        return await judge(self.outside, accepted, keys_sent(self.phones))


@pytest.fixture(scope="module")
async def scene(
    server: PrivatePostgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    tmp_path = tmp_path_factory.mktemp("oracle")
    name = f"hall_oracle_{randomness.token_hex(4)}"
    outside = await asyncpg.connect(server.url("postgres"))
    await outside.execute(f'create database "{name}" owner hall_owner')
    await asyncio.to_thread(migrate, server.url("hall_owner", name))
    async with ground.tools_over(server.url("hall_app", name), size=6, home=tmp_path) as bare:
        tools, _twin = with_sms(bare, tmp_path / "phones.jsonl")
        county, towns = await ground.county_with(tools, 2)
        watch = await asyncpg.connect(server.url("postgres", name))
        case_id = await _one_approval(tools, county, towns, watch)
        yield Scene(tools, county, towns[0], watch, tmp_path / "phones.jsonl", case_id)
        await watch.close()
    await outside.execute(f'drop database "{name}" with (force)')
    await outside.close()


async def _one_approval(
    tools: Tools, county: Place, towns: list[Place], watch: asyncpg.Connection
) -> UUID:
    here, there = towns
    resident_id = await approving.a_resident(tools, "13812345678")
    number = await approving.submit(tools, here, there, resident_id)
    await approving.accept(tools, here, number)
    await drain(tools, county.tenant_id)
    for row in await watch.fetch("select tenant_id, id from referrals"):
        place = there if row["tenant_id"] == there.tenant_id else county
        await approving.answer_there(tools, place, row["id"])
    await approving.answer_here(tools, here, number)
    await drain(tools, county.tenant_id)
    entry = await watch.fetchval("select id from case_tasks where kind = 'decide'")
    await approving.decide(tools, here, entry)
    await drain(tools, county.tenant_id)
    found: UUID = await watch.fetchval("select id from cases")
    return found


async def test_whole_is_found_whole_also_when_all_is_handed_on_again(scene: Scene) -> None:
    assert (await scene.judged()).words == []
    await _hand_everything_on_again(scene)
    found = await scene.judged()
    assert found.words == []
    assert found.clean


@pytest.mark.parametrize(
    ("spoiling", "said"),
    [
        ("update cases set status = 'under_review'", "not closed"),
        ("delete from referrals where ctid in (select ctid from referrals limit 1)", "referrals"),
        ("update letters set number = number + 1 where kind = 'granted'", "a gap or a double"),
        ("update letter_series set last = last + 1", "a gap or a double"),
        ("delete from envelopes where direction = 'in'", "envelopes in"),
        ("update messages set sms_state = 'waiting'", "not all sent"),
        ("update outbox set done_at = null where job = 'exchange.deliver'", "not done"),
        ("insert into case_history select tenant_id, case_id, seq + 100, at, act, words, note, "
         "who_kind, who_id, who_name, who_office, prev_hash, hash from case_history "
         "where act = 'case.granted'", "case.granted 2, not 1"),
    ],
)  # fmt: skip
async def test_a_spoiled_row_is_found(scene: Scene, spoiling: str, said: str) -> None:
    spoilt = scene.outside.transaction()
    await spoilt.start()
    await scene.outside.execute("set local session_replication_role = replica")
    await scene.outside.execute(spoiling)
    found = await scene.judged()
    await spoilt.rollback()
    assert any(said in words for words in found.words), found.words


async def test_a_promise_without_a_case_is_a_loss(scene: Scene) -> None:
    nobody = UUID(int=7)
    found = await judge(
        scene.outside, [(scene.here.tenant_id, scene.case_id), (scene.here.tenant_id, nobody)],
        keys_sent(scene.phones),
    )  # fmt: skip
    assert nobody in found.lost


async def test_jobs_that_take_effect_more_than_once_are_found(scene: Scene) -> None:
    with effects_more_than_once():
        await _hand_everything_on_again(scene)
    assert any("phones received" in words for words in (await scene.judged()).words)


async def _hand_everything_on_again(scene: Scene) -> None:
    rows = await scene.outside.fetch(
        "select tenant_id, id from outbox where job <> 'cases.accept_by_silence' order by id"
    )
    for row in rows:
        await perform(scene.tools, Standing(row["tenant_id"], scene.county.tenant_id), row["id"])
