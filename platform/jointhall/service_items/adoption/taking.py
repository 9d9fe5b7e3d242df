"""Taking items over (认领): a whole list in a few statements, and the last list undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import run
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.models import AdoptionRun
from jointhall.web.place import Place

from .plan import Plan

Filed = Callable[[AsyncSession, Sequence[str], datetime], Awaitable[int]]
"""How many cases of these items were filed here since then; asked of every slice that files."""

_filed: dict[str, Filed] = {}


def when_undoing(name: str, asked: Filed) -> None:
    """Registers who knows what was filed under an adoption; the same name registers once."""
    _filed[name] = asked


async def take(
    session: AsyncSession, township: Place, plan: Plan, *, who: Actor, at: datetime
) -> UUID | None:
    """Does what the plan says, all of it or nothing; returns the run, by which it is undone."""
    if not plan.lines:
        return None
    run_id = new_id()
    before = await run(session, _HELD, township.tenant_id, list(plan.codes))
    held = {row["code"]: orjson.loads(row["kept"]) for row in before}
    session.add(
        AdoptionRun(
            tenant_id=township.tenant_id,
            id=run_id,
            made_at=at,
            made_by=who.name,
            entries=[
                {"code": line.code, "edition": line.there.county_edition,
                 "before": held.get(line.code)}
                for line in plan.lines
            ],
        )
    )  # fmt: skip
    await session.flush()
    await run(
        session, _TAKE, township.tenant_id, township.county_id, run_id, who.name, at,
        list(plan.codes), [line.there.county_edition for line in plan.lines],
        [orjson.dumps(line.variations).decode() for line in plan.lines],
    )  # fmt: skip
    await _pages_are_old(session, township)
    for line in plan.lines:
        record(
            session, "item.adopted", who=who, subject=f"item:{line.code}",
            words=_("认领了事项“%(title)s”第%(n)s版", title=line.title, n=line.there.county_number),
            edition=line.there.county_edition, lost=list(line.lost),
        )  # fmt: skip
    return run_id


async def last_run(session: AsyncSession, township: Place) -> AdoptionRun | None:
    """The last list confirmed here that has not been undone."""
    found: AdoptionRun | None = await session.scalar(
        select(AdoptionRun)
        .where(AdoptionRun.tenant_id == township.tenant_id, AdoptionRun.undone_at.is_(None))
        .order_by(AdoptionRun.made_at.desc(), AdoptionRun.id.desc())
        .limit(1)
    )
    return found


async def filed_under(session: AsyncSession, made: AdoptionRun) -> int:
    """How many cases were filed under what this run took over."""
    codes = [entry["code"] for entry in made.entries]
    return sum([await asked(session, codes, made.made_at) for asked in _filed.values()])


async def undo(
    session: AsyncSession, township: Place, run_id: UUID, *, who: Actor, at: datetime
) -> None:
    """Puts everything back as it was before the last list; refused once a case hangs on it."""
    await session.execute(_LOCK, {"tenant_id": township.tenant_id})
    made = await last_run(session, township)
    if made is None or made.id != run_id:
        raise Refusal(_("只能撤销最近一次认领，这一次已经不是了。"))
    if made.is_by_itself:
        raise Refusal(
            _("这一次是到日子自动换的，不能撤销。"), what_next=_("有困难请打电话和县里说。")
        )
    filed = await filed_under(session, made)
    if filed:
        raise Refusal(
            _("已经有%(n)s件按这一版申请，不能撤销了。", n=filed),
            what_next=_("不想再收，可以暂停收件；已经收下的照这一版办完。"),
        )
    put_back = [entry for entry in made.entries if entry["before"]]
    gone = [entry["code"] for entry in made.entries if not entry["before"]]
    changed = await run(
        session, _PUT_BACK, township.tenant_id, run_id,
        [orjson.dumps(entry["before"]).decode() for entry in put_back],
    )  # fmt: skip
    removed = await run(session, _REMOVE, township.tenant_id, run_id, gone)
    if len(changed) + len(removed) != len(made.entries):
        raise Refusal(
            _("这一次认领的事项后来又改过，不能一起撤销了。"),
            what_next=_("到那个事项里单独改。"),
        )
    made.undone_at, made.undone_by = at, who.name
    await _pages_are_old(session, township)
    record(
        session, "item.undone", who=who, subject="items",
        words=_("撤销了最近一次认领（%(n)s个事项）", n=len(made.entries)),
        codes=[entry["code"] for entry in made.entries],
    )  # fmt: skip


async def _pages_are_old(session: AsyncSession, township: Place) -> None:
    await session.execute(_RAISE, {"tenant_id": township.tenant_id})


_RAISE = text(
    "update tenants set content_version = content_version + 1 where tenant_id = :tenant_id"
)
_LOCK = text("select 1 from tenants where tenant_id = :tenant_id for update")

# What stands before is kept whole, so that undoing brings back an answer and a pause as well.
_HELD = """
    select code, to_jsonb(a)::text as kept from item_adoptions a
    where tenant_id = $1 and code = any($2::text[])
    for update
    """

_TAKE = """
    insert into item_adoptions (tenant_id, county_id, code, edition, variations, run_id,
                                adopted_by, adopted_at)
    select $1, $2, code, edition, variations::jsonb, $3, $4, $5
    from unnest($6::text[], $7::text[], $8::text[]) as t (code, edition, variations)
    on conflict (tenant_id, code) do update set
        edition = excluded.edition, variations = excluded.variations, run_id = excluded.run_id,
        adopted_by = excluded.adopted_by, adopted_at = excluded.adopted_at,
        answer = null, answer_edition = '', answer_until = null, answer_reason = '',
        answered_at = null, answered_by = ''
    """

_PUT_BACK = """
    update item_adoptions a set
        edition = b.edition, variations = b.variations, run_id = b.run_id,
        adopted_by = b.adopted_by, adopted_at = b.adopted_at, answer = b.answer,
        answer_edition = b.answer_edition, answer_until = b.answer_until,
        answer_reason = b.answer_reason, answered_at = b.answered_at, answered_by = b.answered_by
    from (select (jsonb_populate_record(null::item_adoptions, kept::jsonb)).*
          from unnest($3::text[]) as t (kept)) b
    where a.tenant_id = $1 and a.run_id = $2 and a.code = b.code
    returning a.code
    """

_REMOVE = """
    delete from item_adoptions
    where tenant_id = $1 and run_id = $2 and code = any($3::text[])
    returning code
    """
