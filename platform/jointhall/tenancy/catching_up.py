"""Running tenants are given what the starter pack has grown by (补发), by itself after a start."""

from __future__ import annotations

import structlog
from sqlalchemy import select

from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import DIRECTORY, SYSTEM
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.place import Place

from .joining import give_new, pack_version
from .models import Status, Tenant
from .queries import place_of

log = structlog.get_logger(__name__)

KINDS = ("county", "township")
NAMES = {
    "office": N_("机构"),
    "page": N_("固定页面"),
    "role": N_("岗位权限"),
    "word": N_("常用说法"),
}


@each("tenancy.catch_up", seconds=3600)
async def catch_up(tools: Tools) -> None:
    """Everybody who was given an older pack, one after the other.

    Who has the newest pack is not even looked at, so that a start among thousands costs one
    question. One tenant's trouble is not its neighbours': the next tick tries it again.
    """
    behind = await tenants_behind(tools)
    for place in behind:
        try:
            await catch_up_in(tools, place)
        except Exception as error:
            log.warning("not caught up", tenant=place.slug, error=repr(error)[:300])
    if behind and "directory" in tools.outside:
        tools.outside["directory"].forget()


async def tenants_behind(tools: Tools) -> list[Place]:
    """Counties and townships that were last given from another pack than ours."""
    versions = [pack_version(kind) for kind in KINDS]
    async with tools.database.transaction(DIRECTORY, read_only=True) as session:
        found = await session.scalars(
            select(Tenant)
            .where(Tenant.status != Status.CLOSED, Tenant.starter_version.not_in(versions))
            .order_by(Tenant.kind, Tenant.division_code)
        )
        return [place_of(tenant, "") for tenant in found]


async def catch_up_in(tools: Tools, place: Place) -> tuple[str, ...]:
    """What is new in the pack, to one tenant, with a line in its journal; done twice, nothing."""
    async with tools.database.transaction(place.standing()) as session:
        new = await give_new(session, place)
        if new:
            kinds = dict.fromkeys(piece.partition(":")[0] for piece in new)
            names = "、".join(_(NAMES.get(kind, kind)) for kind in kinds)
            record(
                session, "tenant.caught_up", who=SYSTEM, subject=f"tenant:{place.tenant_id}",
                words=_("补发了新的%(names)s，一共%(n)s项", names=names, n=len(new)),
                given=list(new),
            )  # fmt: skip
        return new
