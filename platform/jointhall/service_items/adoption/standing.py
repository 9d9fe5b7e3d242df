"""Who stands where (谁用哪一版): every item in every township, as one statement tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import standing_of
from jointhall.kernel.plain import run
from jointhall.kernel.words import N_, _
from jointhall.web.place import Place

STATES = {
    "newer": N_("有新版没答复"),
    "postponed": N_("说了晚点换"),
    "kept": N_("留着自己这一版"),
    "same": N_("和县里一样"),
    "paused": N_("暂停收件"),
    "offer": N_("没有承接"),
    "off": N_("没有开这一类"),
    "withdrawn": N_("县里取消了"),
}
LIGHTS = {
    "newer": "soon", "postponed": "paused", "kept": "late", "same": "done",
    "paused": "paused", "offer": "none", "off": "none", "withdrawn": "no",
}  # fmt: skip
"""State → the light it is shown with."""


@dataclass(frozen=True, slots=True)
class ItemThere:
    """One item of the county in one township: in which edition, and what it said of the newest."""

    township_id: UUID
    code: str
    title: str
    module: str
    module_name: str
    state: str
    status: str
    """The township's own: in_use, paused, or empty when it has not taken the item over."""
    closed_for_all: str
    """The county's `paused` or `withdrawn`; empty while it is in use."""
    edition: str
    number: int
    county_edition: str
    county_number: int
    varies: tuple[str, ...]
    until: date | None
    reason: str
    said_by: str
    must_take_on: date | None
    must_why: str
    postpone_days: int

    @property
    def state_words(self) -> str:
        return _(STATES[self.state])

    @property
    def light(self) -> str:
        return LIGHTS[self.state]

    @property
    def is_adopted(self) -> bool:
        return bool(self.status)

    @property
    def is_behind(self) -> bool:
        return self.is_adopted and self.edition != self.county_edition

    @property
    def waits(self) -> bool:
        """The county has a newer edition, and nothing has been said of it."""
        return self.state == "newer"


async def items_there(
    session: AsyncSession,
    townships: Iterable[UUID],
    today: date,
    *,
    code: str | None = None,
    module: str | None = None,
    state: str | None = None,
) -> list[ItemThere]:
    """Every item in each of these townships, in the county's order; narrowed by what is given.

    The county asks of its townships, a township of itself.
    """
    rows = await run(
        session, _THERE, standing_of(session).county_id, list(townships), today, code, module, state
    )
    return [
        ItemThere(
            township_id=row["township_id"], code=row["code"], title=row["title"],
            module=row["module"], module_name=row["module_name"], state=row["state"],
            status=row["status"], closed_for_all=row["closed_for_all"], edition=row["edition"],
            number=row["number"], county_edition=row["county_edition"],
            county_number=row["county_number"],
            varies=tuple(orjson.loads(row["variations"])), until=row["until"],
            reason=row["reason"], said_by=row["said_by"], must_take_on=row["must_take_on"],
            must_why=row["must_why"], postpone_days=row["postpone_days"],
        )
        for row in rows
    ]  # fmt: skip


async def items_here(session: AsyncSession, place: Place, today: date) -> list[ItemThere]:
    """Every item of the county as this township stands with it."""
    return await items_there(session, [place.tenant_id], today)


async def waiting_here(session: AsyncSession, place: Place, today: date) -> int:
    """How many newer editions this township has not answered."""
    (row,) = await run(
        session,
        f"select count(*) as n from ({_THERE}) there",  # noqa: S608
        place.county_id, [place.tenant_id], today, None, None, "newer",
    )  # fmt: skip
    return int(row["n"])


@dataclass(frozen=True, slots=True)
class Count:
    """How many townships stand in each state with one item."""

    code: str
    title: str
    module: str
    module_name: str
    number: int
    must_take_on: date | None
    closed_for_all: str
    states: dict[str, int]


async def counts_of(session: AsyncSession, townships: Sequence[UUID], today: date) -> list[Count]:
    """For each item how many of these townships stand where, counted by the database."""
    rows = await run(
        session, _COUNTS, standing_of(session).county_id, list(townships), today, None, None, None
    )
    counts: dict[str, Count] = {}
    for row in rows:
        one = counts.setdefault(
            row["code"],
            Count(
                row["code"], row["title"], row["module"], row["module_name"],
                row["county_number"], row["must_take_on"], row["closed_for_all"], {},
            ),
        )  # fmt: skip
        one.states[row["state"]] = row["n"]
    return list(counts.values())


_THERE = """
    select * from (
        select t.id as township_id, i.code, n.title, i.module, i.module_name, i.position,
               coalesce(a.status, '') as status,
               case when i.status = 'in_use' then '' else i.status end as closed_for_all,
               coalesce(a.edition, '') as edition, coalesce(o.number, 0) as number,
               i.edition as county_edition, n.number as county_number,
               coalesce(a.variations, '{}')::text as variations,
               case when a.answer_edition = i.edition then a.answer_until end as until,
               case when a.answer_edition = i.edition then a.answer_reason else '' end as reason,
               case when a.answer_edition = i.edition then a.answered_by else '' end as said_by,
               i.must_take_on, i.must_why, i.postpone_days,
               case when i.status = 'withdrawn' then 'withdrawn'
                    when g.setting = 'off'
                      or coalesce(g.setting, 'free') = 'free' and not coalesce(c.is_on, true)
                    then 'off'
                    when a.code is null then 'offer'
                    when a.edition = i.edition
                    then case when a.status = 'paused' then 'paused' else 'same' end
                    when a.answer = 'kept' and a.answer_edition = i.edition then 'kept'
                    when a.answer = 'postponed' and a.answer_edition = i.edition
                      and a.answer_until > $3::date
                    then 'postponed'
                    else 'newer' end as state
        from items i
        cross join unnest($2::uuid[]) as t (id)
        join item_editions n
            on n.tenant_id = i.tenant_id and n.code = i.code and n.edition = i.edition
        left join item_adoptions a on a.tenant_id = t.id and a.code = i.code
        left join item_editions o
            on o.tenant_id = i.tenant_id and o.code = i.code and o.edition = a.edition
        left join module_grants g
            on g.tenant_id = i.tenant_id and g.township_id = t.id and g.module = i.module
        left join module_choices c on c.tenant_id = t.id and c.module = i.module
        where i.tenant_id = $1
    ) all_of_them
    where code = coalesce($4, code) and module = coalesce($5, module)
      and state = coalesce($6, state)
    order by position, code, township_id
    """

_COUNTS = f"""
    select code, title, module, module_name, county_number, must_take_on, closed_for_all, state,
           min(position) as position, count(*) as n
    from ({_THERE}) there
    group by code, title, module, module_name, county_number, must_take_on, closed_for_all, state
    order by min(position), code
    """  # noqa: S608
