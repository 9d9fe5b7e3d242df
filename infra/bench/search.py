"""P9: looking things up among 100,000 documents of one township, words of two characters included.

The documents are made of the words of real titles; every question is asked in its own transaction
behind the wall, with the county's other words put in, as the portal asks it.
"""

from __future__ import annotations

import asyncio
import random
import time
from uuid import UUID

import asyncpg

from jointhall.search.looking import look_up
from jointhall.search.synonyms import ways_of_saying
from jointhall.search.terms import terms_of
from jointhall.web.place import Place

from . import ground
from .figures import Figure

BAR_MS = 50.0
_WORDS = """
高龄 津贴 老人 残疾 补贴 护理 低保 救助 临时 特困 供养 孤儿 儿童 生育 登记 医保 参保 报销
社保 养老 待遇 认定 就业 失业 培训 创业 贷款 宅基 建房 规划 许可 土地 流转 备案 林木 采伐
检疫 农机 购置 耕地 保护 退役 军人 优待 法律 援助 调解 信息 公开 投诉 处理 通知 公告 公示
名单 结果 方案 办法 意见 年度 预算 决算 会议 防汛 森林 防火 道路 饮水 厕所 整治 环境 垃圾
污水 招聘 选举 村务 财务 党员 教育 学校
"""
WORDS = _WORDS.split()
_QUESTIONS = """
津贴 低保 宅基 流转 高龄津贴 残疾补贴 生育登记公告
jiuye yangbao gljt 高玲津贴 老倌子补贴 起屋 防汛方案
村务公开名单 怎么办医保报销 砍树 2025年度决算 不知道叫什么 环境整治意见
"""
QUESTIONS = _QUESTIONS.split()


def measure(*, short: bool) -> list[Figure]:
    documents = 20_000 if short else 100_000
    server, name = ground.fresh_database()
    try:
        url, above = server.url("hall_app", name), server.url("postgres", name)
        return [asyncio.run(_measure(url, above, documents, asked=200 if short else 600))]
    finally:
        ground.drop_database(server, name)


async def _measure(url: str, above: str, documents: int, *, asked: int) -> Figure:
    async with ground.tools_over(url, size=4) as tools:
        _county, (place,) = await ground.county_with(tools, 1)
        await _fill(above, place, documents)
        took, found = [], 0
        for n in range(asked + len(QUESTIONS)):
            said = QUESTIONS[n % len(QUESTIONS)]
            began = time.perf_counter()
            async with tools.database.transaction(place.standing(), read_only=True) as session:
                ways = await ways_of_saying(session, said)
                hits = await look_up(session, ways, kinds=("document",))
            if n >= len(QUESTIONS):
                took.append((time.perf_counter() - began) * 1000)
                found += bool(hits)
    took.sort()
    p95 = round(took[int(len(took) * 0.95)], 1)
    return Figure(
        "P9", f"search among {documents} documents, p95", p95, "ms", BAR_MS, p95 <= BAR_MS,
        more={"median_ms": round(took[len(took) // 2], 1), "asked": asked, "answered": found},
    )  # fmt: skip


async def _fill(url: str, place: Place, documents: int) -> None:
    """Puts the documents in by copying, as no service would: what is measured is the looking."""
    chance = random.Random(9)
    connection = await asyncpg.connect(url)
    entries, terms = [], []
    for number in range(1, documents + 1):
        title = "".join(chance.sample(WORDS, 5)) + f"第{number}号"
        about = "，".join("".join(chance.sample(WORDS, 3)) for _n in range(8))
        entries.append((place.tenant_id, "document", str(number), 1_000_000 + number, title, ""))
        terms += _rows(place.tenant_id, 1_000_000 + number, terms_of(title, (), about))
    await connection.execute("alter table search_terms drop constraint pk_search_terms")
    await connection.execute("drop index ix_search_terms_number")
    await connection.execute("alter table search_terms disable trigger all")
    columns = ["tenant_id", "kind", "ref", "number", "title", "made_from"]
    await connection.copy_records_to_table("search_entries", records=entries, columns=columns)
    await connection.copy_records_to_table(
        "search_terms", records=terms, columns=["tenant_id", "term", "rank", "number"]
    )
    await connection.execute("alter table search_terms enable trigger all")
    await connection.execute(
        "alter table search_terms add constraint pk_search_terms"
        " primary key (tenant_id, term, rank, number)"
    )
    await connection.execute("vacuum analyze search_terms")
    await connection.execute("analyze search_entries")
    await connection.close()


def _rows(tenant_id: UUID, number: int, terms: dict[str, int]) -> list[tuple[UUID, str, int, int]]:
    return [(tenant_id, term, rank, number) for term, rank in terms.items()]
