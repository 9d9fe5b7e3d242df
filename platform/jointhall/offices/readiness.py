"""What a township's people and offices still need before it goes live (上线清单)."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.words import _
from jointhall.tenancy.checklist import Done, Missing, item
from jointhall.web.place import Place

from .queries import offices_here
from .staff import posts_of, second_factors, staff_here

FEWEST_SAFE = 2
"""So that one lost phone does not shut a township out of its own hall."""

MANNED = ("counter", "leader")


async def safe_sign_ins(session: AsyncSession, _place: Place) -> Done | Missing:
    """Whether two officers have a password and a second factor of their own."""
    safe = await second_factors(session)
    words = _("%(n)s 人", n=safe)
    return Done(words) if safe >= FEWEST_SAFE else Missing(words, "/workbench/officers")


async def manned(session: AsyncSession, _place: Place) -> Done | Missing:
    """Whether counter and leaders have somebody in them: cases begin and end there."""
    staff = await staff_here(session)
    posts = await posts_of(session, [one.officer.id for one in staff])
    with_people = {post.office for post in posts}
    offices = [one for one in await offices_here(session) if one.kind in MANNED]
    empty = [one.name for one in offices if one.name not in with_people]
    if offices and not empty:
        return Done(_("都有人"))
    return Missing(_("没人：%(names)s", names="、".join(empty)), "/workbench/offices")


item(_("至少两位工作人员绑定了动态码"), safe_sign_ins)
item(_("窗口和领导的岗位上有人"), manned)
