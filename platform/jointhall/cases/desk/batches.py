"""Doing several at once (批量办理): each in a transaction of its own, each exactly once.

A row is taken, its act done and the row marked in one transaction, so whatever is killed in
between undoes all three; the refusal of one undoes no other, and is kept with its reason.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _, in_chinese
from jointhall.people.sessions import officer_now
from jointhall.records.journal import record
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer

from ..counters import place_of
from ..standing_in import desk_of
from .batch_kinds import KINDS, SOMEBODY, BatchKind, Doing
from .models import Batch, BatchRow
from .targets import Named, Ticked, must_have_looked, target_of

log = structlog.get_logger(__name__)
_BOOK = PolicyBook()

MOST = 500
AT_ONCE = 20
"""So many are done while the officer waits; more are done behind, and the page tells how far."""
A_TURN = 10
"""Rows a job does before it hands on to the next."""
A_WHILE = timedelta(seconds=30)
"""By then what is done at once is done; what was cut off is done all the same."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A batch with its rows as they stand now."""

    batch: Batch
    rows: Sequence[BatchRow]

    @property
    def done(self) -> list[BatchRow]:
        return [row for row in self.rows if row.status == "done"]

    @property
    def refused(self) -> list[BatchRow]:
        return [row for row in self.rows if row.status == "refused"]

    @property
    def waiting(self) -> int:
        return sum(row.status == "waiting" for row in self.rows)


async def begin_batch(
    session: AsyncSession,
    tools: Tools,
    viewer: Viewer,
    kind: BatchKind,
    chosen: Sequence[Named],
    *,
    id: UUID,
    words: str,
    whom: str,
) -> Batch:
    """Puts a batch down, to be done row by row; the same form sent twice is the same batch.

    Raises Refusal when the chosen are not one matter, BadForm for words that are missing.
    """
    assert viewer.id is not None, "an officer has an id"
    before = await session.get(Batch, (tenant_of(session), id))
    if before is not None:
        if before.officer_id != viewer.id:
            raise NotHere(_("没有这一批。"))
        return before
    items = {one.item for one in chosen if one.item}
    _check(kind, items, words, whom)
    batch = Batch(
        tenant_id=tenant_of(session), id=id, officer_id=viewer.id, act=kind.key,
        fields={"words": words, "whom": whom[:80]}, item=items.pop() if len(items) == 1 else "",
        total=len(chosen), created_at=tools.clock.now(),
    )  # fmt: skip
    await put(session, batch)
    await put(
        session,
        *(
            BatchRow(
                tenant_id=batch.tenant_id, batch_id=id, position=position, kind=one.ticked.kind,
                row_id=one.ticked.id, title=in_chinese(one.title), path=one.path,
                status="waiting", why_not="",
            )
            for position, one in enumerate(chosen, start=1)
        ),
    )  # fmt: skip
    record(
        session, "desk.batch", who=viewer.actor(), subject=f"batch:{id}",
        words=_("开始一批：%(act)s", act=_(kind.words)), kind=kind.key, total=len(chosen),
    )  # fmt: skip
    wait = A_WHILE if len(chosen) <= AT_ONCE else None
    await later(session, go_on, after=wait, batch_id=str(id))
    return batch


def _check(kind: BatchKind, items: Collection[str], words: str, whom: str) -> None:
    if not kind.any_item and len(items) > 1:
        raise Refusal(
            _("选的不是同一个事项，一件也没有办。"), what_next=_("请分开选，一次办一个事项。")
        )
    if kind.needs_words and not words.strip():
        raise BadForm({"words": _("这一项要写清楚，每一件都用这一段。")})
    if len(words) > kind.longest:
        raise BadForm({"words": _("最多写 %(n)s 个字。", n=kind.longest)})
    if kind.field in SOMEBODY and not whom:
        raise BadForm({"whom": _("请选给谁。")})


async def do_rows(tools: Tools, place: Place, batch: Batch, *, most: int = AT_ONCE) -> int:
    """Does so many waiting rows of a batch, or tells why not; how many that were.

    A row that breaks stops no other: it is left waiting, and raised once nothing else is left.
    """
    done, of_batch = 0, _of(batch)
    broke: Exception | None = None
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        waiting = (await session.scalars(_WAITING, of_batch | {"most": most})).all()
    for position in waiting:
        try:
            done += await _do_row(tools, place, batch, position)
        except Exception as fault:
            log.error("row of a batch broke", exc_info=fault, batch=str(batch.id), row=position)
            broke = fault
    if broke is not None and not done:
        raise broke
    async with tools.database.transaction(place.standing()) as session:
        await session.execute(_FINISH, of_batch | {"now": tools.clock.now()})
    return done


