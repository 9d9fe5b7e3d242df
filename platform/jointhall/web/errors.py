"""One place turns a refusal, or a fault of ours, into a page or problem+json."""

from __future__ import annotations

from typing import Any

import asyncpg
import structlog
from litestar import Request
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Response, Template
from sqlalchemy.exc import TimeoutError as NoConnection

from jointhall.kernel.refusals import BadForm, Refusal, SignInFirst, TooMany
from jointhall.kernel.words import _

from .pages import page, query
from .visit import Visit

log = structlog.get_logger(__name__)
NO_TIME = (NoConnection, asyncpg.QueryCanceledError, asyncpg.TooManyConnectionsError)
TRY_AGAIN_AFTER = 30
"""Seconds until asking once more makes sense."""
Answer = Response[Any] | Template | Redirect


def refused(request: Request[Any, Any, Any], refusal: Refusal) -> Answer:
    """A refusal as the one who asked reads it; who has to sign in first is taken there and back."""
    visit = request.scope["state"].get("visit")
    if visit is None or _wants_json(request):
        return _problem(refusal.status, refusal.words, _extra(refusal))
    if isinstance(refusal, SignInFirst):
        return Redirect(visit.at(_sign_in(visit, refusal.back)), status_code=303)
    answer = _page(visit, refusal.status, refusal.words, refusal.what_next)
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def http_fault(request: Request[Any, Any, Any], fault: HTTPException) -> Answer:
    """What the framework refuses (no such page, a bad path, a missing token), in our words."""
    status = fault.status_code
    if status in (400, 422):
        words = _("发来的内容看不懂，没有保存。")
    elif status == 403:
        words = _("页面放得太久了，或者不是从本站发来的，为了安全没有执行。")
    elif status == 404:
        words = _("没有这一页。")
    elif status == 405:
        words = _("这一页不能这样用。")
    elif status == 413:
        words = _("发来的内容太大了，没有收下。")
    else:
        words = _("这件事现在办不了。")
    visit = request.scope["state"].get("visit")
    if visit is None or _wants_json(request):
        return _problem(status, words, {})
    what_next = {
        403: _("退回上一页，刷新后再试一次。"),
        413: _("退回上一页，写短一点、换小一点的文件再交。"),
    }
    return _page(visit, status, words, what_next.get(status))


def our_fault(request: Request[Any, Any, Any], fault: Exception) -> Answer:
    """Something broke on our side: said without detail, logged with it, found by its number."""
    if is_busy(fault):
        return _busy(request, fault)
    log.error("request failed", exc_info=fault, path=request.scope["path"])
    visit = request.scope["state"].get("visit")
    words = _("系统出了毛病，您填的内容没有提交。")
    if visit is None or _wants_json(request):
        return _problem(500, words, {})
    what_next = _("过几分钟再试；还不行就打电话，报这个编号：%(id)s。", id=visit.request_id)
    return _page(visit, 500, words, what_next)


def is_busy(fault: BaseException | None) -> bool:
    """Whether nothing broke, and the database only had no time: no connection, or over its limit.

    What such a request had begun was rolled back.
    """
    while fault is not None:
        if isinstance(fault, NO_TIME):
            return True
        fault = fault.__cause__
    return False


def busy_words() -> str:
    return _("现在用的人太多，这一次没有办成，什么都没有改动。")


def _busy(request: Request[Any, Any, Any], fault: Exception) -> Answer:
    log.warning("too busy", error=type(fault).__name__, path=request.scope["path"])
    visit = request.scope["state"].get("visit")
    answer: Answer
    if visit is None or _wants_json(request):
        answer = _problem(503, busy_words(), {})
    else:
        answer = _page(visit, 503, busy_words(), _("过一分钟再试一次。"))
    answer.headers["Retry-After"] = str(TRY_AGAIN_AFTER)
    return answer


def _page(visit: Visit, status: int, words: str, what_next: str | None) -> Template:
    return page(
        visit, "web/error.html", status=status, code=status, words=words, what_next=what_next or ""
    )


def _sign_in(visit: Visit, back: str) -> str:
    here = visit.full_path if visit.method == "GET" else back
    door = {"portal": "/sign-in", "workbench": "/workbench/sign-in", "console": "/console/sign-in"}
    return door[visit.door] + query({"next": here})


def _extra(refusal: Refusal) -> dict[str, Any]:
    return {"fields": refusal.troubles} if isinstance(refusal, BadForm) else {}


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    accept = request.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept


def _problem(status: int, words: str, extra: dict[str, Any]) -> Response[Any]:
    return Response(
        {"status": status, "title": words, **extra},
        status_code=status,
        media_type="application/problem+json; charset=utf-8",
    )


HANDLERS: dict[Any, Any] = {Refusal: refused, HTTPException: http_fault, Exception: our_fault}
