"""Several at once at the desk (批量办理): asked about first, done one by one, told one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import _
from jointhall.web.access import officer
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who
from jointhall.web.visit import Visit as TheVisit

from ..desk import batch_acts as _acts  # noqa: F401  puts kinds into their table
from ..desk import batch_more as _more  # noqa: F401  puts kinds into their table
from ..desk.batch_kinds import KINDS, SOMEBODY, BatchKind
from ..desk.batches import (
    AT_ONCE,
    MOST,
    Progress,
    batches_of,
    begin_batch,
    do_rows,
    progress_of_batch,
)
from ..desk.targets import Named, named, somebody, ticked_in


@post("/workbench/batch", guards=[officer], status_code=200)
async def begin(visit: Visit, session: Session, viewer: Viewer, form: Form) -> Template | Redirect:
    """Begins what was asked of the chosen; asks first where words are needed or much depends."""
    kind = KINDS.get(str(form.get("act", "")))
    said = [str(one) for one in form.getall("id", [])]
    chosen = [await named(session, one) for one in ticked_in(said, MOST)]
    if kind is None or not chosen:
        words = _("没有选中哪一件。") if kind else _("没有这种办法。")
        return _nothing(visit, words, _("回列表里先勾几件，再点要办的事。"), 422)
    kind.must_be_for(viewer)
    if kind.asks_first and not form.get("sure"):
        return await _asking(visit, session, viewer, kind, chosen, new_id())
    words, whom, id = str(form.get("words", "")).strip(), str(form.get("whom", "")), new_id()
    try:
        id = UUID(str(form.get("batch", id)))
    except ValueError:
        return _nothing(visit, _("这一页放久了。"), _("回列表里重新选。"), 422)
    try:
        batch = await begin_batch(
            session, visit.tools, viewer, kind, chosen, id=id, words=words, whom=whom
        )
    except BadForm as bad:
        session = await visit.start_over()
        return await _asking(
            visit, session, viewer, kind, chosen, id, errors=bad.troubles, words=words, whom=whom
        )
    except Refusal as refusal:
        await visit.start_over()
        return _nothing(visit, refusal.words, refusal.what_next or "", refusal.status)
    # Each is a transaction of its own; none of them is to wait for a connection this one holds.
    await visit.commit()
    if batch.finished_at is None and batch.total <= AT_ONCE:
        await do_rows(visit.tools, visit.place, batch)
    return Redirect(visit.at(f"/workbench/batches/{batch.id}"), status_code=303)


@get("/workbench/batches", guards=[officer])
async def mine(visit: Visit, session: Session, viewer: Viewer) -> Template:
    """The officer's latest batches."""
    batches = await batches_of(session, viewer)
    return page(visit, "cases/workbench/batches.html", batches=batches, KINDS=KINDS)


@get("/workbench/batches/{id:uuid}", guards=[officer])
async def result(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Template:
    """What was done, what not and why; while it goes on, how far it is."""
    progress = await progress_of_batch(session, viewer, id)
    return _told(visit, progress)


def _told(visit: TheVisit, progress: Progress) -> Template:
    kind = KINDS[progress.batch.act]
    return page(
        visit, "cases/workbench/batch.html", progress=progress, kind=kind,
        here=visit.at(f"/workbench/batches/{progress.batch.id}"), trouble="", what_next="",
    )  # fmt: skip


def _nothing(visit: TheVisit, words: str, what_next: str, status: int) -> Template:
    return page(
        visit, "cases/workbench/batch.html", progress=None, kind=None, here="",
        trouble=words, what_next=what_next, status=status,
    )  # fmt: skip


async def _asking(
    visit: TheVisit,
    session: AsyncSession,
    viewer: Who,
    kind: BatchKind,
    chosen: Sequence[Named],
    id: UUID,
    *,
    errors: dict[str, str] | None = None,
    **typed: Any,
) -> Template:
    hands = await somebody(session, viewer, kind, chosen[0]) if kind.field in SOMEBODY else []
    return page(
        visit, "cases/workbench/batch_ask.html", kind=kind, chosen=chosen, batch=id,
        errors=errors or {}, typed=typed, hands=[(hand.key, hand.words) for hand in hands],
        mixed=not kind.any_item and len({one.item for one in chosen if one.item}) > 1,
        status=422 if errors else 200,
    )  # fmt: skip


ROUTES = [begin, mine, result]
