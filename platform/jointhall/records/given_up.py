"""What could not be done (没办成的任务): what it was, when it was tried, and why in plain words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import RELAY
from jointhall.kernel.words import N_, _

MOST_SHOWN = 200
WORK = {
    "cases": N_("办件往下走"),
    "cases.accept_by_silence": N_("到期没答复，视为受理"),
    "cases.fetch_papers": N_("取别处送来的材料"),
    "deadlines": N_("时限重算"),
    "documents": N_("文书和文件"),
    "documents.erase_file": N_("销毁文件"),
    "documents.make_letter": N_("印文书、盖章"),
    "exchange": N_("送信封"),
    "messages": N_("发短信"),
    "people": N_("发验证码"),
    "supervision": N_("送督办单"),
}
"""What a job does, or the jobs of a subject, as the officers call it."""

FULL, AWAY, SMS, BUSY, DIES, UNKNOWN, OURS = (
    (N_("磁盘满了，写不进去。"), N_("请管机器的人腾出地方，再办一次。")),
    (N_("要用的那一处没有答应：断了，或者太慢。"), N_("那边好了以后，再办一次。")),
    (
        N_("短信平台没有收下。"),
        N_("请看短信账号、签名和余额，再办一次；收件箱里的消息对方看得到。"),
    ),
    (N_("数据库断了，或者太忙。"), N_("再办一次；老是这样，请管机器的人看。")),
    (N_("办它的进程每次都断掉。"), N_("不要一直重办，把下面的原话交给管程序的人。")),
    (N_("现在的程序不认识这项任务，可能是旧版留下的。"), N_("请管程序的人看；用不着了就放弃。")),
    (N_("程序出了没有料到的错。"), N_("把下面的原话交给管程序的人，改好了再办一次。")),
)
REASONS: tuple[tuple[str, tuple[str, str]], ...] = (
    (r"No space left|DiskFull|Errno 28|Errno 122|Errno 27", FULL),
    (r"its worker never came back", DIES),
    (r"^Sms", SMS),
    (r"StoreUnreachable|ConnectionRefused|ConnectionError|ConnectionReset|Timeout|gaierror"
     r"|BrokenPipe|S3Error|MaxRetry|SSLError", AWAY),
    (r"DBAPI|Operational|Interface|asyncpg|Deadlock|LockNotAvailable|LostCommit|QueryCanceled"
     r"|ConnectionDoesNotExist|CannotConnectNow|AdminShutdown", BUSY),
    (r"^KeyError: '[a-z_]+\.[a-z_]+'", UNKNOWN),
)  # fmt: skip
_REFUSED = re.compile(r"^(?:Refusal|NotHere|NotAllowed|BadForm|TooMany): (.+)", re.S)

About = Callable[[AsyncSession, dict[str, Any]], Awaitable[str]]
_about: dict[str, About] = {}


def tells(job: str) -> Callable[[About], About]:
    """Registers who can say what a job of this kind is about: the letter, the envelope."""

    def register(act: About) -> About:
        _about[job] = act
        return act

    return register


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A job nobody works at any more until somebody says so."""

    id: UUID
    job: str
    args: str
    attempts: int
    created_at: datetime
    given_up_at: datetime
    error: str
    tried: Sequence[dict[str, str]]
    let_go_at: datetime | None
    let_go_why: str

    @property
    def work(self) -> str:
        """What it should have done, in words."""
        words = WORK.get(self.job) or WORK.get(self.job.partition(".")[0])
        return _(words) if words else self.job

    @property
    def why(self) -> str:
        """Why it could not be done, in plain words."""
        return _reason(self.error)[0]

    @property
    def what_next(self) -> str:
        return _reason(self.error)[1]

    @property
    def trials(self) -> list[tuple[datetime, str, str]]:
        """When it was tried, why it failed in plain words, and what the program said."""
        return [
            (datetime.fromisoformat(one["at"]), _reason(one["why"])[0], one["why"])
            for one in reversed(self.tried)
        ]


def _reason(error: str) -> tuple[str, str]:
    if refused := _REFUSED.match(error):
        return refused[1], _("看看它说的是什么；改好了再办一次。")
    for pattern, (why, what_next) in REASONS:
        if re.search(pattern, error):
            return _(why), _(what_next)
    return _(OURS[0]), _(OURS[1])


_COLUMNS = """
    select id, job, args, attempts, created_at, given_up_at, coalesce(last_error, '') as error,
           tried, let_go_at, let_go_why
    from outbox
    where tenant_id = :tenant_id and given_up_at is not null and done_at is null
    """
_LISTED = text(f"{_COLUMNS} order by let_go_at is not null, given_up_at desc limit :most")
_ONE = text(f"{_COLUMNS} and id = :id")
_BELOW = text(
    """
    select tenant_id, count(*) filter (where let_go_at is null and given_up_at is not null) as n,
           count(*) filter (where given_up_at is null
                            and not_before < now() - interval '10 minutes') as late
    from outbox where county_id = :county_id and done_at is null group by 1
    """
)


async def given_up_here(session: AsyncSession) -> list[GivenUp]:
    """This tenant's jobs that were given up, those still to be seen to first."""
    asked = {"tenant_id": tenant_of(session), "most": MOST_SHOWN}
    return [GivenUp(**row._mapping) for row in await session.execute(_LISTED, asked)]


async def given_up_job(session: AsyncSession, id: UUID) -> GivenUp | None:
    """One of them, if it is here."""
    row = (await session.execute(_ONE, {"tenant_id": tenant_of(session), "id": id})).first()
    return GivenUp(**row._mapping) if row is not None else None


async def about(session: AsyncSession, job: GivenUp) -> str:
    """What it is about, where somebody can say."""
    tell = _about.get(job.job)
    return await tell(session, orjson.loads(job.args)) if tell is not None else ""


async def given_up_below(tools: Tools, county_id: UUID) -> dict[UUID, tuple[int, int]]:
    """How many jobs each tenant of a county has given up, and how many are ten minutes late.

    The relay's door: it shows where rows are; here nothing of them but their number is read.
    """
    async with tools.database.transaction(RELAY, read_only=True) as session:
        rows = await session.execute(_BELOW, {"county_id": county_id})
        return {row.tenant_id: (row.n, row.late) for row in rows if row.n or row.late}
