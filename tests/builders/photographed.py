"""A visit of our own office to the ground, with a photo."""

from __future__ import annotations

from datetime import date

from jointhall.cases.enclosed import Photo
from jointhall.cases.models import Case
from jointhall.cases.queries import tasks_of
from jointhall.cases.visiting import keep_photos, keep_words
from jointhall.cases.visits import Told, Visit
from jointhall.kernel.ids import new_id
from jointhall.kernel.plain import put
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import Actor
from jointhall.web.place import Place
from tests.builders.files import a_photo


async def photographed(tools: Tools, place: Place, case: Case, *, by: Actor) -> None:
    """Our first task of this case has been on the ground and brought back a photo."""
    async with tools.database.transaction(place.standing()) as session:
        own = next(one for one in await tasks_of(session, case) if one.peer_id is None)
        visit = Visit(tenant_id=place.tenant_id, id=new_id(), task_id=own.id, kind="site", people=1)
        told = Told(("周晓岚",), "界桩在东边")
        keep_words(tools, visit, told, went_on=date(2026, 11, 16), by=by)
        await put(session, visit)
        await keep_photos(session, tools, visit, [Photo(a_photo(), "现场.jpg")], by=by)
