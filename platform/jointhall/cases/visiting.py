"""Recording a visit (到场记录): read from the form, kept with its photos, carried by envelope."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.documents.models import Document
from jointhall.documents.queries import documents_of
from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.db import tenant_of
from jointhall.kernel.files import new_key
from jointhall.kernel.ids import new_id
from jointhall.kernel.jobs import Work, job, later
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _

from .enclosed import Photo, keep_enclosed
from .visits import PURPOSE, Told, Visit, visit_of_task

MOST_PHOTOS = 12
LONGEST = 2000
LONGEST_AGO = timedelta(days=366)
OWNER = "other"

_BETWEEN = re.compile(r"[\s、，,;；/]+")


def read_visit(form: Mapping[str, str], *, people: int, today: date) -> tuple[Told, date]:
    """Who went, when, what they found; raises BadForm with a sentence for each field."""
    troubles = {}
    who = tuple(dict.fromkeys(name for name in _BETWEEN.split(form.get("who", "")) if name))
    if len(who) < people:
        troubles["who"] = _(
            "这一项要 %(n)s 个人一起去，请把去的人都写上，名字之间用顿号隔开。", n=people
        )
    elif len(who) > 20 or any(len(name) > 40 for name in who):
        troubles["who"] = _("名字太多或者太长了，请只写去的人的姓名。")
    day = day_typed(form.get("went_on", ""))
    if day is None:
        troubles["went_on"] = _("请写哪一天去的。")
    elif day > today:
        troubles["went_on"] = _("日期还没有到，请写实际去的那一天。")
    elif day < today - LONGEST_AGO:
        troubles["went_on"] = _("日期太早了，请写实际去的那一天。")
    words = form.get("found", "").strip()
    if not words:
        troubles["found"] = _("请写看到的情况，和申请的对不对得上。")
    elif len(words) > LONGEST:
        troubles["found"] = _("最多写 2000 个字。")
    if troubles or day is None:
        raise BadForm(troubles)
    return Told(who, words, _place(form.get("lat", ""), form.get("lng", ""))), day


def _place(lat: str, lng: str) -> tuple[float, float] | None:
    """Where the phone says it is; what is no place on earth is none."""
    try:
        north, east = float(lat), float(lng)
    except ValueError:
        return None
    if not (math.isfinite(north) and math.isfinite(east)):
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


async def keep_photos(
    session: AsyncSession, tools: Tools, visit: Visit, photos: Sequence[Photo], *, by: Actor
) -> None:
    """Adds photos to a visit; where they were taken is not kept with them. Raises BadForm."""
    there = await photos_of(session, visit)
    if len(there) + len(photos) > MOST_PHOTOS:
        raise BadForm({"photos": _("照片最多 %(n)s 张。", n=MOST_PHOTOS)})
    for photo in photos:
        await keep_enclosed(session, tools, visit.id, photo, purpose=PURPOSE, by=by, field="photos")


def keep_words(tools: Tools, visit: Visit, told: Told, *, went_on: date, by: Actor) -> None:
    """Keeps who went, when and what they found."""
    visit.record(tools.secrets, told, went_on=went_on, by=by.in_full, at=tools.clock.now())


async def photos_of(session: AsyncSession, visit: Visit) -> Sequence[Document]:
    """The photos of a visit, in the order they came."""
    return await documents_of(session, "other", visit.id)


def must_be_recorded(visit: Visit | None, vote: str) -> None:
    """Nobody agrees to what was to be looked at and was not; raises BadForm."""
    if visit is not None and vote == "agree" and not visit.is_recorded:
        raise BadForm({"vote": _("这一项要先到场看过：把到场情况记下来，才能同意。")})


async def as_body(session: AsyncSession, tools: Tools, visit: Visit | None) -> dict[str, Any]:
    """What the envelope of an answer says of the visit that was made for it."""
    if visit is None or not visit.is_recorded or visit.went_on is None:
        return {}
    photos = [
        {
            "name": photo.name, "media_type": photo.media_type, "size": photo.size,
            "sha256": photo.sha256, "key": photo.store_key,
        }
        for photo in await photos_of(session, visit)
    ]  # fmt: skip
    return {
        "visit": {
            **visit.told(tools.secrets).as_body(), "kind": visit.kind, "people": visit.people,
            "went_on": visit.went_on.isoformat(), "by": visit.recorded_by, "photos": photos,
        }
    }  # fmt: skip


async def keep_what_came(
    session: AsyncSession, tools: Tools, body: Mapping[str, Any], *, task_id: UUID, peer_id: UUID
) -> None:
    """The visit another tenant made for us: kept with its task, its photos fetched afterwards."""
    said = body.get("visit")
    if said is None:
        return
    # There is one already where the word was taken back, or where we had begun to go ourselves.
    visit = await visit_of_task(session, task_id, hold=True)
    if visit is None:
        visit = Visit(
            tenant_id=tenant_of(session), id=new_id(), task_id=task_id, kind=said["kind"],
            people=said["people"],
        )  # fmt: skip
        session.add(visit)
    visit.record(
        tools.secrets, Told.from_body(said), went_on=date.fromisoformat(said["went_on"]),
        by=said["by"], at=tools.clock.now(),
    )  # fmt: skip
    here = {photo.sha256 for photo in await photos_of(session, visit)}
    for photo in said["photos"]:
        if photo["sha256"] in here:
            continue
        await later(session, fetch_photo, visit_id=str(visit.id), peer_id=str(peer_id), photo=photo)


@job("cases.fetch_photo", queue="files")
async def fetch_photo(work: Work, *, visit_id: str, peer_id: str, photo: dict[str, Any]) -> None:
    """Brings a photo of another tenant's visit into our store, against its checksum."""
    tenant_id = tenant_of(work.session)
    own_key = new_key(tenant_id, "paper")
    kept = await work.tools.files.copy(
        UUID(peer_id), photo["key"], to_tenant=tenant_id, to_key=own_key
    )
    if kept.sha256 is not None and kept.sha256 != photo["sha256"]:
        raise ValueError("a photo is not the one the envelope names")
    work.session.add(
        Document(
            tenant_id=tenant_id, id=new_id(), owner_kind=OWNER, owner_id=UUID(visit_id),
            purpose=PURPOSE, name=photo["name"], media_type=photo["media_type"],
            size=photo["size"], sha256=photo["sha256"], store_key=own_key,
            uploaded_by="system", created_at=work.tools.clock.now(),
        )
    )  # fmt: skip
