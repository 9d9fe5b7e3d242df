"""An officer signs in at workbench or console: login and password, then the second factor."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import TooMany
from jointhall.kernel.words import _
from jointhall.people import devices, limits, officers, sign_ins
from jointhall.people.browsers import Browser, cookie, no_cookie
from jointhall.people.models import TOTP, Officer
from jointhall.people.numbers import code_of
from jointhall.people.queries import officer_by_id
from jointhall.people.second_factor import new_secret
from jointhall.web.access import public
from jointhall.web.given import Form, InQuery, Visit
from jointhall.web.pages import page, query
from jointhall.web.preferences import safe_back
from jointhall.web.visit import OFFICER_COOKIE

Asked = Request[Any, Any, Any]


@get(["/workbench/sign-in", "/console/sign-in"], guards=[public])
async def ask_password(visit: Visit, next: InQuery[str | None] = None) -> Template | Redirect:
    """Asks for login and password; who is signed in already goes on."""
    if visit.viewer.is_officer:
        return go(_onward(visit, next))
    return _password_page(visit, onward=next or "")


@post(["/workbench/sign-in", "/console/sign-in"], guards=[public])
async def enter_password(request: Asked, visit: Visit, form: Form) -> Template | Redirect:
    """A right password opens the way to the second factor, and nothing else."""
    login, onward = str(form.get("login", "")).strip().lower(), str(form.get("next", ""))
    password = str(form.get("password", ""))
    tools, place = visit.tools, visit.place
    await visit.commit()
    bounds = officers.password_limits(
        tools.secrets, tenant_id=place.tenant_id, login=login, peer=visit.peer,
        mark=visit.cookies.get(devices.KNOWN_COOKIE),
    )  # fmt: skip
    try:
        await limits.take(tools, bounds)
    except TooMany as refusal:
        return waiting(
            _password_page(visit, onward=onward, login=login, errors=_soon(refusal)), refusal
        )
    proof = await officers.prove_password(tools, place, login, password)
    if proof is not None:
        await limits.give_back(tools, bounds)
    async with tools.database.transaction(place.standing()) as session:
        if proof is None:
            officers.note_wrong_password(session)
            errors = {"login": _("账号或密码不对，请再试一次。")}
            return _password_page(visit, onward=onward, login=login, errors=errors)
        await sign_ins.close(session, visit.cookies.get(OFFICER_COOKIE))
        token = await sign_ins.open_for_officer(
            session, proof.officer_id, browser=browser_of(request, visit), now=visit.now(),
            stage=proof.stage,
        )  # fmt: skip
        if proof.stage == "first":
            half = await sign_ins.half_of(session, token, visit.now())
            assert half is not None
            sealed = tools.secrets.seal_text(place.tenant_id, TOTP, new_secret())
            await sign_ins.keep_with(session, half, sealed)
    step = "/sign-in/first" if proof.stage == "first" else "/sign-in/second"
    answer = go(door(visit, step) + query({"next": onward}))
    answer.set_cookie(cookie(OFFICER_COOKIE, token))
    return answer


@get(["/workbench/sign-in/second", "/console/sign-in/second"], guards=[public])
async def ask_code(visit: Visit, next: InQuery[str | None] = None) -> Template | Redirect:
    """Asks for the code of the officer's own phone; without a proven password it begins again."""
    session = await visit.session()
    half = await half_here(visit, session)
    if half is None or half.stage != "password":
        return begin_again(visit, next or "")
    officer = await officer_by_id(session, half.officer_id)
    return _code_page(visit, officer, onward=next or "")


