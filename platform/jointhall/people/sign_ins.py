"""Sign-ins: a session begun, found again, ended; kept by the service under its token's hash."""

from __future__ import annotations

import hashlib
import re
import secrets as randomness
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.web.viewer import Viewer

from .browsers import Browser
from .claims import claim
from .models import SignIn, Stage

RESIDENT_IDLE = timedelta(days=7)
RESIDENT_WHOLE = timedelta(days=30)
OFFICER_IDLE = timedelta(minutes=30)
OFFICER_WHOLE = timedelta(hours=12)
HALF_WITHIN = timedelta(minutes=10)
"""How long a proven password waits for its second factor."""

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """256 random bits, as they stand in the cookie."""
    return randomness.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def open_for_resident(
    session: AsyncSession, resident_id: UUID, *, browser: Browser, now: datetime
) -> str:
    """A new session of a resident; returns its token, which is told to nobody but the browser."""
    row = SignIn(resident_id=resident_id, expires_at=now + RESIDENT_WHOLE)
    return await _open(session, row, browser, now)


async def open_for_officer(
    session: AsyncSession,
    officer_id: UUID,
    *,
    browser: Browser,
    now: datetime,
    stage: Stage = "whole",
) -> str:
    """A new session of an officer of this tenant; one that is not whole opens no page yet."""
    lasts = OFFICER_WHOLE if stage == "whole" else HALF_WITHIN
    row = SignIn(
        tenant_id=tenant_of(session), officer_id=officer_id, stage=stage, expires_at=now + lasts
    )
    return await _open(session, row, browser, now)


async def _open(session: AsyncSession, row: SignIn, browser: Browser, now: datetime) -> str:
    token = new_token()
    row.token_hash = hash_of(token)
    row.peer, row.agent = browser.peer, browser.agent
    row.created_at = row.seen_at = now
    await claim(session, session=row.token_hash.hex())
    session.add(row)
    await session.flush()
    return token


async def close(session: AsyncSession, token: str | None) -> None:
    """Ends the session of a token, whoever's it is; its cookie opens nothing any more."""
    if token and TOKEN.fullmatch(token):
        await claim(session, session=hash_of(token).hex())
        await session.execute(delete(SignIn).where(SignIn.token_hash == hash_of(token)))


async def close_one(session: AsyncSession, id: UUID, viewer: Viewer) -> None:
    """Ends one of the viewer's own sessions; another's is not there."""
    await _as_owner(session, viewer)
    await session.execute(delete(SignIn).where(SignIn.id == id, _of(viewer)))


async def close_all_of_officer(
    session: AsyncSession, officer_id: UUID, *, but: bytes | None = None
) -> None:
    """Ends every session of an officer: when they leave, or when their password changes."""
    await claim(session, officer=str(officer_id))
    await session.execute(
        delete(SignIn).where(
            SignIn.tenant_id == tenant_of(session),
            SignIn.officer_id == officer_id,
            SignIn.token_hash != (but or b""),
        )
    )


async def sign_ins_of(session: AsyncSession, viewer: Viewer, now: datetime) -> list[SignIn]:
    """The viewer's own sessions that still live, the latest first."""
    await _as_owner(session, viewer)
    idle = OFFICER_IDLE if viewer.is_officer else RESIDENT_IDLE
    found = await session.scalars(
        select(SignIn)
        .where(_of(viewer), SignIn.stage == "whole")
        .where(SignIn.expires_at > now, SignIn.seen_at > now - idle)
        .order_by(SignIn.created_at.desc())
    )
    return list(found)


async def _as_owner(session: AsyncSession, viewer: Viewer) -> None:
    if viewer.is_officer:
        await claim(session, officer=str(viewer.id))


def _of(viewer: Viewer) -> Any:
    column = SignIn.officer_id if viewer.is_officer else SignIn.resident_id
    return column == viewer.id


@dataclass(frozen=True, slots=True)
class Half:
    """A sign-in under way: the password was right, the second factor is awaited."""

    token_hash: bytes
    officer_id: UUID
    stage: str
    secret_sealed: bytes | None


async def half_of(session: AsyncSession, token: str | None, now: datetime) -> Half | None:
    """The sign-in under way that a token belongs to, in this tenant."""
    if not token or not TOKEN.fullmatch(token):
        return None
    await claim(session, session=hash_of(token).hex())
    row = await session.execute(
        select(SignIn.token_hash, SignIn.officer_id, SignIn.stage, SignIn.secret_sealed).where(
            SignIn.token_hash == hash_of(token),
            SignIn.tenant_id == tenant_of(session),
            SignIn.stage != "whole",
            SignIn.expires_at > now,
        )
    )
    found = row.first()
    if found is None or found.officer_id is None:
        return None
    return Half(found.token_hash, found.officer_id, found.stage, found.secret_sealed)


async def keep_with(session: AsyncSession, half: Half, secret_sealed: bytes) -> None:
    """Keeps a second factor that is being taken into use, until its first code was shown."""
    await session.execute(
        update(SignIn)
        .where(SignIn.token_hash == half.token_hash)
        .values(secret_sealed=secret_sealed)
    )
