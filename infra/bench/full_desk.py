"""Ten thousand open cases of one township, put in at once: what is measured is the looking."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg

from jointhall.kernel.ids import new_id
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place

ITEMS = (
    "高龄津贴申领", "设施农业用地备案", "临时救助申请", "残疾人两项补贴", "林木采伐许可",
    "农村宅基地用地审批", "特困人员供养认定", "农机购置补贴", "乡村建设规划许可", "公共场所备案",
    "老年人优待证", "生育登记",
)  # fmt: skip
CASES = [
    "tenant_id", "id", "number", "item_code", "edition", "item_title", "title", "resident_id",
    "applicant_sealed", "answers_sealed", "submission_id", "track_index", "channel", "status",
    "office", "filed_at", "accepted_at", "due_on", "statutory_due_on", "updated_at",
]  # fmt: skip
TASKS = [
    "tenant_id", "id", "case_id", "key", "kind", "words", "office", "party_name", "opened_at",
    "due_on", "status", "item_title",
]  # fmt: skip
HISTORY = [
    "tenant_id", "case_id", "seq", "at", "act", "words", "note", "who_kind", "who_id", "who_name",
    "who_office", "prev_hash", "hash",
]  # fmt: skip


async def fill(
    connection: asyncpg.Connection,
    tools: Tools,
    town: Place,
    offices: Sequence[str],
    officers: Sequence[UUID],
    *,
    many: int,
) -> None:
    """Cases at the counter, with an office, with the head and in correction; three lines each."""
    chance, now = random.Random(3), tools.clock.now()
    seal, tenant = tools.secrets.seal_text, town.tenant_id
    names = [seal(tenant, "applicant", f"周{n}") for n in range(50)]
    answers = tools.secrets.seal(tenant, "case answers", b"{}" + b" " * 1200)
    cases, tasks, history = [], [], []
    for nth in range(many):
        id, item, office = new_id(), chance.choice(ITEMS), chance.choice(offices)
        status = chance.choices(
            ("submitted", "under_review", "correction_asked"), weights=(20, 75, 5)
        )[0]
        filed = now - timedelta(days=chance.randint(0, 40), minutes=chance.randint(0, 600))
        due = now.date() + timedelta(days=chance.randint(-12, 40))
        running = status == "under_review"
        cases.append((
            tenant, id, f"YZ{filed:%Y%m%d}-{nth:05d}", "item", "0", item,
            f"{item}（日华村{chance.choice('一二三四五六七八九')}组）", new_id(),
            chance.choice(names), answers, new_id(), id.bytes,
            chance.choice(("online", "online", "window", "agent")), status, office, filed,
            filed if running else None, due if running else None,
            due + timedelta(days=5) if running else None, filed,
        ))  # fmt: skip
        if running:
            kind = chance.choice(("review", "review", "review", "decide"))
            tasks.append((
                tenant, new_id(), id, kind, kind, "看材料", office, town.name, filed, due, "open",
                item,
            ))  # fmt: skip
        for seq in range(1, 4):
            who = chance.choice(officers)
            history.append((
                tenant, id, seq, filed, "case.noted", "看过材料", "", "officer", str(who), "陈",
                "自然资源所", b"", b"-",
            ))  # fmt: skip
    await connection.execute("alter table case_history disable trigger all")
    for table, columns, rows in (
        ("cases", CASES, cases), ("case_tasks", TASKS, tasks), ("case_history", HISTORY, history),
    ):  # fmt: skip
        await connection.copy_records_to_table(table, records=rows, columns=columns)
        await connection.execute(f"vacuum analyze {table}")
    await connection.execute("alter table case_history enable trigger all")
