"""Making tenants: a county by whoever runs the service, its townships by the county."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import Database, acting_in, after_commit
from jointhall.kernel.ids import new_id
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.who import SYSTEM, Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.faces import default_face
from jointhall.web.place import Directory, Place

from . import first_rules as _rules  # noqa: F401  gives every tenant its roles
from . import standing_pages as _pages  # noqa: F401  gives every tenant its pages
from .joining import give_start, pack_version
from .models import Status, Tenant
from .newcomers import Newcomer
from .queries import codes_joined, county_coded, known_tenants, place_of
from .slugs import free_slug

ROWS_A_STATEMENT = 200

Progress = Callable[[int, int], None]
"""Told how many of how many townships are made."""


async def make_county(
    database: Database,
    code: str,
    name: str,
    *,
    on: date,
    slug: str = "",
    phone: str = "",
    hours: str = "",
    address: str = "",
    host: str | None = None,
    face: dict[str, Any] | None = None,
    who: Actor = SYSTEM,
) -> Place:
    """The county with this division code (6 or 12 digits), made complete if it is not here yet.

    A county is live at once: nobody stands above it who could say that it may be.
    """
    there = await county_coded(database, code)
    if there is not None:
        return there
    code = code[:6].ljust(12, "0")
    face = face or default_face(code)
    if not slug:
        taken = {one.slug for one in await known_tenants(database)}
        slug = free_slug(name, code, taken=taken)
    row = _row(Newcomer(code, name, slug, face, phone, hours, address), on=on)
    row |= {"county_id": row["tenant_id"], "kind": "county", "status": "live", "host": host}
    row["starter_version"] = pack_version("county")
    place = place_of(Tenant(**row), name)
    async with database.transaction(place.standing()) as session:
        await _insert(session, [row])
        await give_start(session, place)
        record(
            session, "tenant.made", who=who, subject=f"tenant:{place.tenant_id}",
            words=_("建立县级单位 %(name)s", name=name), code=code, slug=place.slug,
        )  # fmt: skip
    return place


async def confirm(
    session: AsyncSession,
    county: Place,
    newcomers: Sequence[Newcomer],
    *,
    who: Actor,
    on: date,
    directory: Directory | None = None,
    progress: Progress | None = None,
) -> list[Place]:
    """Makes these townships in trial, each complete, all or none; those already here stay.

    The transaction stands in the county. Two who confirm at once wait for one another here, so
    that the second finds everything made.
    """
    await session.execute(
        text("select 1 from tenants where tenant_id = :id for update"), {"id": county.tenant_id}
    )
    joined = await codes_joined(session, county.tenant_id, [new.code for new in newcomers])
    rows = [
        (new, _row(new, on=on, county_id=county.tenant_id))
        for new in newcomers
        if new.code not in joined
    ]
    await _insert(session, [row for _new, row in rows])
    places = []
    for count, (new, row) in enumerate(rows, 1):
        place = place_of(Tenant(**row), county.name)
        await _complete(session, place, new.villages, who=who)
        places.append(place)
        if progress is not None:
            progress(count, len(rows))
    for place in places:
        record(
            session, "tenant.joined", who=who, subject=f"tenant:{place.tenant_id}",
            words=_("接入 %(name)s", name=place.name), code=place.division_code, slug=place.slug,
        )  # fmt: skip
    if directory is not None:
        after_commit(session, "directory", directory.forget)
    return places


async def _complete(
    session: AsyncSession, place: Place, villages: Sequence[str], *, who: Actor
) -> None:
    async with acting_in(session, place.standing()):
        await give_start(session, place, villages)
        record(
            session, "tenant.made", who=who, subject=f"tenant:{place.tenant_id}",
            words=_("由%(county)s接入，开始试运行", county=place.county_name),
            code=place.division_code, slug=place.slug,
        )  # fmt: skip


def _row(new: Newcomer, *, on: date, county_id: UUID | None = None) -> dict[str, Any]:
    return {
        "tenant_id": new_id(),
        "county_id": county_id,
        "kind": "township",
        "division_code": new.code,
        "slug": new.slug,
        "name": new.name,
        "phone": new.phone,
        "hours": new.hours,
        "address": new.address,
        "host": None,
        "status": Status.TRIAL.value,
        "face": new.face,
        "valid_from_on": on,
        "content_version": 1,
        "policy_version": 1,
        "starter_version": pack_version("township"),
    }


async def _insert(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = list(rows[start : start + ROWS_A_STATEMENT])
        try:
            await session.execute(insert(Tenant), part)
        except IntegrityError as error:
            raise Refusal(
                _("有一个网址短名或区划代码刚刚被别人用掉了，这一次一个也没有接入。"),
                what_next=_("重新传一次表，看哪一行要改。"),
            ) from error
