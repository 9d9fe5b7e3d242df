"""Items closed and opened again (暂停、取消、恢复): always with why, and what to do instead."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.models import Adoption, Item
from jointhall.service_items.queries import edition_of, published_in
from jointhall.web.place import Place

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Why:
    """Why an item is closed, what to do meanwhile, and the item to apply for instead."""

    why: str
    instead: str = ""
    instead_code: str = ""


async def close_here(
    session: AsyncSession, township: Place, code: str, said: Why, *, who: Actor
) -> None:
    """A township takes no new applications for an item; cases on their way go on."""
    adoption = await _adopted(session, township, code)
    said = await _checked(session, code, said)
    adoption.status = "paused"
    _write(adoption, said)
    await _after(session, township, code, adoption.edition, "paused", said, who)


async def open_here(session: AsyncSession, township: Place, code: str, *, who: Actor) -> None:
    """A township takes applications again."""
    adoption = await _adopted(session, township, code)
    if adoption.status == "in_use":
        return
    adoption.status = "in_use"
    _write(adoption, Why(""))
    await _after(session, township, code, adoption.edition, "opened", Why(""), who)


async def close_for_all(
    session: AsyncSession, county: Place, code: str, said: Why, *, for_good: bool, who: Actor
) -> None:
    """The county pauses an item in every township, or withdraws it (取消) for good."""
    item = await listed(session, county, code, hold=True)
    said = await _checked(session, code, said)
    item.status = "withdrawn" if for_good else "paused"
    _write(item, said)
    await _after(session, county, code, item.edition, item.status, said, who)
    await _townships_pages_are_old(session, county)


async def open_for_all(session: AsyncSession, county: Place, code: str, *, who: Actor) -> None:
    """The county offers the item again; a township that paused it itself stays paused."""
    item = await listed(session, county, code, hold=True)
    if item.status == "in_use":
        return
    item.status = "in_use"
    _write(item, Why(""))
    await _after(session, county, code, item.edition, "opened", Why(""), who)
    await _townships_pages_are_old(session, county)


async def _checked(session: AsyncSession, code: str, said: Why) -> Why:
    said = Why(said.why.strip(), said.instead.strip(), said.instead_code.strip())
    troubles = {}
    if not said.why:
        troubles["why"] = _("为什么不收？居民会看到这句话。")
    if not said.instead and not said.instead_code:
        troubles["instead"] = _("写清楚现在该怎么办，或者选一个改办的事项。")
    for name, words in (("why", said.why), ("instead", said.instead)):
        if len(words) > LONGEST:
            troubles[name] = _("最多写%(most)s个字。", most=LONGEST)
    if said.instead_code:
        others = {one.code for one in await published_in(session) if one.status == "in_use"}
        if said.instead_code == code or said.instead_code not in others:
            troubles["instead_code"] = _("请选一个现在能办的事项。")
    if troubles:
        raise BadForm(troubles)
    return said


def _write(kept: Adoption | Item, said: Why) -> None:
    kept.closed_why, kept.instead, kept.instead_code = said.why, said.instead, said.instead_code


async def _adopted(session: AsyncSession, township: Place, code: str) -> Adoption:
    adoption = await session.get(Adoption, (township.tenant_id, code), with_for_update=True)
    if adoption is None:
        raise NotHere(_("这里没有这个事项。"))
    return adoption


async def listed(session: AsyncSession, county: Place, code: str, *, hold: bool = False) -> Item:
    """The item on the county's list."""
    item = await session.get(Item, (county.tenant_id, code), with_for_update=hold or None)
    if item is None:
        raise NotHere(_("县里没有发布这个事项。"))
    return item


async def _after(
    session: AsyncSession, place: Place, code: str, edition: str, act: str, said: Why, who: Actor
) -> None:
    await session.execute(_RAISE, {"tenant_id": place.tenant_id})
    title = (await edition_of(session, code, edition)).title
    words = {
        "paused": _("暂停收“%(title)s”：%(why)s", title=title, why=said.why),
        "withdrawn": _("取消了“%(title)s”：%(why)s", title=title, why=said.why),
        "opened": _("恢复收“%(title)s”", title=title),
    }[act]
    record(session, f"item.{act}", who=who, subject=f"item:{code}", words=words)


async def _townships_pages_are_old(session: AsyncSession, county: Place) -> None:
    await session.execute(_RAISE_TOWNSHIPS, {"county_id": county.tenant_id})


_RAISE = text(
    "update tenants set content_version = content_version + 1 where tenant_id = :tenant_id"
)
_RAISE_TOWNSHIPS = text(
    "update tenants set content_version = content_version + 1"
    " where county_id = :county_id and kind = 'township'"
)
