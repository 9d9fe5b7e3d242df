"""The second factor's twin: in a demo it shows what the officer's phone would show.

The code is checked on the same path as any other; only the phone is replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import get
from litestar.response import Template
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _
from jointhall.web.access import machine
from jointhall.web.given import InQuery
from jointhall.web.place import Place
from jointhall.web.visit import House

from .claims import claim
from .models import TOTP, Officer, SignIn
from .queries import officer_with_login
from .second_factor import STEP_SECONDS, code_now


def routes(house: Callable[[], House | None]) -> list[Any]:
    """The twin's page; mounted in a demo only."""

    @get("/twins/totp", guards=[machine])
    async def show_code(login: InQuery[str], at: InQuery[str | None] = None) -> Template:
        """The present code of an officer, by login and the short name of their place."""
        there = house()
        if there is None or not there.tools.outside.get("demo"):
            raise NotHere(_("没有这一页。"))
        for place in await there.directory.everyone():
            if at in (None, "", place.slug):
                secret, name = await _secret_of(there.tools, place, login.strip().lower())
                if secret:
                    return _page(there.tools, secret, login, name, place)
        raise NotHere(_("没有这个账号，或者它还没有绑定动态码。"))

    return [show_code]


def _page(tools: Tools, secret: str, login: str, name: str, place: Place) -> Template:
    now = tools.clock.now()
    code = code_now(secret, now=now)
    return Template(
        "people/twins/totp.html",
        context={
            "code": f"{code[:3]} {code[3:]}",
            "seconds": STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS,
            "login": login,
            "name": name,
            "place": place.name,
        },
    )


async def _secret_of(tools: Tools, place: Place, login: str) -> tuple[str, str]:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        officer = await officer_with_login(session, login)
        if officer is None:
            return "", ""
        secret = officer.totp_secret(tools.secrets)
        return secret or await _being_enrolled(session, tools, officer), officer.name


async def _being_enrolled(session: AsyncSession, tools: Tools, officer: Officer) -> str:
    """The secret of a first sign-in that is under way."""
    await claim(session, officer=str(officer.id))
    sealed = await session.scalar(
        select(SignIn.secret_sealed)
        .where(SignIn.officer_id == officer.id, SignIn.stage == "first")
        .where(SignIn.expires_at > tools.clock.now())
        .order_by(SignIn.created_at.desc())
        .limit(1)
    )
    return tools.secrets.open_text(officer.tenant_id, TOTP, sealed) if sealed else ""
