"""Signing in with a code by SMS (短信验证码): asked for, sent, shown back."""

from __future__ import annotations

import hashlib
import secrets as randomness
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import later
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.who import Actor
from jointhall.records.journal import record

from .claims import claim
from .jobs import send_code
from .limits import DAY, HOUR, MINUTE, Bucket, net_of
from .models import PHONE, Resident, SignInCode
from .queries import resident_with_phone
from .sms import SIGN_IN_CODE

LASTS = timedelta(minutes=5)
TRIES = 5
AGAIN_AFTER = timedelta(seconds=60)
CODE = SIGN_IN_CODE
"""The purpose a code is sealed for, and hashed for."""


def asking_limits(
    secrets: Secrets, *, phone: str, peer: str, tenant: str, is_real: bool = True
) -> list[Bucket]:
    """How often codes are sent: to a phone, from a peer and its neighbours, for a township, in all.

    The day's limit spares a phone that is being pestered; to a twin's phones nothing is sent. The
    budgets keep a flood from costing a county.
    """
    index = secrets.blind_index(PHONE, phone).hex()
    return [
        Bucket("code.phone.minute", index, 1, AGAIN_AFTER),
        Bucket("code.phone.day", index, 5 if is_real else 60, DAY),
        Bucket("code.peer", peer, 60, HOUR),
        Bucket("code.net", net_of(peer), 300, HOUR),
        Bucket("code.tenant", tenant, 3_000, DAY),
        Bucket("code.all", "", 60_000, DAY),
    ]


def answering_limits(peer: str) -> list[Bucket]:
    """How often codes are tried from a peer, over and above the five tries that a code has."""
    return [Bucket("code.tried", peer, 120, 10 * MINUTE)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A code under way: where it went, when it ends, when another may be asked for."""

    phone: str
    expires_at: datetime
    again_at: datetime
    tries_left: int


async def ask_code(
    session: AsyncSession, secrets: Secrets, *, phone: str, browser: str, now: datetime
) -> None:
    """A new code for this browser, on its way to the phone; an earlier one of the browser is void.

    Whether the number has an account is neither looked up nor told.
    """
    code = f"{randomness.randbelow(1_000_000):06d}"
    browser_hash = _hash(browser)
    phone_sealed = secrets.seal_text(None, PHONE, phone)
    row: dict[str, object] = {
        "browser_hash": browser_hash,
        "phone_index": secrets.blind_index(PHONE, phone),
        "phone_sealed": phone_sealed,
        "code_hash": _code_hash(secrets, browser, code),
        "tries": 0,
        "asked_at": now,
        "expires_at": now + LASTS,
        "used_at": None,
    }
    await claim(session, browser=browser_hash.hex())
    await session.execute(
        insert(SignInCode)
        .values(row)
        .on_conflict_do_update(index_elements=["browser_hash"], set_=row)
    )
    await later(
        session,
        send_code,
        phone_sealed=phone_sealed.hex(),
        code_sealed=secrets.seal_text(None, CODE, code).hex(),
        until=(now + LASTS).isoformat(),
    )
    record(
        session,
        "resident.code_asked",
        who=NOT_YET_KNOWN,
        subject="resident:-",
        words="要了登录验证码",
    )


async def code_under_way(
    session: AsyncSession, secrets: Secrets, *, browser: str, now: datetime
) -> Asked | None:
    """The code this browser asked for; None when there is none, or it is used or over."""
    await claim(session, browser=_hash(browser).hex())
    row = await session.scalar(
        select(SignInCode).where(
            SignInCode.browser_hash == _hash(browser),
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > now,
        )
    )
    if row is None:
        return None
    phone = secrets.open_text(None, PHONE, row.phone_sealed)
    return Asked(phone, row.expires_at, row.asked_at + AGAIN_AFTER, TRIES - row.tries)


async def phone_proven(
    session: AsyncSession, secrets: Secrets, *, browser: str, code: str, now: datetime
) -> str | None:
    """The phone whose code this is; None for a wrong one. Every try counts, also those at once."""
    browser_hash = _hash(browser)
    await claim(session, browser=browser_hash.hex())
    tried = await session.execute(
        update(SignInCode)
        .where(
            SignInCode.browser_hash == browser_hash,
            SignInCode.used_at.is_(None),
            SignInCode.tries < TRIES,
            SignInCode.expires_at > now,
        )
        .values(tries=SignInCode.tries + 1)
        .returning(SignInCode.code_hash, SignInCode.phone_sealed)
    )
    row = tried.first()
    if row is None or not randomness.compare_digest(
        row.code_hash, _code_hash(secrets, browser, code)
    ):
        record(
            session, "resident.code_wrong", who=NOT_YET_KNOWN, subject="resident:-",
            words="登录验证码没对上",
        )  # fmt: skip
        return None
    await session.execute(
        update(SignInCode).where(SignInCode.browser_hash == browser_hash).values(used_at=now)
    )
    return secrets.open_text(None, PHONE, row.phone_sealed)


async def resident_of_phone(
    session: AsyncSession, secrets: Secrets, *, phone: str, now: datetime
) -> Resident:
    """The resident a proven phone belongs to; the account is made at the first sign-in."""
    index = secrets.blind_index(PHONE, phone)
    found = await resident_with_phone(session, index)
    if found is not None:
        return found
    # Two windows of one phone may be first at once: one makes the account, both find it.
    made = {
        "id": new_id(),
        "phone_index": index,
        "phone_sealed": secrets.seal_text(None, PHONE, phone),
        "agreed_at": now,
        "created_at": now,
    }
    await session.execute(insert(Resident).values(made).on_conflict_do_nothing())
    found = await resident_with_phone(session, index)
    assert found is not None, "the account was just made"
    return found


NOT_YET_KNOWN = Actor(kind="resident", id=None, name="访客")


def _hash(browser: str) -> bytes:
    return hashlib.sha256(browser.encode()).digest()


def _code_hash(secrets: Secrets, browser: str, code: str) -> bytes:
    return secrets.blind_index(CODE, f"{browser}|{code}")
