"""The oracle of the fault rig: content with what is whole, and finds what we spoil on purpose."""

from __future__ import annotations

import asyncio
import secrets as randomness
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from infra.bench import approving, ground
from infra.faults.oracle import Findings, judge, keys_sent
from infra.faults.planted import effects_more_than_once
from infra.faults.submissions import Told, found
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


def once_more(table: str, which: str, also: str = "'seq', 0") -> str:
    """Says that a row is there twice, with another id or place."""
    return (
        f"insert into {table} select (jsonb_populate_record(one, jsonb_build_object("
        f"'id', gen_random_uuid(), {also}))).* from {table} one where {which}"
    )


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
        (once_more("case_history", "act = 'case.granted'", "'seq', seq + 100"),
         "case.granted 2, not 1"),
        (once_more("letters", "kind = 'granted'",
                   "'number', number + 1, 'verify_code', reverse(verify_code)"),
         "letters granted 2, not 1"),
        (once_more("messages", "ctid in (select ctid from messages limit 1)"),
         "messages 3, not 2"),
        ("delete from letters where kind = 'receipt'", "letters receipt 0, not 1"),
        ("delete from messages where ctid in (select ctid from messages limit 1)",
         "messages 1, not 2"),
        ("update case_numbers set last = last + 1", "1 numbers, 2 given out"),
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


async def test_a_text_message_that_came_twice_or_never_is_found(scene: Scene) -> None:
    accepted, sent = [(scene.here.tenant_id, scene.case_id)], keys_sent(scene.phones)
    doubled = await judge(scene.outside, accepted, [*sent, sent[0]])
    assert any("sent 2 times" in words for words in doubled.words)
    lost = await judge(scene.outside, accepted, sent[1:])
    assert any("phones received" in words for words in lost.words)


async def test_an_application_that_is_two_cases_or_none_is_found(scene: Scene) -> None:
    drafts = [(scene.case_id, UUID(int=1))]
    told = Told()
    told.sends, told.receipts = 4, {scene.case_id: {"/cases/1"}}
    told.answers, told.another_body = Counter({"303": 3}), Counter({"422": 1})
    assert await found(scene.outside, told, drafts) == {"cases": 1, "words": []}
    two = await found(scene.outside, told, [*drafts, (UUID(int=2), UUID(int=3))])
    assert "numbers: 1, not 2" in two["words"]
    spoilt = scene.outside.transaction()
    await spoilt.start()
    await scene.outside.execute("set local session_replication_role = replica")
    also = "'number', number || '0', 'submission_id', gen_random_uuid()"
    await scene.outside.execute(once_more("cases", "true", also))
    doubled = await found(scene.outside, told, drafts)
    await spoilt.rollback()
    assert doubled["cases"] == 2
    assert "submissions: 2, not 1" in doubled["words"]
    told.sends, told.receipts = 40, {scene.case_id: {"/cases/1", "/cases/2"}}
    told.answers = Counter()
    words = " ".join((await found(scene.outside, told, drafts))["words"])
    assert "told of different cases" in words
    assert "answers: {}" in words
    assert "0 of 40 replies were cut" in words


async def test_a_promise_without_a_case_is_a_loss(scene: Scene) -> None:
    nobody = UUID(int=7)
    judged = await judge(
        scene.outside, [(scene.here.tenant_id, scene.case_id), (scene.here.tenant_id, nobody)],
        keys_sent(scene.phones),
    )  # fmt: skip
    assert nobody in judged.lost


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
