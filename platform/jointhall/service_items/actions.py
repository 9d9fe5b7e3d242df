"""Publishing sheets (发布) and taking them over (认领); done twice, it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.checks import check
from jointhall.service_items.findable import make_findable
from jointhall.service_items.library import Library, library
from jointhall.service_items.models import Adoption, Item, ItemEdition, PublishedLibrary
from jointhall.service_items.offers import checked_variations, still_allowed
from jointhall.service_items.queries import edition_of, editions_in, published_in
from jointhall.service_items.reading import Reading
from jointhall.service_items.sheets import Module, Sheet
from jointhall.web.place import Place

_ADOPT_MISSING = text(
    """
    insert into item_adoptions (tenant_id, county_id, code, edition, adopted_by)
    select :tenant_id, :county_id, code, edition, :adopted_by
    from items where tenant_id = :county_id and status = 'in_use'
    on conflict (tenant_id, code) do nothing
    returning code
    """
)
_RAISE = text(
    "update tenants set content_version = content_version + 1 where tenant_id = :tenant_id"
)


Origin = Literal["console", "library"]
"""Where a published edition came from: the county's editor, or the sheets that come with us."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publishing changed: item codes."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


async def publish_library(
    session: AsyncSession, county: Place, sheets: Library, *, who: Actor
) -> Published:
    """Publish every sheet of the library for this county; refused when a sheet has errors.

    Runs in the county's standing. What is published already stays as it is, and so does what the
    county published from its console. A library that was published last is not read again.
    """
    last = await session.get(PublishedLibrary, county.tenant_id)
    if last is not None and last.fingerprint == sheets.fingerprint:
        return Published((), tuple(file.parent.name for file in sheets.files))
    wrong = [trouble for trouble in sheets.troubles if trouble.is_error]
    if wrong:
        raise Refusal(
            _("有%(count)s处错，不能发布。第一处：%(first)s", count=len(wrong), first=wrong[0])
        )
    listed = {item.code: item for item in await published_in(session)}
    changed: list[str] = []
    shelved = [(module, sheet) for module in sheets.modules() for sheet in module.sheets]
    for position, (module, sheet) in enumerate(shelved, start=1):
        before = listed.get(sheet.code)
        if before is not None and before.origin == "console":
            # The county's own edition stays; ours waits beside it until somebody takes it.
            continue
        if before is None or before.edition != sheet.edition:
            await _publish(session, county, sheet, who, "library")
            changed.append(sheet.code)
        _list(session, county, module, sheet, position, before)
    if last is None:
        last = PublishedLibrary(tenant_id=county.tenant_id)
        session.add(last)
    last.fingerprint = sheets.fingerprint
    await session.flush()
    if changed:
        await session.execute(_RAISE, {"tenant_id": county.tenant_id})
    unchanged = tuple(sheet.code for _module, sheet in shelved if sheet.code not in changed)
    return Published(tuple(changed), unchanged)


async def publish_sheet(
    session: AsyncSession,
    county: Place,
    sheet: Sheet,
    *,
    who: Actor,
    origin: Origin = "console",
    module: Module | None = None,
) -> Published:
    """Publish one sheet for this county; refused when the check finds an error in it.

    Runs in the county's standing, and publishing what is published already changes nothing. A new
    item goes on the shelf of its module: the one given, the county's own, or the library's.
    """
    wrong = [
        one
        for one in check(Reading(sheet.title, sheet.module, sheet.code, sheet, ()))
        if one.is_error
    ]
    if wrong:
        raise Refusal(
            _("有%(count)s处错，不能发布。第一处：%(first)s", count=len(wrong), first=wrong[0])
        )
    listed = await published_in(session)
    before = next((item for item in listed if item.code == sheet.code), None)
    if before is not None and before.edition == sheet.edition:
        return Published((), (sheet.code,))
    await _publish(session, county, sheet, who, origin)
    if before is None:
        shelf = module or await _shelf_of(session, listed, sheet.module)
        position = max((item.position for item in listed), default=0) + 1
        before = _list(session, county, shelf, sheet, position, None)
    before.edition, before.origin = sheet.edition, origin
    await session.flush()
    await session.execute(_RAISE, {"tenant_id": county.tenant_id})
    return Published((sheet.code,), ())