@post(["/workbench/sign-in/second", "/console/sign-in/second"], guards=[public])
async def enter_code(request: Asked, visit: Visit, form: Form) -> Template | Redirect:
    """The code opens the session; each code is good once."""
    onward, tools = str(form.get("next", "")), visit.tools
    half = await half_here(visit, await visit.session())
    if half is None or half.stage != "password":
        return begin_again(visit, onward)
    await visit.commit()
    try:
        bounds = officers.second_factor_limits(half.officer_id, half.token_hash)
        await limits.take(tools, bounds)
    except TooMany as refusal:
        return waiting(
            _code_page(visit, None, onward=onward, errors={"code": _soon(refusal)["login"]}),
            refusal,
        )
    async with tools.database.transaction(visit.place.standing()) as session:
        officer = await officer_by_id(session, half.officer_id)
        if officer is None or officer.status != "active":
            return begin_again(visit, onward)
        code = code_of(str(form.get("code", "")))
        if not await officers.second_factor_proven(
            session, tools.secrets, officer, code, now=visit.now()
        ):
            errors = {"code": _("动态码不对，或者已经用过。等手机上换成下一个再写。")}
            return _code_page(visit, officer, onward=onward, errors=errors)
        token = await sign_in_whole(request, visit, session, officer)
    await limits.give_back(tools, bounds)
    return signed_in(visit, officer.login, token, onward)


@post(["/workbench/sign-out", "/console/sign-out"], guards=[public])
async def leave(visit: Visit) -> Redirect:
    """Ends this session; its cookie opens nothing any more."""
    await visit.commit()
    async with visit.tools.database.transaction(visit.place.standing()) as session:
        await sign_ins.close(session, visit.cookies.get(OFFICER_COOKIE))
    answer = go(door(visit, "/sign-in"))
    answer.set_cookie(no_cookie(OFFICER_COOKIE))
    return answer


async def half_here(visit: Visit, session: AsyncSession) -> sign_ins.Half | None:
    """The sign-in under way in this browser, at this place."""
    return await sign_ins.half_of(session, visit.cookies.get(OFFICER_COOKIE), visit.now())


async def sign_in_whole(
    request: Asked, visit: Visit, session: AsyncSession, officer: Officer
) -> str:
    """A new session under a new token; the one that was half is gone."""
    await sign_ins.close(session, visit.cookies.get(OFFICER_COOKIE))
    officers.note_signed_in(session, officer)
    browser = browser_of(request, visit)
    return await sign_ins.open_for_officer(session, officer.id, browser=browser, now=visit.now())


def signed_in(visit: Visit, login: str, token: str, onward: str) -> Redirect:
    mark = devices.mark_of(visit.tools.secrets, visit.place.tenant_id, login)
    answer = go(_onward(visit, onward))
    answer.set_cookie(cookie(OFFICER_COOKIE, token))
    answer.set_cookie(cookie(devices.KNOWN_COOKIE, mark, lasts=devices.KNOWN_FOR))
    return answer


def browser_of(request: Asked, visit: Visit) -> Browser:
    return Browser.of(visit, request.headers.get("user-agent", ""))


def begin_again(visit: Visit, onward: str) -> Redirect:
    return go(door(visit, "/sign-in") + query({"next": onward}))


def door(visit: Visit, path: str = "") -> str:
    """A path behind the door that was come through: workbench or console."""
    return visit.at(f"/{visit.door}{path}")


def go(path: str) -> Redirect:
    return Redirect(path, status_code=303)


def waiting(answer: Template, refusal: TooMany) -> Template:
    answer.status_code = refusal.status
    answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def _onward(visit: Visit, path: str | None) -> str:
    return safe_back(visit, path) if path else door(visit)


def _soon(refusal: TooMany) -> dict[str, str]:
    wait = limits.wait_words(refusal.retry_after)
    return {"login": _("试得太多了，%(wait)s后可以再试。", wait=wait)}


def _password_page(
    visit: Visit, *, onward: str, login: str = "", errors: dict[str, str] | None = None
) -> Template:
    return page(
        visit, "people/desk/sign_in.html", status=422 if errors else 200, errors=errors or {},
        login=login, onward=onward, layout=f"web/{visit.door}.html",
    )  # fmt: skip


def _code_page(
    visit: Visit, officer: Officer | None, *, onward: str, errors: dict[str, str] | None = None
) -> Template:
    shown = bool(visit.tools.outside.get("demo")) and officer is not None
    twin = {"at": visit.place.slug, "login": officer.login if officer else ""}
    return page(
        visit, "people/desk/second.html", status=422 if errors else 200, errors=errors or {},
        onward=onward, layout=f"web/{visit.door}.html",
        twin=f"/twins/totp{query(twin)}" if shown else "",
    )  # fmt: skip


ROUTES = [ask_password, enter_password, ask_code, enter_code, leave]
