"""Saving what was asked of a list under a name (存成视图), for oneself or for an office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.viewer import Viewer

from .asked import Asked, ListName, asked_of
from .models import View

LONGEST_NAME = 30
MOST = 20
"""Views of one officer: more than can be read at the side of a list are none."""


async def views_for(session: AsyncSession, viewer: Viewer) -> Sequence[View]:
    """The viewer's own views and those their offices share, in the order they were made."""
    found = await session.scalars(
        select(View)
        .where(
            View.tenant_id == tenant_of(session),
            or_(View.officer_id == viewer.id, View.office_id.in_(viewer.office_ids)),
        )
        .order_by(View.created_at, View.id)
    )
    return found.all()


def asked_by(view: View) -> Asked:
    """What a view asks, as far as it still means something."""
    name: ListName = "cases" if view.of_list == "cases" else "waiting"
    pairs = [(str(key), str(value)) for key, value in view.asked] + [("view", str(view.id))]
    return asked_of(pairs, name)


async def save_view(
    session: AsyncSession,
    viewer: Viewer,
    *,
    of_list: ListName,
    name: str,
    asked: Asked,
    office_id: UUID | None,
    now: datetime,
) -> View:
    """Keeps what is asked under this name; a name the officer has already takes the new question.

    Raises BadForm for a bad name, an office that is not theirs, or one view too many.
    """
    assert viewer.id is not None, "an officer has an id"
    name = _named(name)
    _must_hold(viewer, office_id)
    mine = {view.name: view for view in await _own(session, viewer)}
    view = mine.get(name)
    if view is None:
        if len(mine) >= MOST:
            raise BadForm({"name": _("最多存 %(n)s 个视图，先删掉不用的。", n=MOST)})
        view = View(
            tenant_id=tenant_of(session), id=new_id(), officer_id=viewer.id, name=name,
            made_by=viewer.name, created_at=now,
        )  # fmt: skip
        session.add(view)
    view.of_list, view.office_id, view.updated_at = of_list, office_id, now
    view.asked = [list(pair) for pair in asked.pairs(paging=False, view="")]
    _note(session, viewer, view, _("存了一个视图"))
    return view


async def own_view(session: AsyncSession, viewer: Viewer, id: UUID) -> View:
    """The viewer's own view of this id; others' are not there to be changed."""
    found = await session.get(View, (tenant_of(session), id))
    if found is None or found.officer_id != viewer.id:
        raise NotHere(_("没有这个视图，或者不是您存的。"))
    return found


async def change_view(
    session: AsyncSession,
    viewer: Viewer,
    view: View,
    *,
    name: str,
    office_id: UUID | None,
    now: datetime,
) -> None:
    """Another name, shared with another office or with nobody."""
    name = _named(name)
    _must_hold(viewer, office_id)
    if any(one.name == name and one.id != view.id for one in await _own(session, viewer)):
        raise BadForm({"name": _("您已经有一个叫“%(name)s”的视图。", name=name)})
    view.name, view.office_id, view.updated_at = name, office_id, now
    _note(session, viewer, view, _("改了一个视图"))


async def drop_view(session: AsyncSession, viewer: Viewer, view: View) -> None:
    """Takes a view away; what it showed is still there."""
    await session.delete(view)
    _note(session, viewer, view, _("删了一个视图"))


async def _own(session: AsyncSession, viewer: Viewer) -> Sequence[View]:
    found = await session.scalars(
        select(View).where(View.tenant_id == tenant_of(session), View.officer_id == viewer.id)
    )
    return found.all()


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadForm({"name": _("给这个视图起个名字。")})
    if len(name) > LONGEST_NAME:
        raise BadForm({"name": _("名字最多 %(n)s 个字。", n=LONGEST_NAME)})
    return name


def _must_hold(viewer: Viewer, office_id: UUID | None) -> None:
    if office_id is not None and office_id not in viewer.office_ids:
        raise Refusal(_("您没有那个站所的岗位，不能存给它用。"), status=403)


def _note(session: AsyncSession, viewer: Viewer, view: View, words: str) -> None:
    record(
        session, "desk.view", who=viewer.actor(), subject=f"view:{view.id}", words=words,
        shared=view.office_id is not None,
    )  # fmt: skip
