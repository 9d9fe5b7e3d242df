"""An officer signs in (工作人员登录): password, then second factor; the first time both are set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.place import Place

from . import passwords
from .devices import known_device
from .limits import HOUR, MINUTE, Bucket, net_of
from .models import Officer, Stage
from .queries import login_taken, officer_with_login
from .second_factor import step_shown
from .sign_ins import close_all_of_officer


def password_limits(
    secrets: Secrets, *, tenant_id: UUID, login: str, peer: str, mark: str | None
) -> list[Bucket]:
    """How often a password is tried: from a browser known for this account its own few, from all
    others together a few an hour; and from one peer, whatever the account."""
    account = f"{tenant_id}|{login}"
    known = known_device(secrets, tenant_id, login, mark)
    mine = (
        Bucket("password.stranger", account, 12, HOUR)
        if known is None
        else Bucket("password.known", f"{account}|{known}", 10, 15 * MINUTE)
    )
    return [
        mine,
        Bucket("password.peer", peer, 60, 15 * MINUTE),
        Bucket("password.net", net_of(peer), 300, 15 * MINUTE),
    ]


def second_factor_limits(officer_id: UUID, half: bytes) -> list[Bucket]:
    """Five codes for one proven password, thirty an hour for one account."""
    return [
        Bucket("totp.half", half.hex(), 5, HOUR),
        Bucket("totp.account", str(officer_id), 30, HOUR),
    ]


@dataclass(frozen=True, slots=True)
class Proof:
    """A password that was right: whose, and what comes next."""

    officer_id: UUID
    stage: Stage


async def prove_password(tools: Tools, place: Place, login: str, password: str) -> Proof | None:
    """Whose password it is; None when it is nobody's, told after the same time and by nothing else.

    The database waits for nobody while the hash is computed.
    """
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        officer = await officer_with_login(session, login)
    now = tools.clock.now()
    right = await passwords.matches(None if officer is None else officer.password_hash, password)
    if officer is None or not right or officer.invitation_lapsed(now):
        return None
    return Proof(officer.id, "first" if officer.is_first_time else "password")


def note_wrong_password(session: AsyncSession) -> None:
    # Neither login nor account: a line that names one would tell which logins there are.
    record(
        session, "officer.password_wrong", who=SYSTEM, subject="officer:-",
        words="有人登录没成功：账号或密码不对",
    )  # fmt: skip


async def second_factor_proven(
    session: AsyncSession, secrets: Secrets, officer: Officer, code: str, *, now: datetime
) -> bool:
    """Whether this is the code of the officer's phone; each is good once."""
    secret = officer.totp_secret(secrets)
    step = None
    if secret is not None:
        step = step_shown(secret, code, now=now, after=officer.totp_last_step)
    if step is not None:
        used = await session.execute(
            update(Officer)
            .where(
                Officer.tenant_id == officer.tenant_id,
                Officer.id == officer.id,
                Officer.totp_last_step < step,
            )
            .values(totp_last_step=step)
            .returning(Officer.id)
            .execution_options(synchronize_session=False)
        )
        if used.first() is not None:
            return True
    record(
        session, "officer.code_wrong", who=as_actor(officer), subject=f"officer:{officer.id}",
        words="登录时动态码没对上",
    )  # fmt: skip
    return False


def note_signed_in(session: AsyncSession, officer: Officer) -> None:
    record(
        session, "officer.signed_in", who=as_actor(officer), subject=f"officer:{officer.id}",
        words="登录",
    )  # fmt: skip


def as_actor(officer: Officer) -> Actor:
    return Actor("officer", officer.id, officer.name)


async def add_officer(
    session: AsyncSession, *, login: str, name: str, now: datetime, phone: str = ""
) -> tuple[Officer, str]:
    """A new officer of this tenant with a first password to hand over, which is told only here."""
    login = login.strip().lower()
    if await login_taken(session, login):
        raise BadForm({"login": _("账号 %(login)s 已经有人用了。", login=login)})
    officer = Officer(tenant_id=tenant_of(session), login=login, name=name.strip(), phone=phone)
    password = passwords.initial_password()
    officer.invite(await passwords.hashed(password), now=now)
    session.add(officer)
    await session.flush()
    return officer, password


async def hand_out_password(
    session: AsyncSession, officer: Officer, *, by: Actor, now: datetime
) -> str:
    """A new first password, for who forgot theirs or lost the phone; told only here, good a week.

    The second factor is taken off with it and every sign-in ends: whoever comes next begins anew.
    """
    password = passwords.initial_password()
    officer.invite(await passwords.hashed(password), now=now)
    await close_all_of_officer(session, officer.id)
    record(
        session, "officer.password_handed_out", who=by, subject=f"officer:{officer.id}",
        words=f"给{officer.name}重新发了初始密码",
    )  # fmt: skip
    return password


async def see_off(session: AsyncSession, officer: Officer, *, by: Actor) -> None:
    """An officer leaves (离岗): no sign-in of theirs opens anything from this commit on."""
    officer.leave()
    await close_all_of_officer(session, officer.id)
    record(
        session, "officer.left", who=by, subject=f"officer:{officer.id}",
        words=f"{officer.name}离岗，账号停用",
    )  # fmt: skip