async def _do_row(tools: Tools, place: Place, batch: Batch, position: int) -> bool:
    """Does one row as the officer would come now; false when somebody else is at it."""
    kind, key = KINDS[batch.act], _of(batch) | {"position": position}
    try:
        async with tools.database.transaction(place.standing()) as session:
            row = await session.scalar(_TAKE, key)
            if row is None:
                return False
            viewer = await viewer_again(session, batch.officer_id, tools)
            kind.must_be_for(viewer)
            kind.must_fit(row.kind)
            desk = await desk_of(session, viewer)
            doing = Doing(
                session, tools, place, viewer, desk, words=str(batch.fields.get("words", "")),
                whom=str(batch.fields.get("whom", "")),
            )  # fmt: skip
            target = await target_of(session, desk, Ticked(row.kind, row.row_id))
            await must_have_looked(session, viewer, kind, target)
            await kind.act(doing, target)
            row.status = "done"
    except Refusal as refusal:
        async with tools.database.transaction(place.standing()) as session:
            why = str(in_chinese(refusal.words))[:500] or _("这一件现在不能这样办。")
            await session.execute(_REFUSED, key | {"why": why})
    return True


@job("cases.batch")
async def go_on(work: Work, *, batch_id: str) -> None:
    """Goes on with a batch, a turn at a time, until no row of it waits."""
    batch = await work.session.get(Batch, (tenant_of(work.session), UUID(batch_id)))
    if batch is None or batch.finished_at is not None:
        return
    place = await place_of(work.tools, batch.tenant_id)
    done = await do_rows(work.tools, place, batch, most=A_TURN)
    if await work.session.scalar(_WAITING, _of(batch) | {"most": 1}) is not None:
        await later(work.session, go_on, after=None if done else A_WHILE, batch_id=batch_id)


async def viewer_again(session: AsyncSession, officer_id: UUID, tools: Tools) -> Viewer:
    """The officer as they would come now: their posts of today, their permissions of today."""
    return await officer_now(session, _BOOK, officer_id, now=tools.clock.now())


async def progress_of_batch(session: AsyncSession, viewer: Viewer, id: UUID) -> Progress:
    """The viewer's own batch; another's is not there."""
    batch = await session.get(Batch, (tenant_of(session), id))
    if batch is None or batch.officer_id != viewer.id:
        raise NotHere(_("没有这一批，或者不是您办的。"))
    rows = await session.scalars(
        select(BatchRow)
        .where(BatchRow.tenant_id == batch.tenant_id, BatchRow.batch_id == id)
        .order_by(BatchRow.position)
    )
    return Progress(batch, rows.all())


async def batches_of(session: AsyncSession, viewer: Viewer, *, most: int = 50) -> Sequence[Batch]:
    """The viewer's latest batches."""
    found = await session.scalars(
        select(Batch)
        .where(Batch.tenant_id == tenant_of(session), Batch.officer_id == viewer.id)
        .order_by(Batch.created_at.desc())
        .limit(most)
    )
    return found.all()


def _of(batch: Batch) -> dict[str, object]:
    return {"tenant_id": batch.tenant_id, "id": batch.id}


_WAITING = text(
    """
    select position from desk_batch_rows
    where tenant_id = :tenant_id and batch_id = :id and status = 'waiting'
    order by position limit :most
    """
)
# Two at it at once, the request and a job, take different rows.
_TAKE = (
    select(BatchRow)
    .where(
        BatchRow.tenant_id == bindparam("tenant_id"), BatchRow.batch_id == bindparam("id"),
        BatchRow.position == bindparam("position"), BatchRow.status == "waiting",
    )
    .with_for_update(skip_locked=True)
)  # fmt: skip
_REFUSED = text(
    """
    update desk_batch_rows set status = 'refused', why_not = :why
    where tenant_id = :tenant_id and batch_id = :id and position = :position
      and status = 'waiting'
    """
)
_FINISH = text(
    """
    update desk_batches b set finished_at = :now
    where b.tenant_id = :tenant_id and b.id = :id and b.finished_at is null
      and not exists (select from desk_batch_rows r where r.tenant_id = b.tenant_id
                      and r.batch_id = b.id and r.status = 'waiting')
    """
)
