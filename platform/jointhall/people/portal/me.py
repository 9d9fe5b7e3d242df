"""What the hall keeps about me (我的信息): name and number, where I am signed in, who served me."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.words import _
from jointhall.people import sign_ins
from jointhall.people.models import Resident
from jointhall.people.numbers import id_number_of, masked_id_number, masked_phone
from jointhall.people.queries import acts_for, resident_by_id
from jointhall.records.journal import record
from jointhall.web.access import resident
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page

LONGEST_NAME = 60


@get("/me", guards=[resident])
async def show(visit: Visit, session: Session, viewer: Viewer) -> Template:
    """Shows a resident what is kept about them."""
    me = await _me(session, viewer)
    return await _page(visit, session, me, name=me.name(visit.tools.secrets))


@post("/me", guards=[resident])
async def introduce(
    visit: Visit, session: Session, viewer: Viewer, form: Form
) -> Template | Redirect:
    """Keeps name and identity number; an identity number left empty stays as it was."""
    secrets = visit.tools.secrets
    me = await _me(session, viewer)
    name = " ".join(str(form.get("name", "")).split())
    typed = str(form.get("id_number", "")).strip()
    number = id_number_of(typed) if typed else me.id_number(secrets)
    errors = {}
    if len(name) > LONGEST_NAME:
        errors["name"] = _("姓名最多 %(n)s 个字。", n=LONGEST_NAME)
    if number is None:
        errors["id_number"] = _("身份证号码不对：应当是 18 位，请对照证件再看一遍。")
    if errors or number is None:
        return await _page(visit, session, me, name=name, typed=typed, errors=errors)
    me.introduce(secrets, name=name, id_number=number)
    record(
        session, "resident.introduced", who=viewer.actor(), subject=f"resident:{me.id}",
        words="改了自己的姓名、身份证号", fields=["name", "id_number"],
    )  # fmt: skip
    return Redirect(visit.at("/me?saved=1"), status_code=303)


@post("/me/sign-ins/{id:uuid}/end", guards=[resident])
async def end_one(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Redirect:
    """Signs another browser of mine out."""
    await sign_ins.close_one(session, id, viewer)
    return Redirect(visit.at("/me"), status_code=303)


async def _me(session: Session, viewer: Viewer) -> Resident:
    assert viewer.id is not None
    me = await resident_by_id(session, viewer.id)
    assert me is not None, "a resident's session outlived the resident"
    return me


async def _page(
    visit: Visit,
    session: Session,
    me: Resident,
    *,
    name: str,
    typed: str = "",
    errors: dict[str, str] | None = None,
) -> Template:
    secrets = visit.tools.secrets
    number = me.id_number(secrets)
    return page(
        visit, "people/portal/me.html", status=422 if errors else 200, errors=errors or {},
        my_name=name, typed=typed, phone=masked_phone(me.phone(secrets)),
        id_number=masked_id_number(number) if number else "",
        sign_ins=await sign_ins.sign_ins_of(session, visit.viewer, visit.now()),
        acts=await acts_for(session, me.id),
    )  # fmt: skip


ROUTES = [show, introduce, end_one]
