"""An officer's own account (我的账号): password, and where they are signed in."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import TooMany
from jointhall.kernel.words import _
from jointhall.people import limits, passwords, sign_ins
from jointhall.people.limits import HOUR, Bucket
from jointhall.people.models import Officer
from jointhall.people.queries import officer_by_id
from jointhall.records.journal import record
from jointhall.web.access import officer
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page

from .sign_in import door, go, waiting


@get(["/workbench/account", "/console/account"], guards=[officer])
async def show(
    visit: Visit, session: Session, viewer: Viewer, saved: InQuery[str | None] = None
) -> Template:
    """Shows an officer their account and their sign-ins."""
    return await _page(visit, session, viewer, saved=saved == "1")


@post(["/workbench/account/password", "/console/account/password"], guards=[officer])
async def change_password(visit: Visit, viewer: Viewer, form: Form) -> Template | Redirect:
    """Changes the password for who knows the present one; every other sign-in ends."""
    now_typed, chosen = str(form.get("password", "")), str(form.get("new_password", ""))
    await visit.commit()
    refusal: TooMany | None = None
    try:
        await limits.take(visit.tools, [Bucket("password.own", str(viewer.id), 10, HOUR)])
    except TooMany as full:
        refusal = full
    session = await visit.session()
    me = await _me(session, viewer)
    errors: dict[str, str] = {}
    if refusal is not None:
        wait = limits.wait_words(refusal.retry_after)
        errors["password"] = _("试得太多了，%(wait)s后可以再试。", wait=wait)
    elif not await passwords.matches(me.password_hash, now_typed):
        errors["password"] = _("现在的密码不对。")
    trouble = passwords.trouble_with(chosen, login=me.login, name=me.name)
    if trouble:
        errors["new_password"] = trouble
    if errors:
        answer = await _page(visit, session, viewer, errors=errors)
        return answer if refusal is None else waiting(answer, refusal)
    me.choose_password(await passwords.hashed(chosen), now=visit.now())
    await sign_ins.close_all_of_officer(session, me.id, but=viewer.session_id)
    record(
        session, "officer.password_changed", who=viewer.actor(), subject=f"officer:{me.id}",
        words="改了自己的密码，其他地方的登录都退出了",
    )  # fmt: skip
    await visit.commit()
    return go(door(visit, "/account?saved=1"))


@post(
    ["/workbench/account/sign-ins/{id:uuid}/end", "/console/account/sign-ins/{id:uuid}/end"],
    guards=[officer],
)
async def end_one(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Redirect:
    """Signs another browser of mine out."""
    await sign_ins.close_one(session, id, viewer)
    return go(door(visit, "/account"))


async def _me(session: Session, viewer: Viewer) -> Officer:
    assert viewer.id is not None
    me = await officer_by_id(session, viewer.id)
    assert me is not None, "an officer's session outlived the officer"
    return me


async def _page(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    *,
    saved: bool = False,
    errors: dict[str, str] | None = None,
) -> Template:
    me = await _me(session, viewer)
    return page(
        visit, "people/desk/account.html", status=422 if errors else 200, errors=errors or {},
        me=me, saved=saved, layout=f"web/{visit.door}.html", shortest=passwords.SHORTEST,
        sign_ins=await sign_ins.sign_ins_of(session, viewer, visit.now()),
    )  # fmt: skip


ROUTES = [show, change_password, end_one]
