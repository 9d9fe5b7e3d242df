"""The service put together: routes, guards, errors; nothing is decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.openapi import OpenAPIConfig
from litestar.template import TemplateConfig

from jointhall.kernel.tools import Tools
from jointhall.people.sessions import Recogniser
from jointhall.tenancy.directory import TenantDirectory
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.doors import OuterDoor
from jointhall.web.errors import HANDLERS
from jointhall.web.given import GIVEN
from jointhall.web.pages import engine
from jointhall.web.visit import House

from .routes import ROUTES

MOST_BYTES_A_REQUEST = 25 * 1024 * 1024

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


def routes_app(
    csrf_secret: str, *, lifespan: Sequence[Lifespan] = (), more: Sequence[Any] = ()
) -> Litestar:
    """The Litestar application with every route of every slice."""
    return Litestar(
        route_handlers=[*ROUTES, *more],
        dependencies=GIVEN,
        exception_handlers=HANDLERS,
        template_config=TemplateConfig(instance=engine()),
        csrf_config=CSRFConfig(
            secret=csrf_secret,
            cookie_name="__Host-csrf",
            cookie_secure=True,
            cookie_httponly=True,
            cookie_samesite="lax",
            exclude=["^/twins/"],
        ),
        request_max_body_size=MOST_BYTES_A_REQUEST,
        openapi_config=OpenAPIConfig(title="Jointhall", version="1", path="/-/schema"),
        lifespan=list(lifespan),
        logging_config=None,
        pdb_on_exception=False,
        debug=False,
    )


def house_of(tools: Tools, *, trusted_proxies: int = 0) -> House:
    """What the service holds for all visits: directory, policy book, who recognises whom."""
    return House(
        tools=tools,
        directory=TenantDirectory(tools.database),
        identify=Recogniser(PolicyBook()),
        trusted_proxies=trusted_proxies,
    )


class Service:
    """The whole ASGI application: the outer door around the routes."""

    def __init__(
        self,
        open_house: Callable[[], AbstractAsyncContextManager[House]],
        csrf_secret: str,
        *,
        more: Sequence[Any] = (),
    ) -> None:
        self.house: House | None = None

        @asynccontextmanager
        async def lifespan(_app: Litestar) -> AsyncIterator[None]:
            async with open_house() as house:
                self.house = house
                yield
                self.house = None

        self.litestar = routes_app(csrf_secret, lifespan=[lifespan], more=more)
        self._door = OuterDoor(self.litestar, self._opened)

    def _opened(self) -> House:
        assert self.house is not None, "asked before the house was opened"
        return self.house

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._door(scope, receive, send)
