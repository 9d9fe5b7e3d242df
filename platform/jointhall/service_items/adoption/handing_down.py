"""What comes to townships by itself (到日子自动换): by the law's day, or because they said so."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.plain import run
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.models import Item
from jointhall.service_items.queries import edition_of
from jointhall.web.place import Directory, Place

from .plan import plan_of
from .taking import take

log = structlog.get_logger(__name__)

MOST_DAYS = 365
LONGEST = 300


async def set_terms(
    session: AsyncSession,
    county: Place,
    code: str,
    *,
    must_take_on: date | None,
    must_why: str,
    postpone_days: int,
    who: Actor,
    today: date,
) -> None:
    """How a county's edition is handed down: until when it may wait, from when it is everywhere."""
    item = await session.get(Item, (county.tenant_id, code), with_for_update=True)
    if item is None:
        raise NotHere(_("县里没有发布这个事项。"))
    must_why = must_why.strip()
    troubles = {}
    if must_take_on is not None and must_take_on <= today:
        troubles["must_take_on"] = _("请选明天以后的一天。")
    if must_take_on is not None and not must_why:
        troubles["must_why"] = _("为什么到这一天都要换？乡镇会看到，比如写哪一部法改了。")
    if len(must_why) > LONGEST:
        troubles["must_why"] = _("最多写%(most)s个字。", most=LONGEST)
    if not 0 <= postpone_days <= MOST_DAYS:
        troubles["postpone_days"] = _("写0到%(most)s之间的天数，0就是不能晚换。", most=MOST_DAYS)
    if troubles:
        raise BadForm(troubles)
    said = must_why if must_take_on else ""
    if (item.must_take_on, item.must_why, item.postpone_days) == (
        must_take_on, said, postpone_days,
    ):  # fmt: skip
        return
    item.must_take_on, item.must_why, item.postpone_days = must_take_on, said, postpone_days
    title = (await edition_of(session, code, item.edition)).title
    words = _("“%(title)s”最多可以晚换%(n)s天", title=title, n=postpone_days)
    if must_take_on:
        words = _("“%(title)s”%(day)s起全县都用新版", title=title, day=day_words(must_take_on))
    record(
        session, "item.handed_down", who=who, subject=f"item:{code}", words=words,
        must_take_on=must_take_on, postpone_days=postpone_days,
    )  # fmt: skip


@each("items.handed_down", seconds=60)
async def hand_down(tools: Tools) -> None:
    """Every county in turn; whoever has nothing due costs one statement."""
    directory: Directory = tools.outside["directory"]
    counties = [place for place in await directory.everyone() if place.is_county]
    for county in counties:
        await hand_down_in(tools, county)


async def hand_down_in(tools: Tools, county: Place) -> int:
    """Takes over in this county's townships what is due; done again, there is nothing left."""
    now = tools.clock.now()
    today = on_which_day(now)
    async with tools.database.transaction(county.standing(), read_only=True) as session:
        due = await _due_in(session, county, today)
    townships = {place.tenant_id: place for place in await _townships(tools, county)}
    taken = 0
    for tenant_id, codes in due.items():
        township = townships.get(tenant_id)
        if township is None:
            continue
        try:
            taken += await _take_in(tools, township, codes, today, now)
        except Exception as error:
            # One township's trouble is not its neighbours'; the next tick tries again.
            log.warning("not handed down", township=township.slug, error=repr(error)[:300])
    if taken:
        tools.outside["directory"].forget()
    async with tools.database.transaction(county.standing()) as session:
        await _lay_down_terms(session, county, today)
    return taken


async def _lay_down_terms(session: AsyncSession, county: Place, today: date) -> None:
    """A day that has passed everywhere binds no later edition."""
    for row in await run(session, _EVERYWHERE, county.tenant_id, today):
        record(
            session, "item.handed_down", who=SYSTEM, subject=f"item:{row['code']}",
            words=_("“%(title)s”到日子了，全县都换成了新版", title=row["title"]),
        )  # fmt: skip


async def _take_in(
    tools: Tools, township: Place, codes: list[str], today: date, now: datetime
) -> int:
    async with tools.database.transaction(township.standing()) as session:
        # Two who tick at once wait for one another here; the second finds nothing to take.
        await session.execute(_LOCK, {"tenant_id": township.tenant_id})
        plan = await plan_of(session, township, today, codes=codes)
        await take(session, township, plan, who=SYSTEM, at=now)
        return len(plan.lines)


async def _townships(tools: Tools, county: Place) -> list[Place]:
    directory: Directory = tools.outside["directory"]
    return await directory.townships_of(county.tenant_id)


async def _due_in(session: AsyncSession, county: Place, today: date) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in await run(session, _DUE, county.tenant_id, today):
        found.setdefault(row["township_id"], []).append(row["code"])
    return found


_LOCK = text("select 1 from tenants where tenant_id = :tenant_id for update")

# Two reasons: the day has come on which a version is everywhere; or an item is new in a module
# whose new items the township takes unasked.
_DUE = """
    select a.tenant_id as township_id, i.code
    from items i
    join item_adoptions a on a.county_id = i.tenant_id and a.code = i.code
    join tenants t on t.tenant_id = a.tenant_id and t.status <> 'closed'
    where i.tenant_id = $1 and i.status <> 'withdrawn'
      and i.must_take_on <= $2::date and a.edition <> i.edition
    union
    select c.tenant_id, i.code
    from items i
    join module_choices c on c.county_id = i.tenant_id and c.module = i.module and c.takes_new
    left join module_grants g
        on g.tenant_id = i.tenant_id and g.township_id = c.tenant_id and g.module = c.module
    left join item_adoptions a on a.tenant_id = c.tenant_id and a.code = i.code
    where i.tenant_id = $1 and i.status = 'in_use' and a.code is null
      and (g.setting = 'on' or coalesce(g.setting, 'free') = 'free' and c.is_on)
    """

_EVERYWHERE = """
    update items i set must_take_on = null, must_why = ''
    from item_editions e
    where i.tenant_id = $1 and i.must_take_on <= $2::date
      and e.tenant_id = i.tenant_id and e.code = i.code and e.edition = i.edition
      and not exists (
          select from item_adoptions a
          join tenants t on t.tenant_id = a.tenant_id and t.status <> 'closed'
          where a.county_id = i.tenant_id and a.code = i.code and a.edition <> i.edition)
    returning i.code, e.title
    """
