"""Who may enter, declared where the route is: `public`, `resident`, or `may("case:accept")`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from litestar.connection import ASGIConnection, Request
from litestar.handlers import BaseRouteHandler

from jointhall.kernel.refusals import NotAllowed, SignInFirst
from jointhall.kernel.words import _

from .permissions import PERMISSIONS
from .visit import Visit

Connection = ASGIConnection[Any, Any, Any, Any]
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]


def visit_of(connection: Connection) -> Visit:
    """The visit of a connection, put there by the outer door."""
    visit = connection.scope["state"]["visit"]
    assert isinstance(visit, Visit)
    return visit


async def public(connection: Connection, _handler: BaseRouteHandler) -> None:
    """Open to everyone; who is signed in is still recognised, so that the page can greet them."""
    await visit_of(connection).identify()


async def from_here(connection: Connection, _handler: BaseRouteHandler) -> None:
    """For every route: what changes something was not sent by another site's page.

    Browsers say so themselves (Sec-Fetch-Site); the form's token is asked for besides.
    """
    if connection.scope.get("method") in ("GET", "HEAD", "OPTIONS"):
        return
    if connection.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise NotAllowed(
            _("这不是从本站的页面发来的，为了安全没有执行。"),
            what_next=_("请打开本站的页面，在页面里办。"),
        )


async def machine(_connection: Connection, _handler: BaseRouteHandler) -> None:
    """Asked by machines (health, metrics, styles): open, and nobody is looked up."""


async def resident(connection: Connection, _handler: BaseRouteHandler) -> None:
    """For a signed-in resident."""
    viewer = await visit_of(connection).identify()
    if not viewer.is_resident:
        raise SignInFirst(_("请先登录，再接着办。"))


async def officer(connection: Connection, _handler: BaseRouteHandler) -> None:
    """For any officer of this tenant, whatever their role: their own account, their own way out."""
    viewer = await visit_of(connection).identify()
    if not viewer.is_officer:
        await _sign_in_first(connection)


async def _sign_in_first(connection: Connection) -> None:
    """Raises SignInFirst; what was sent meanwhile is kept for whoever's session it was."""
    visit, back = visit_of(connection), ""
    keep = visit.house.keep_form
    if keep is not None and visit.method == "POST" and isinstance(connection, Request):
        back = await keep(visit, connection)
    raise SignInFirst(_("请先用工作人员账号登录。"), back=back)


def may(permission: str) -> Guard:
    """For an officer whose role holds this permission in this tenant."""
    assert permission in PERMISSIONS, f"{permission} is not on the page of permissions"

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        viewer = await visit_of(connection).identify()
        if not viewer.is_officer:
            await _sign_in_first(connection)
        if not viewer.may(permission):
            raise NotAllowed(
                _("您的岗位不能%(act)s。", act=_(PERMISSIONS[permission])),
                what_next=_("需要的话，请找本单位管理员在“谁能做什么”里加上。"),
            )

    guard.permission = permission  # type: ignore[attr-defined]
    guard.__name__ = f"may({permission})"
    return guard


def admits(handler: BaseRouteHandler) -> list[str]:
    """How a route is guarded, in words of this page: for the walk over all routes."""
    said: list[str] = []
    for guard in handler.resolve_guards():
        inner = getattr(guard, "func", guard)
        name = getattr(inner, "__name__", "")
        if inner in (public, machine, resident, officer) or hasattr(inner, "permission"):
            said.append(name)
    return said
