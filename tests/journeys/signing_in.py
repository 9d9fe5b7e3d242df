"""How people of the demo county sign in: officers by password and code, residents by SMS."""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.builders.walk import Walk

PASSWORD = "lian-ban-da-ting"
SECONDS_FOR_A_TEXT = 10
SECONDS_OF_A_CODE = 31

_numbers = itertools.count(secrets.randbelow(90_000_000))


def a_phone() -> str:
    """A number nobody else in this run has."""
    return f"139{next(_numbers) % 100_000_000:08d}"


class Desks:
    """Officers' sessions: a code can be used once, so each signs in once and stays."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._kept: dict[str, Any] = {}

    @asynccontextmanager
    async def at(
        self, walks: Any, login: str, where: str = "", *, size: str = "desk", **also: Any
    ) -> AsyncIterator[Walk]:
        """A walk of this officer, at the workbench of `where` (a short name; empty: the county)."""
        kept = self._kept.get(login)
        async with walks(size, storage_state=kept, **also) as walk:
            desk = f"/t/{where}/workbench" if where else "/workbench"
            if kept is None:
                await sign_in_officer(walk, login, f"{desk}/sign-in")
                self._kept[login] = await walk.context.storage_state()
            await walk.go(desk)
            yield walk


async def sign_in_officer(walk: Walk, login: str, path: str) -> None:
    """Password first, then the code of the officer's own phone."""
    await walk.go(path)
    await walk.fill("账号", login)
    await walk.fill("密码", PASSWORD)
    await walk.submit()
    code = await phone_code(walk, login)
    await walk.page.locator("[autocomplete=one-time-code]").fill(code)
    await walk.submit()
    if await walk.page.locator("[autocomplete=one-time-code]").count():
        # Used a moment ago by the same officer: the phone shows another within half a minute.
        newer = code
        for _second in range(SECONDS_OF_A_CODE):
            if (newer := await phone_code(walk, login)) != code:
                break
            await asyncio.sleep(1)
        await walk.page.locator("[autocomplete=one-time-code]").fill(newer)
        await walk.submit()


async def phone_code(walk: Walk, login: str) -> str:
    """What the officer's phone shows now: the twin's page."""
    answer = await walk.context.request.get(f"{walk.base}/twins/totp?login={login}")
    shown = re.search(r'id="code">([\d ]+)<', await answer.text())
    assert shown, f"the twin shows no code of {login}"
    return shown[1]


async def sign_in_resident(walk: Walk, phone: str) -> None:
    """From the page that asks for the number to the page one wanted."""
    await walk.page.locator("[autocomplete=tel]").fill(phone)
    await walk.submit()
    await walk.page.locator("[autocomplete=one-time-code]").fill(await texted(walk, phone))
    await walk.submit()


async def texted(walk: Walk, phone: str, *, pattern: str = r"(?<!\d)(\d{6})(?!\d)") -> str:
    """What the newest message to this phone says, once it has come."""
    ends = asyncio.get_running_loop().time() + SECONDS_FOR_A_TEXT
    while asyncio.get_running_loop().time() < ends:
        answer = await walk.context.request.get(f"{walk.base}/twins/sms/inbox?phone={phone}")
        for message in re.findall(r"<p>([^<]*)</p></div></article>", await answer.text()):
            if found := re.search(pattern, message):
                return found[1]
        await asyncio.sleep(0.1)
    raise AssertionError(f"no message like {pattern} came to {phone}")
