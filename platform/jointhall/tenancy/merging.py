"""Merging (并入): a township becomes part of another of its county, and answers no more itself."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import on_which_day
from jointhall.kernel.db import acting_in, after_commit
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.place import Directory

from .changes import tell_of_life
from .models import Status, Tenant
from .queries import place_of

LONGEST = 300


async def merge(
    session: AsyncSession,
    tools: Tools,
    county_name: str,
    tenant: Tenant,
    into: Tenant | None,
    *,
    why: str,
    who: Actor,
    directory: Directory,
) -> None:
    """Merges a township into another: what lies open in it is handed over by itself, at once.

    Its pages stay to be read, so that every number and every letter can still be found.
    """
    why = why.strip()
    troubles = {}
    if into is None or into.tenant_id == tenant.tenant_id or not _is_open(into):
        troubles["into"] = _("请选并到哪一个乡镇，要是正在办事的。")
    if not why or len(why) > LONGEST:
        troubles["why"] = _("写明批准并入的文件，最多 %(n)s 个字。", n=LONGEST)
    if into is None or troubles:
        raise BadForm(troubles)
    if tenant.merged_into is not None:
        raise Refusal(_("这个乡镇已经并走了。"))
    tenant.merged_into = into.tenant_id
    if tenant.status == Status.TRIAL:
        tenant.become(Status.CLOSED)
    elif tenant.status == Status.LIVE:
        tenant.become(Status.READ_ONLY)
    tenant.content_version += 1
    words = _("%(from)s并入%(into)s", **{"from": tenant.name, "into": into.name})
    day = on_which_day(tools.clock.now()).isoformat()
    subject = f"tenant:{tenant.tenant_id}"
    record(session, "tenant.merged", who=who, subject=subject, words=words, why=why, day=day)
    for place in (place_of(tenant, county_name), place_of(into, county_name)):
        async with acting_in(session, place.standing()):
            record(
                session, "tenant.merged", who=who, subject=subject, words=words, why=why, day=day
            )
    await tell_of_life(session, tenant)
    after_commit(session, "directory", directory.forget)


def _is_open(tenant: Tenant) -> bool:
    return tenant.status in (Status.TRIAL, Status.LIVE) and tenant.merged_into is None
