"""A resident signs in: the phone, then the six digits sent to it."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import TooMany
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.people import codes, limits, sign_ins
from jointhall.people.browsers import Browser, cookie, no_cookie
from jointhall.people.numbers import code_of, masked_phone, phone_of
from jointhall.people.sms import sms_of
from jointhall.records.journal import record
from jointhall.web.access import public
from jointhall.web.given import Form, InQuery, Visit
from jointhall.web.pages import page, query
from jointhall.web.preferences import safe_back
from jointhall.web.visit import RESIDENT_COOKIE

ASKED_COOKIE = "__Host-asked"
"""Binds a code to the browser that asked for it."""


@get("/sign-in", guards=[public])
async def ask_phone(visit: Visit, next: InQuery[str | None] = None) -> Template | Redirect:
    """Asks for the mobile number; who is signed in already goes on."""
    if visit.viewer.is_resident:
        return _go(_onward(visit, next))
    return _phone_page(visit, onward=next or "")


@post("/sign-in", guards=[public])
async def ask_code(visit: Visit, form: Form) -> Template | Redirect:
    """Sends a code to the number; the answer is the same whether it is known or not."""
    typed, onward = str(form.get("phone", "")), str(form.get("next", ""))
    phone = phone_of(typed)
    if phone is None:
        words = _("请写 11 位手机号码。") if typed.strip() == "" else _(
            "手机号码应当是 1 开头的 11 位数字，请对一下。"
        )  # fmt: skip
        return _phone_page(visit, onward=onward, value=typed, errors={"phone": words})
    try:
        return await _send(visit, phone, onward)
    except TooMany as refusal:
        words = _too_many(refusal)
        return _waiting(
            _phone_page(visit, onward=onward, value=typed, errors={"phone": words}), refusal
        )


@get("/sign-in/code", guards=[public])
async def ask_digits(visit: Visit, next: InQuery[str | None] = None) -> Template | Redirect:
    """Asks for the six digits; without a code under way it begins again."""
    asked = await _under_way(visit)
    if asked is None:
        return _go(visit.at("/sign-in") + query({"next": next or ""}))
    return _code_page(visit, asked, onward=next or "")


@post("/sign-in/code", guards=[public])
async def enter(request: Request[Any, Any, Any], visit: Visit, form: Form) -> Template | Redirect:
    """Opens a session for who shows the code back; the account is made at the first time."""
    onward, browser = str(form.get("next", "")), visit.cookies.get(ASKED_COOKIE, "")
    await visit.commit()
    bounds = codes.answering_limits(visit.peer)
    await limits.take(visit.tools, bounds)
    secrets, now = visit.tools.secrets, visit.now()
    async with visit.tools.database.transaction(visit.place.standing()) as session:
        typed = code_of(str(form.get("code", "")))
        phone = await codes.phone_proven(session, secrets, browser=browser, code=typed, now=now)
        if phone is not None:
            resident = await codes.resident_of_phone(session, secrets, phone=phone, now=now)
            await sign_ins.close(session, visit.cookies.get(RESIDENT_COOKIE))
            token = await sign_ins.open_for_resident(
                session, resident.id, now=now,
                browser=Browser.of(visit, request.headers.get("user-agent", "")),
            )  # fmt: skip
            record(
                session, "resident.signed_in", words="登录", subject=f"resident:{resident.id}",
                who=Actor("resident", resident.id, "申请人"),
            )  # fmt: skip
    if phone is not None:
        await limits.give_back(visit.tools, bounds)
    else:
        return await _wrong(visit, onward)
    answer = _go(_onward(visit, onward))
    answer.set_cookie(cookie(RESIDENT_COOKIE, token, lasts=sign_ins.RESIDENT_WHOLE))
    answer.set_cookie(no_cookie(ASKED_COOKIE))
    return answer


@post("/sign-in/again", guards=[public])
async def ask_again(visit: Visit, form: Form) -> Template | Redirect:
    """Sends another code to the same number, a minute after the last at the earliest."""
    onward = str(form.get("next", ""))
    asked = await _under_way(visit)
    if asked is None:
        return _go(visit.at("/sign-in") + query({"next": onward}))
    try:
        return await _send(visit, asked.phone, onward)
    except TooMany as refusal:
        errors = {"code": _too_many(refusal)}
        return _waiting(_code_page(visit, asked, onward=onward, errors=errors), refusal)


@post("/sign-out", guards=[public])
async def leave(visit: Visit) -> Redirect:
    """Ends this session; its cookie opens nothing any more."""
    await visit.commit()
    async with visit.tools.database.transaction(visit.place.standing()) as session:
        await sign_ins.close(session, visit.cookies.get(RESIDENT_COOKIE))
    answer = _go(visit.at("/"))
    answer.set_cookie(no_cookie(RESIDENT_COOKIE))
    return answer


async def _send(visit: Visit, phone: str, onward: str) -> Redirect:
    # Counted before anything is held, and kept whatever comes of it.
    await visit.commit()
    secrets, tenant = visit.tools.secrets, str(visit.place.tenant_id)
    bounds = codes.asking_limits(
        secrets, phone=phone, peer=visit.peer, tenant=tenant,
        is_real=not sms_of(visit.tools).is_twin,
    )  # fmt: skip
    await limits.take(visit.tools, bounds)
    browser = visit.cookies.get(ASKED_COOKIE, "")
    if not sign_ins.TOKEN.fullmatch(browser):
        browser = sign_ins.new_token()
    async with visit.tools.database.transaction(visit.place.standing()) as session:
        await codes.ask_code(session, secrets, phone=phone, browser=browser, now=visit.now())
    answer = _go(visit.at("/sign-in/code") + query({"next": onward}))
    answer.set_cookie(cookie(ASKED_COOKIE, browser))
    return answer


async def _under_way(visit: Visit) -> codes.Asked | None:
    browser = visit.cookies.get(ASKED_COOKIE)
    if not browser:
        return None
    session = await visit.session()
    return await codes.code_under_way(
        session, visit.tools.secrets, browser=browser, now=visit.now()
    )


async def _wrong(visit: Visit, onward: str) -> Template:
    asked = await _under_way(visit)
    if asked is None or asked.tries_left <= 0:
        words = _("这个验证码不能用了：过了 5 分钟，或者已经错了 5 次。请重新要一个。")
        return _phone_page(visit, onward=onward, errors={"phone": words})
    errors = {"code": _("数字对不上，请照短信里的 6 位数字再写一次。")}
    return _code_page(visit, asked, onward=onward, errors=errors)


def _phone_page(
    visit: Visit, *, onward: str, value: str = "", errors: dict[str, str] | None = None
) -> Template:
    return page(
        visit, "people/portal/sign_in.html", status=422 if errors else 200,
        errors=errors or {}, value=value, onward=onward,
    )  # fmt: skip


def _code_page(
    visit: Visit, asked: codes.Asked, *, onward: str, errors: dict[str, str] | None = None
) -> Template:
    return page(
        visit, "people/portal/code.html", status=422 if errors else 200, errors=errors or {},
        phone=masked_phone(asked.phone), onward=onward,
        is_demo=bool(visit.tools.outside.get("demo")),
    )  # fmt: skip


def _too_many(refusal: TooMany) -> str:
    wait = limits.wait_words(refusal.retry_after)
    return _("验证码要得太勤了，%(wait)s后可以再要。", wait=wait)


def _waiting(answer: Template, refusal: TooMany) -> Template:
    answer.status_code = refusal.status
    answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def _onward(visit: Visit, path: str | None) -> str:
    return safe_back(visit, path) if path else visit.at("/cases")


def _go(path: str) -> Redirect:
    return Redirect(path, status_code=303)


ROUTES = [ask_phone, ask_code, ask_digits, enter, ask_again, leave]
