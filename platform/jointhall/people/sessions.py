"""Sessions: who a request comes from, by the token in its cookie."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import Database, tenant_of
from jointhall.kernel.who import Standing
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.viewer import NOBODY, Viewer
from jointhall.web.visit import Visit

from .claims import claim
from .sign_ins import OFFICER_IDLE, RESIDENT_IDLE, TOKEN, hash_of

log = structlog.get_logger(__name__)

SEEN_EVERY = timedelta(minutes=5)

# Posts and offices are the next slice's tables; named here so that a request costs one question.
_AS_AN_OFFICER = """
    o.id as officer_id, o.name, t.policy_version,
    coalesce(held.ids, '{}') as office_ids, coalesce(held.names[1], '') as office
    """
_HELD = """
    join tenants t on t.tenant_id = o.tenant_id
    left join lateral (
        select array_agg(f.id order by p.from_on, p.id) as ids,
               array_agg(f.name order by p.from_on, p.id) as names
        from posts p join offices f on f.tenant_id = p.tenant_id and f.id = p.office_id
        where p.tenant_id = o.tenant_id and p.officer_id = o.id
          and (p.until_on is null or p.until_on >= cast(:today as date))) held on true
    """
_OFFICER = text(
    f"""
    select s.seen_at, {_AS_AN_OFFICER}
    from sessions s
    join officers o on o.tenant_id = s.tenant_id and o.id = s.officer_id and o.status = 'active'
    {_HELD}
    where s.token_hash = :hash and s.tenant_id = :tenant and s.stage = 'whole'
      and s.expires_at > :now and s.seen_at > :idle_since
    """  # noqa: S608 — parts from above
)
_OFFICER_NOW = text(
    f"""
    select {_AS_AN_OFFICER} from officers o {_HELD}
    where o.tenant_id = :tenant and o.id = :id and o.status = 'active'
    """  # noqa: S608 — parts from above
)

_RESIDENT = text(
    """
    select resident_id, seen_at from sessions
    where token_hash = :hash and resident_id is not null
      and expires_at > :now and seen_at > :idle_since
    """
)

_SEEN = text("update sessions set seen_at = :now where token_hash = :hash and seen_at < :now")


class Recogniser:
    """Turns a session token into a viewer: one question, and casbin's verdict for an officer."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book
        self._touching: set[asyncio.Task[None]] = set()

    async def __call__(self, visit: Visit, session: AsyncSession, token: str) -> Viewer:
        if not TOKEN.fullmatch(token):
            return NOBODY
        digest, now = hash_of(token), visit.now()
        await claim(session, session=digest.hex())
        if visit.door == "portal":
            found = await _one(session, _RESIDENT, hash=digest, now=now, idle=RESIDENT_IDLE)
            viewer = NOBODY if found is None else Viewer("resident", found.resident_id, digest)
        else:
            found = await _one(
                session, _OFFICER, hash=digest, now=now, idle=OFFICER_IDLE,
                tenant=visit.place.tenant_id, today=on_which_day(now),
            )  # fmt: skip
            viewer = NOBODY if found is None else await _officer(session, self._book, found, digest)
        if found is not None and now - found.seen_at >= SEEN_EVERY:
            self._touch(visit.tools.database, digest, now)
        return viewer

    def _touch(self, database: Database, digest: bytes, now: datetime) -> None:
        """Reading keeps a session alive too, and pages are read in read-only transactions."""
        task = asyncio.create_task(_seen(database, digest, now))
        self._touching.add(task)
        task.add_done_callback(self._touching.discard)

    async def settle(self) -> None:
        """Waits for what is still being written down, before the service stops."""
        await asyncio.gather(*self._touching, return_exceptions=True)


async def officer_now(
    session: AsyncSession, book: PolicyBook, officer_id: UUID, *, now: datetime
) -> Viewer:
    """An officer as they would come now, for what is done in their name behind their back.

    Who is here no more may do nothing.
    """
    asked = {"tenant": tenant_of(session), "id": officer_id, "today": on_which_day(now)}
    found = (await session.execute(_OFFICER_NOW, asked)).first()
    return Viewer("officer", officer_id) if found is None else await _officer(session, book, found)


async def _officer(
    session: AsyncSession, book: PolicyBook, row: Row[Any], digest: bytes | None = None
) -> Viewer:
    permissions = await book.permissions(
        session, tenant_of(session), row.policy_version, row.officer_id
    )
    return Viewer(
        "officer", row.officer_id, digest, row.name, row.office, frozenset(row.office_ids),
        permissions,
    )  # fmt: skip


async def _one(
    session: AsyncSession, question: Any, *, now: datetime, idle: timedelta, **values: Any
) -> Row[Any] | None:
    answer = await session.execute(question, {"now": now, "idle_since": now - idle, **values})
    return answer.first()


async def _seen(database: Database, digest: bytes, now: datetime) -> None:
    try:
        async with database.transaction(Standing(claims={"session": digest.hex()})) as session:
            await session.execute(_SEEN, {"now": now, "hash": digest})
    except Exception as error:
        # The next request tries again; nobody has to wait or fail for it.
        log.warning("session not touched", error=type(error).__name__)
