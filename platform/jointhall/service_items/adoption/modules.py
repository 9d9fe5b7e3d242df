"""Modules switched on and off (开通模块): by the county, or by the township where it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import acting_in
from jointhall.kernel.plain import run
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.service_items.models import ModuleChoice, ModuleGrant
from jointhall.web.place import Place

Setting = Literal["on", "off", "free"]
SETTINGS = {"free": N_("乡镇自己定"), "on": N_("开"), "off": N_("不开")}


@dataclass(frozen=True, slots=True)
class ModuleThere:
    """A module in one township: what the county says, what the township says, how many items."""

    township_id: UUID
    module: str
    name: str
    items: int
    setting: str
    chosen_on: bool
    takes_new: bool

    @property
    def is_on(self) -> bool:
        return self.setting == "on" or (self.setting == "free" and self.chosen_on)

    @property
    def is_free(self) -> bool:
        """The township decides."""
        return self.setting == "free"

    @property
    def setting_words(self) -> str:
        return _(SETTINGS[self.setting])


async def modules_there(
    session: AsyncSession, county_id: UUID, townships: Sequence[UUID]
) -> list[ModuleThere]:
    """Every module of the county in each of these townships, in the county's order."""
    rows = await run(session, _THERE, county_id, list(townships))
    return [
        ModuleThere(
            row["township_id"], row["module"], row["name"], row["items"], row["setting"],
            row["is_on"], row["takes_new"],
        )
        for row in rows
    ]  # fmt: skip


async def grant(
    session: AsyncSession, county: Place, township: Place, module: str, setting: str, *, who: Actor
) -> None:
    """The county switches a module on or off for a township, or leaves it to the township."""
    if setting not in get_args(Setting):
        raise BadForm({"setting": _("请选开、不开，或者乡镇自己定。")})
    there = await _module_in(session, county.county_id, township.tenant_id, module)
    if there.setting == setting:
        return
    key = {"tenant_id": county.tenant_id, "township_id": township.tenant_id, "module": module}
    if setting == "free":
        await session.execute(delete(ModuleGrant).filter_by(**key))
    else:
        put = insert(ModuleGrant).values(**key, setting=setting)
        await session.execute(
            put.on_conflict_do_update(
                constraint="pk_module_grants", set_={"setting": put.excluded.setting}
            )
        )
    words = _("%(township)s的“%(module)s”：%(setting)s", township=township.name,
              module=there.name, setting=_(SETTINGS[setting]))  # fmt: skip
    record(session, "module.granted", who=who, subject=f"module:{module}", words=words,
           township=township.tenant_id, setting=setting)  # fmt: skip
    async with acting_in(session, township.standing()):
        await _pages_are_old(session, township)
        record(session, "module.granted", who=who, subject=f"module:{module}", words=words,
               setting=setting)  # fmt: skip


async def choose(
    session: AsyncSession, township: Place, module: str, *, is_on: bool, takes_new: bool, who: Actor
) -> None:
    """The township switches a module on or off itself, and says whether new items come unasked."""
    there = await _module_in(session, township.county_id, township.tenant_id, module)
    if is_on != there.is_on and not there.is_free:
        raise Refusal(
            _(
                "“%(module)s”由县里定：%(setting)s。",
                module=there.name,
                setting=there.setting_words,
            ),
            what_next=_("要改请和县里说。"),
        )
    chosen_on = is_on if there.is_free else there.chosen_on
    if (chosen_on, takes_new) == (there.chosen_on, there.takes_new):
        return
    put = insert(ModuleChoice).values(
        tenant_id=township.tenant_id, county_id=township.county_id, module=module,
        is_on=chosen_on, takes_new=takes_new,
    )  # fmt: skip
    await session.execute(
        put.on_conflict_do_update(
            constraint="pk_module_choices",
            set_={"is_on": put.excluded.is_on, "takes_new": put.excluded.takes_new},
        )
    )
    await _pages_are_old(session, township)
    said = _("开通") if chosen_on else _("不开")
    new = _("新事项自动承接") if takes_new else _("新事项由我们自己挑")
    record(
        session, "module.chosen", who=who, subject=f"module:{module}",
        words=_("“%(module)s”：%(said)s，%(new)s", module=there.name, said=said, new=new),
        is_on=chosen_on, takes_new=takes_new,
    )  # fmt: skip


async def _module_in(
    session: AsyncSession, county_id: UUID, township_id: UUID, module: str
) -> ModuleThere:
    for one in await modules_there(session, county_id, [township_id]):
        if one.module == module:
            return one
    raise NotHere(_("县里没有这个模块。"))


async def _pages_are_old(session: AsyncSession, township: Place) -> None:
    await session.execute(_RAISE, {"tenant_id": township.tenant_id})


_RAISE = text(
    "update tenants set content_version = content_version + 1 where tenant_id = :tenant_id"
)

_THERE = """
    select t.id as township_id, m.module, m.name, m.items,
           coalesce(g.setting, 'free') as setting, coalesce(c.is_on, true) as is_on,
           coalesce(c.takes_new, false) as takes_new
    from (select module, min(module_name) as name, count(*)::int as items, min(position) as position
          from items where tenant_id = $1 and status <> 'withdrawn' group by module) m
    cross join unnest($2::uuid[]) as t (id)
    left join module_grants g
        on g.tenant_id = $1 and g.township_id = t.id and g.module = m.module
    left join module_choices c on c.tenant_id = t.id and c.module = m.module
    order by m.position, m.module, t.id
    """
