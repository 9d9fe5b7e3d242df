"""Officers and residents as they are after signing in, and the cookies that say so."""

from __future__ import annotations

import itertools
import secrets as randomness
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import httpx

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import NOBODY
from jointhall.offices.actions import give_post
from jointhall.offices.queries import office_coded
from jointhall.people import sign_ins
from jointhall.people.browsers import Browser
from jointhall.people.codes import resident_of_phone
from jointhall.people.models import Officer
from jointhall.people.passwords import hashed
from jointhall.people.second_factor import code_now, new_secret
from jointhall.tenancy.policy import add_rules, policy_changed
from jointhall.web.place import Place
from jointhall.web.visit import OFFICER_COOKIE, RESIDENT_COOKIE
from tests.builders.web import send

AT_HOME = Browser(peer="10.0.*.*", agent="Chrome · Windows")
PASSWORD = "hong-shan-zha-18"

_phones = itertools.count(randomness.randbelow(90_000_000))
_logins = itertools.count(1)
_hashes: dict[str, str] = {}


@dataclass(frozen=True)
class SignedInOfficer:
    """An officer with a whole session: put `cookies` into a client of their place."""

    id: UUID
    login: str
    name: str
    place: Place
    token: str
    totp_secret: str
    password: str = PASSWORD

    @property
    def cookies(self) -> dict[str, str]:
        return {OFFICER_COOKIE: self.token}


@dataclass(frozen=True)
class SignedInResident:
    """A resident with a session: their cookie opens the portal of every township."""

    id: UUID
    phone: str
    token: str

    @property
    def cookies(self) -> dict[str, str]:
        return {RESIDENT_COOKIE: self.token}


async def an_officer(
    tools: Tools,
    place: Place,
    *,
    name: str = "陈建",
    login: str = "",
    roles: Sequence[str] = (),
    permissions: Sequence[str] = (),
    offices: Sequence[str] = (),
    password: str = PASSWORD,
) -> SignedInOfficer:
    """An officer of this place, enrolled and signed in, holding these roles, permissions, posts."""
    now = tools.clock.now()
    login = login or f"officer{next(_logins)}-{randomness.token_hex(2)}"
    secret = new_secret()
    if password not in _hashes:
        _hashes[password] = await hashed(password)
    async with tools.database.transaction(place.standing()) as session:
        officer = Officer(tenant_id=place.tenant_id, login=login, name=name)
        officer.choose_password(_hashes[password], now=now)
        officer.enrol(tools.secrets, secret)
        session.add(officer)
        await session.flush()
        who = f"officer:{officer.id}"
        await add_rules(
            session, [("g", who, role) for role in roles] + [("p", who, may) for may in permissions]
        )
        await policy_changed(session)
        for code in offices:
            office = await office_coded(session, code)
            assert office is not None, f"{place.name} has no office coded {code}"
            await give_post(session, office, officer.id, title="经办")
        token = await sign_ins.open_for_officer(session, officer.id, browser=AT_HOME, now=now)
    return SignedInOfficer(officer.id, login, name, place, token, secret, password)


async def in_again(tools: Tools, officer: SignedInOfficer) -> SignedInOfficer:
    """The same officer with a session of this moment: days have gone by since the last."""
    now = tools.clock.now()
    async with tools.database.transaction(officer.place.standing()) as session:
        token = await sign_ins.open_for_officer(session, officer.id, browser=AT_HOME, now=now)
    return replace(officer, token=token)


async def a_resident(tools: Tools, *, phone: str = "") -> SignedInResident:
    """A resident, signed in everywhere."""
    now = tools.clock.now()
    phone = phone or a_phone()
    async with tools.database.transaction(NOBODY) as session:
        resident = await resident_of_phone(session, tools.secrets, phone=phone, now=now)
        token = await sign_ins.open_for_resident(session, resident.id, browser=AT_HOME, now=now)
    return SignedInResident(resident.id, phone, token)


def a_phone() -> str:
    """A mobile number nobody else in this run has."""
    return f"199{next(_phones) % 100_000_000:08d}"


def code_of(officer: SignedInOfficer, tools: Tools) -> str:
    """What the officer's authenticator shows now."""
    return code_now(officer.totp_secret, now=tools.clock.now())


async def show_password(
    browser: httpx.AsyncClient, officer: SignedInOfficer, *, password: str = "", door: str = ""
) -> httpx.Response:
    """The first of the two steps of signing in, at the workbench unless another door is named."""
    fields = {"login": officer.login, "password": password or officer.password}
    return await send(browser, f"{door or '/workbench'}/sign-in", fields)
