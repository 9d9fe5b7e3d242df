"""One visit: a request with its place, its one transaction and, once asked, its viewer."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.tools import Tools

from .place import Directory, Place
from .viewer import NOBODY, Viewer

Door = Literal["portal", "workbench", "console"]

RESIDENT_COOKIE = "__Host-hall"
OFFICER_COOKIE = "__Host-desk"
VIEW_COOKIE = "__Host-view"

Identify = Callable[["Visit", AsyncSession, str], Awaitable[Viewer]]
"""Turns a session token into a viewer; given by `people` when the service is put together."""

CountNews = Callable[[AsyncSession, Place, UUID], Awaitable[int]]
"""How many messages a resident has not read; given by `messages` in the same way."""

CountReminders = Callable[[AsyncSession, UUID], Awaitable[int]]
"""How many reminders an officer has not put away; given by `cases`."""

KeepForm = Callable[["Visit", Any], Awaitable[str]]
"""Keeps the form of a request whose session has ended; where it lies. Given by `people` too."""

Afterwards = Callable[[AsyncSession], Awaitable[None]]


@dataclass(slots=True)
class House:
    """What the service holds for all visits.

    `within` is for what is done while a visit holds its transaction: a second connection comes from
    a pool of its own, or visits that each hold one would wait for one another for ever.
    """

    tools: Tools
    directory: Directory
    identify: Identify
    count_news: CountNews
    count_reminders: CountReminders
    keep_form: KeepForm | None = None
    trusted_proxies: int = 0
    secure: bool = True
    within: Tools | None = None


@dataclass(slots=True)
class Visit:
    """One request to one place. Its transaction opens at first need and commits at the edge."""

    house: House
    place: Place
    path: str
    full_path: str
    method: str
    cookies: dict[str, str]
    peer: str
    request_id: str
    lang: str = "zh"
    elder: bool = False
    viewer: Viewer = NOBODY
    news: int = 0
    """What a resident, or an officer, was told and has not read."""
    _identified: bool = False
    _session: AsyncSession | None = None
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _afterwards: list[Afterwards] = field(default_factory=list)

    @property
    def tools(self) -> Tools:
        return self.house.within or self.house.tools

    @property
    def door(self) -> Door:
        if self.path.startswith("/workbench"):
            return "workbench"
        if self.path.startswith("/console"):
            return "console"
        return "portal"

    @property
    def cookie_name(self) -> str:
        return RESIDENT_COOKIE if self.door == "portal" else OFFICER_COOKIE

    def now(self) -> datetime:
        return self.tools.clock.now()

    def at(self, path: str) -> str:
        """The path as seen from outside, with the place's prefix."""
        return f"{self.place.prefix}{path}"

    def url(self, path: str) -> str:
        """The full address, for letters, messages and QR codes."""
        return f"{self.tools.public_url}{self.at(path)}"

    async def session(self) -> AsyncSession:
        """The one transaction of this visit, in its tenant; read-only when nothing may change."""
        if self._session is None:
            safe = self.method in ("GET", "HEAD")
            self._session = await self._stack.enter_async_context(
                self.house.tools.database.transaction(self.place.standing(), read_only=safe)
            )
        return self._session

    async def identify(self) -> Viewer:
        """Who comes, by the cookie of the door they use; asked once."""
        if not self._identified:
            self._identified = True
            token = self.cookies.get(self.cookie_name)
            if token:
                session = await self.session()
                self.viewer = await self.house.identify(self, session, token)
                if self.viewer.is_resident and self.viewer.id is not None:
                    await speak_as_resident(session, self.viewer.id)
                    if self.method == "GET":
                        self.news = await self.house.count_news(session, self.place, self.viewer.id)
                elif self.viewer.is_officer and self.viewer.id is not None:
                    self.news = await self.house.count_reminders(session, self.viewer.id)
        return self.viewer

    def afterwards(self, act: Afterwards) -> None:
        """Do this when the page is made, in a short transaction of its own that may write.

        For what reading itself leaves behind: who looked at whose case. It is done before the page
        leaves, so that what cannot be noted is not shown.
        """
        self._afterwards.append(act)

    async def start_over(self) -> AsyncSession:
        """Drops what was done so far and begins again: to show a form once more after a refusal."""
        await self.undo()
        return await self.session()

    async def commit(self) -> None:
        """Keeps what was done; raises when the database did not keep it, before any answer left."""
        stack, self._stack, self._session = self._stack, AsyncExitStack(), None
        await stack.aclose()
        acts, self._afterwards = self._afterwards, []
        if acts:
            async with self.house.tools.database.transaction(self.place.standing()) as session:
                for act in acts:
                    await act(session)

    async def undo(self, error: BaseException | None = None) -> None:
        stack, self._stack, self._session = self._stack, AsyncExitStack(), None
        self._afterwards = []
        error = error or _Undone()
        try:
            await stack.__aexit__(type(error), error, error.__traceback__)
        except _Undone:
            return


class _Undone(Exception):
    """The visit ended without anything to keep."""


async def speak_as_resident(session: AsyncSession, resident_id: UUID) -> None:
    """From here on the database shows this transaction only what is this resident's."""
    await session.execute(
        text("select set_config('hall.resident', :id, true)"), {"id": str(resident_id)}
    )
    session.info["standing"] = replace(session.info["standing"], resident_id=resident_id)


def cookies_of(scope: Any) -> dict[str, str]:
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                jar = SimpleCookie(value.decode("latin-1"))
            except CookieError:
                return {}
            return {key: morsel.value for key, morsel in jar.items()}
    return {}


def peer_of(scope: Any, *, trusted_proxies: int) -> str:
    """The real peer: the hop that our own outermost proxy saw, never what the client wrote.

    With n trusted proxies in front, each appends one address, so the n-th from the right counts.
    """
    direct = (scope.get("client") or ("unknown", 0))[0]
    if trusted_proxies <= 0:
        return str(direct)
    hops: list[str] = []
    for name, value in scope["headers"]:
        if name == b"x-forwarded-for":
            hops += [hop.strip() for hop in value.decode("latin-1").split(",")]
    if len(hops) < trusted_proxies:
        return str(direct)
    try:
        return str(ipaddress.ip_address(hops[-trusted_proxies]))
    except ValueError:
        return str(direct)
