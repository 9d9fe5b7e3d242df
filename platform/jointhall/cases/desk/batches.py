"""Doing several at once (批量办理): each in a transaction of its own, each exactly once.

A row is taken, its act done and the row marked in one transaction, so whatever is killed in
between undoes all three; the refusal of one undoes no other, and is kept with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.db import tenant_of
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.plain import put
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _, in_chinese
from jointhall.records.journal import record
from jointhall.tenancy.policy import PolicyBook
from jointhall.web.place import Place
from jointhall.web.viewer import Viewer

from ..counters import place_of
from ..standing_in import desk_of
from .batch_kinds import KINDS, SOMEBODY, BatchKind, Doing
from .models import Batch, BatchRow
from .targets import Named, Ticked, must_have_looked, target_of

MOST = 500
AT_ONCE = 20
"""So many are done while the officer waits; more are done behind, and the page tells how far."""
A_TURN = 10
"""Rows a job does before it hands on to the next."""
LONGEST = 2000


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
    _check(kind, chosen, words, whom)
    batch = Batch(
        tenant_id=tenant_of(session), id=id, officer_id=viewer.id, act=kind.key,
        fields={"words": words, "whom": whom[:80]}, item=chosen[0].item,
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
    # What is done at once is done by then; what was cut off is done all the same.
    wait = timedelta(seconds=30) if len(chosen) <= AT_ONCE else None
    await later(session, go_on, after=wait, batch_id=str(id))
    return batch


def _check(kind: BatchKind, chosen: Sequence[Named], words: str, whom: str) -> None:
    if not kind.any_item and len({one.item for one in chosen if one.item}) > 1:
        raise Refusal(
            _("选的不是同一个事项，一件也没有办。"), what_next=_("请分开选，一次办一个事项。")
        )
    if kind.needs_words and not words.strip():
        raise BadForm({"words": _("这一项要写清楚，申请人或者同事看得到。")})
    if len(words) > LONGEST:
        raise BadForm({"words": _("最多写 %(n)s 个字。", n=LONGEST)})
    if kind.field in SOMEBODY and not whom:
        raise BadForm({"whom": _("请选给谁。")})


async def do_rows(
    tools: Tools, place: Place, viewer: Viewer, batch: Batch, *, most: int = AT_ONCE
) -> bool:
    """Does so many rows of a batch; whether any were left waiting."""
    for _nth in range(most):
        if not await _do_next(tools, place, viewer, batch):
            return False
    return True


async def _do_next(tools: Tools, place: Place, viewer: Viewer, batch: Batch) -> bool:
    """Does the next waiting row, or tells why not; false when none waits."""
    kind, row = KINDS[batch.act], None
    try:
        async with tools.database.transaction(place.standing()) as session:
            row = await session.scalar(_NEXT_ROW, {"batch_id": batch.id})
            if row is None:
                await session.execute(_FINISH, _of(batch) | {"now": tools.clock.now()})
                return False
            if not kind.is_for(viewer):
                raise Refusal(_("您的岗位不能办这一项。"))
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
        assert row is not None, "nothing is refused before a row is taken"
        async with tools.database.transaction(place.standing()) as session:
            why = str(in_chinese(refusal.words))[:500] or _("这一件现在不能这样办。")
            values = _of(batch) | {"position": row.position, "why": why}
            await session.execute(_REFUSED, values)
    return True


@job("cases.batch")
async def go_on(work: Work, *, batch_id: str) -> None:
    """Goes on with a batch, as the officer who began it and with what they may do now."""
    batch = await work.session.get(Batch, (tenant_of(work.session), UUID(batch_id)))
    if batch is None or batch.finished_at is not None:
        return
    place = await place_of(work.tools, batch.tenant_id)
    viewer = await viewer_again(work.session, batch.officer_id, work.tools)
    if await do_rows(work.tools, place, viewer, batch, most=A_TURN):
        await later(work.session, go_on, batch_id=batch_id)


async def viewer_again(session: AsyncSession, officer_id: UUID, tools: Tools) -> Viewer:
    """The officer as they would come now: their posts of today, their permissions of today."""
    today = on_which_day(tools.clock.now())
    values = {"tenant_id": tenant_of(session), "id": officer_id, "today": today}
    found = (await session.execute(_OFFICER, values)).first()
    if found is None:
        return Viewer("officer", officer_id)
    permissions = await PolicyBook().permissions(
        session, tenant_of(session), found.policy_version, officer_id
    )
    return Viewer(
        "officer", officer_id, None, found.name, found.office,
        frozenset(found.office_ids), permissions,
    )  # fmt: skip


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


# Two at it at once, the request and a job, take different rows.
_NEXT_ROW = (
    select(BatchRow)
    .where(BatchRow.batch_id == bindparam("batch_id"), BatchRow.status == "waiting")
    .order_by(BatchRow.position)
    .limit(1)
    .with_for_update(skip_locked=True)
)
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
_OFFICER = text(
    """
    select o.name, t.policy_version, coalesce(held.ids, '{}') as office_ids,
           coalesce(held.names[1], '') as office
    from officers o
    join tenants t on t.tenant_id = o.tenant_id
    left join lateral (
        select array_agg(f.id order by p.from_on, p.id) as ids,
               array_agg(f.name order by p.from_on, p.id) as names
        from posts p join offices f on f.tenant_id = p.tenant_id and f.id = p.office_id
        where p.tenant_id = o.tenant_id and p.officer_id = o.id
          and (p.until_on is null or p.until_on >= cast(:today as date))) held on true
    where o.tenant_id = :tenant_id and o.id = :id and o.status = 'active'
    """
)
