"""An officer's first sign-in: a password of their own, then their own second factor."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import TooMany
from jointhall.kernel.words import _
from jointhall.people import limits, officers, passwords
from jointhall.people.models import TOTP, Officer
from jointhall.people.numbers import code_of
from jointhall.people.queries import officer_by_id
from jointhall.people.second_factor import address_of, in_groups, picture_of, step_shown
from jointhall.people.sign_ins import Half
from jointhall.records.journal import record
from jointhall.web.access import public
from jointhall.web.given import Form, InQuery, Visit
from jointhall.web.pages import page, query

from .sign_in import Asked, begin_again, door, go, half_here, sign_in_whole, signed_in, waiting


@get(["/workbench/sign-in/first", "/console/sign-in/first"], guards=[public])
async def ask_password(visit: Visit, next: InQuery[str | None] = None) -> Template | Redirect:
    """Asks for a password of one's own, unless that has been done."""
    session = await visit.session()
    half = await half_here(visit, session)
    if half is None or half.stage != "first":
        return begin_again(visit, next or "")
    officer = await officer_by_id(session, half.officer_id)
    if officer is not None and officer.password_set_at is not None:
        return go(door(visit, "/sign-in/enrolment") + query({"next": next or ""}))
    return _password_page(visit, onward=next or "")


@post(["/workbench/sign-in/first", "/console/sign-in/first"], guards=[public])
async def choose_password(visit: Visit, form: Form) -> Template | Redirect:
    """Takes the officer's own password; the one that was handed over opens nothing any more."""
    onward, chosen = str(form.get("next", "")), str(form.get("new_password", ""))
    session = await visit.session()
    half = await half_here(visit, session)
    officer = await _first_timer(visit, half)
    if officer is None:
        return begin_again(visit, onward)
    trouble = passwords.trouble_with(chosen, login=officer.login, name=officer.name)
    if not trouble and await passwords.matches(officer.password_hash, chosen):
        trouble = _("这是发给您的初始密码，请换一个自己的。")
    if trouble:
        return _password_page(visit, onward=onward, errors={"new_password": trouble})
    officer.choose_password(await passwords.hashed(chosen), now=visit.now())
    record(
        session, "officer.password_chosen", who=officers.as_actor(officer),
        subject=f"officer:{officer.id}", words="第一次登录，设了自己的密码",
    )  # fmt: skip
    await visit.commit()
    return go(door(visit, "/sign-in/enrolment") + query({"next": onward}))


@get(["/workbench/sign-in/enrolment", "/console/sign-in/enrolment"], guards=[public])
async def show_secret(visit: Visit, next: InQuery[str | None] = None) -> Template | Redirect:
    """Shows what the officer's phone is to scan."""
    half = await half_here(visit, await visit.session())
    officer = await _first_timer(visit, half)
    if half is None or officer is None or officer.password_set_at is None:
        return begin_again(visit, next or "")
    return _enrolment_page(visit, half, officer, onward=next or "")


@post(["/workbench/sign-in/enrolment", "/console/sign-in/enrolment"], guards=[public])
async def enrol(request: Asked, visit: Visit, form: Form) -> Template | Redirect:
    """The first code shown proves the phone; from then on it is asked for at each sign-in."""
    onward, tools = str(form.get("next", "")), visit.tools
    half = await half_here(visit, await visit.session())
    await visit.commit()
    if half is None:
        return begin_again(visit, onward)
    refusal: TooMany | None = None
    try:
        await limits.take(tools, officers.second_factor_limits(half.officer_id, half.token_hash))
    except TooMany as full:
        refusal = full
    async with tools.database.transaction(visit.place.standing()) as session:
        officer = await officer_by_id(session, half.officer_id)
        if half.stage != "first" or officer is None or officer.password_set_at is None:
            return begin_again(visit, onward)
        if refusal is not None:
            wait = limits.wait_words(refusal.retry_after)
            errors = {"code": _("试得太多了，%(wait)s后可以再试。", wait=wait)}
            return waiting(
                _enrolment_page(visit, half, officer, onward=onward, errors=errors), refusal
            )
        secret, code = _secret(visit, half), code_of(str(form.get("code", "")))
        step = step_shown(secret, code, now=visit.now(), after=0)
        if step is None:
            errors = {
                "code": _("动态码不对。请确认扫的是这一页的二维码，再写手机上现在的 6 位数字。")
            }
            return _enrolment_page(visit, half, officer, onward=onward, errors=errors)
        officer.enrol(tools.secrets, secret, step=step)
        record(
            session, "officer.enrolled", who=officers.as_actor(officer),
            subject=f"officer:{officer.id}", words="绑定了自己的动态码",
        )  # fmt: skip
        token = await sign_in_whole(request, visit, session, officer)
    return signed_in(visit, officer.login, token, onward)


async def _first_timer(visit: Visit, half: Half | None) -> Officer | None:
    if half is None or half.stage != "first":
        return None
    officer = await officer_by_id(await visit.session(), half.officer_id)
    return officer if officer is not None and officer.status == "active" else None


def _secret(visit: Visit, half: Half) -> str:
    assert half.secret_sealed is not None, "a first sign-in begins with a secret"
    return visit.tools.secrets.open_text(visit.place.tenant_id, TOTP, half.secret_sealed)


def _password_page(visit: Visit, *, onward: str, errors: dict[str, str] | None = None) -> Template:
    return page(
        visit, "people/desk/first.html", status=422 if errors else 200, errors=errors or {},
        onward=onward, layout=f"web/{visit.door}.html", shortest=passwords.SHORTEST,
    )  # fmt: skip


def _enrolment_page(
    visit: Visit, half: Half, officer: Officer, *, onward: str,
    errors: dict[str, str] | None = None,
) -> Template:  # fmt: skip
    secret = _secret(visit, half)
    issuer = _("%(name)s联办大厅", name=visit.place.name)
    address = address_of(secret, login=officer.login, issuer=issuer)
    shown = bool(visit.tools.outside.get("demo"))
    twin = query({"at": visit.place.slug, "login": officer.login})
    return page(
        visit, "people/desk/enrolment.html", status=422 if errors else 200, errors=errors or {},
        onward=onward, layout=f"web/{visit.door}.html", secret=in_groups(secret),
        picture=picture_of(address, _("用手机上的动态码应用扫这个二维码")),
        twin=f"/twins/totp{twin}" if shown else "",
    )  # fmt: skip


ROUTES = [ask_password, choose_password, show_secret, enrol]
