"""The service put together: routes, guards, errors; nothing is decided here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.config.csrf import CSRFConfig
from litestar.template import TemplateConfig

from jointhall.web import operation
from jointhall.web.access import from_here
from jointhall.web.doors import OuterDoor
from jointhall.web.errors import HANDLERS
from jointhall.web.given import GIVEN
from jointhall.web.measuring import Measured
from jointhall.web.pages import engine
from jointhall.web.visit import House

from .routes import ROUTES, twins

MOST_BYTES_A_REQUEST = 25 * 1024 * 1024

Lifespan = Callable[[Any], AbstractAsyncContextManager[None]]


def routes_app(
    csrf_secret: str, routes: Sequence[Any], *, lifespan: Sequence[Lifespan] = ()
) -> Litestar:
    """The Litestar application over these routes."""
    return Litestar(
        route_handlers=list(routes),
        guards=[from_here],
        dependencies=GIVEN,
        exception_handlers=HANDLERS,
        template_config=TemplateConfig(instance=engine()),
        csrf_config=CSRFConfig(
            secret=csrf_secret,
            cookie_name="__Host-csrf",
            cookie_secure=True,
            cookie_httponly=True,
            cookie_samesite="lax",
            # Providers do not carry our token: their own signature is checked instead. What is the
            # same for everybody leaves without anybody's cookie.
            exclude=["^/twins/", "^/static/"],
        ),
        request_max_body_size=MOST_BYTES_A_REQUEST,
        openapi_config=None,
        lifespan=list(lifespan),
        logging_config=None,
        debug=False,
    )


class Service:
    """The whole ASGI application: a clock, the outer door, the routes."""

    def __init__(
        self,
        open_house: Callable[[], AbstractAsyncContextManager[House]],
        csrf_secret: str,
        *,
        demo: bool = False,
        metrics_token: str | None = None,
        more: Sequence[Any] = (),
    ) -> None:
        self.house: House | None = None
        self.failed: Exception | None = None
        self._told: list[Callable[[], None]] = []

        @asynccontextmanager
        async def lifespan(_app: Litestar) -> AsyncIterator[None]:
            async with AsyncExitStack() as stack:
                try:
                    house = await stack.enter_async_context(open_house())
                except Exception as error:
                    self.failed = error
                    raise
                self.house = house
                for tell in self._told:
                    tell()
                yield
                self.house = None

        machines = operation.routes(lambda: self.house, metrics_token=metrics_token)
        twinned = twins(lambda: self.house) if demo else []
        routes = [*ROUTES, *machines, *twinned, *more]
        self.litestar = routes_app(csrf_secret, routes, lifespan=[lifespan])
        self._door = Measured(OuterDoor(self.litestar, self._opened))

    def when_open(self, tell: Callable[[], None]) -> None:
        """Calls `tell` when the house is open and the first request may come."""
        self._told.append(tell)

    def _opened(self) -> House:
        assert self.house is not None, "asked before the house was opened"
        return self.house

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._door(scope, receive, send)