async def adopt(
    session: AsyncSession,
    township: Place,
    code: str,
    *,
    who: Actor,
    variations: Mapping[str, Any] | None = None,
) -> Adoption:
    """Take over the county's present edition of an item, varied where the sheet allows.

    Without `variations` those already made are kept, as far as the new edition allows them.
    """
    item = next((i for i in await published_in(session) if i.code == code), None)
    if item is None:
        raise NotHere(_("县里没有发布这个事项。"))
    if item.status == "withdrawn":
        raise Refusal(_("县里已经取消了这个事项。"))
    sheet = await edition_of(session, code, item.edition)
    adoption = await session.get(Adoption, (township.tenant_id, code))
    if variations is not None:
        wanted = checked_variations(sheet, variations)
    else:
        wanted = still_allowed(sheet, adoption.variations if adoption else {})
    if adoption is None:
        adoption = Adoption(
            tenant_id=township.tenant_id,
            county_id=township.county_id,
            code=code,
            adopted_by=who.name,
        )
        session.add(adoption)
    elif (adoption.edition, adoption.variations) == (item.edition, wanted):
        return adoption
    adoption.edition, adoption.variations = item.edition, wanted
    adoption.answer = None
    await session.flush()
    await session.execute(_RAISE, {"tenant_id": township.tenant_id})
    record(
        session, "item.adopted", who=who, subject=f"item:{code}",
        words=_("认领了事项“%(title)s”", title=sheet.title), edition=item.edition,
    )  # fmt: skip
    return adoption


async def adopt_missing(session: AsyncSession, township: Place, *, who: Actor) -> tuple[str, ...]:
    """Take over every item in use that the township does not have yet; their codes."""
    added = await session.scalars(
        _ADOPT_MISSING,
        {
            "tenant_id": township.tenant_id,
            "county_id": township.county_id,
            "adopted_by": who.name,
        },
    )
    codes = tuple(sorted(added))
    if codes:
        await session.execute(_RAISE, {"tenant_id": township.tenant_id})
        words = _("认领了%(count)s个事项", count=len(codes))
        record(session, "item.adopted", who=who, subject="items", words=words, codes=list(codes))
    return codes


async def _publish(
    session: AsyncSession, county: Place, sheet: Sheet, who: Actor, origin: Origin
) -> None:
    before = await session.scalars(
        select(ItemEdition.edition).where(
            ItemEdition.tenant_id == county.tenant_id, ItemEdition.code == sheet.code
        )
    )
    editions = set(before)
    # An edition that was published before and comes back keeps its row and its number.
    if sheet.edition not in editions:
        session.add(
            ItemEdition(
                tenant_id=county.tenant_id,
                code=sheet.code,
                edition=sheet.edition,
                number=len(editions) + 1,
                module=sheet.module,
                title=sheet.title,
                sheet=dict(sheet.source),
                published_by=who.name,
                origin=origin,
            )
        )
        await session.flush()
    await make_findable(session, sheet)
    record(
        session, "item.published", who=who, subject=f"item:{sheet.code}",
        words=_("发布了事项“%(title)s”", title=sheet.title), edition=sheet.edition,
        origin=origin,
    )  # fmt: skip


async def _shelf_of(session: AsyncSession, listed: list[Item], code: str) -> Module:
    """The module an item of the county's list stands in already, or the library's of this code."""
    editions = await editions_in(session)
    for item in listed:
        if editions[item.code, item.edition].module == code:
            return Module(code, item.module_name, item.theme)
    for module in library().modules():
        if module.code == code:
            return module
    raise Refusal(_("没有“%(code)s”这个模块。", code=code), what_next=_("请先选一个模块。"))


def _list(
    session: AsyncSession,
    county: Place,
    module: Module,
    sheet: Sheet,
    position: int,
    before: Item | None,
) -> Item:
    item = before
    if item is None:
        item = Item(tenant_id=county.tenant_id, code=sheet.code, status="in_use")
        session.add(item)
    item.edition, item.position = sheet.edition, position
    item.module, item.module_name, item.theme = module.code, module.name, module.theme
    return item
