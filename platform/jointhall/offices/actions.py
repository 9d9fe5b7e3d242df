"""What is done to offices: made, manned."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import today
from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _

from .models import Kind, Office, Post
from .queries import office_coded


async def make_office(
    session: AsyncSession,
    *,
    code: str,
    name: str,
    kind: Kind,
    parent: Office | None = None,
    phone: str = "",
) -> Office:
    """A new office of this tenant; raises BadForm when its code is taken."""
    if await office_coded(session, code) is not None:
        raise BadForm({"code": _("已经有代号为 %(code)s 的机构。", code=code)})
    office = Office(
        tenant_id=tenant_of(session), code=code, name="", kind=kind, phone=phone,
        parent_id=None if parent is None else parent.id,
    )  # fmt: skip
    office.rename(name)
    session.add(office)
    await session.flush()
    return office


async def give_post(session: AsyncSession, office: Office, officer_id: UUID, *, title: str) -> Post:
    """An officer takes a post in an office, from today on."""
    post = Post(
        tenant_id=tenant_of(session), office_id=office.id, officer_id=officer_id, title=title,
        from_on=today(),
    )  # fmt: skip
    session.add(post)
    await session.flush()
    return post
