"""Elder mode and language: kept in a cookie, switched by a plain link, so no script is needed."""

from __future__ import annotations

from litestar import get
from litestar.datastructures import Cookie
from litestar.response import Redirect

from .access import machine
from .given import InQuery, Visit
from .visit import VIEW_COOKIE


@get("/view", guards=[machine])
async def switch_view(
    visit: Visit,
    elder: InQuery[str | None] = None,
    lang: InQuery[str | None] = None,
    back: InQuery[str | None] = None,
) -> Redirect:
    """Keeps how this browser wants to read, and goes back to where it was."""
    is_elder = visit.elder if elder is None else elder == "1"
    language = visit.lang if lang is None else ("en" if lang == "en" else "zh")
    chosen = ".".join([language, *(["elder"] if is_elder else [])])
    answer = Redirect(safe_back(visit, back), status_code=303)
    answer.set_cookie(
        Cookie(
            key=VIEW_COOKIE,
            value=chosen,
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
            max_age=31_536_000,
        )
    )
    return answer


def safe_back(visit: Visit, back: str | None) -> str:
    """A path on this site to go back to, and never another site's address."""
    # Browsers drop tabs and line breaks before they read an address.
    if back and back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable():
        return back
    return visit.at("/")


ROUTES = [switch_view]
