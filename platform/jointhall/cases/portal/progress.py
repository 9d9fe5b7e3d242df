"""Following a case by its number (查进度), without signing in and without personal data."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from litestar import get, post
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.words import _
from jointhall.people.limits import Bucket, net_of, take
from jointhall.web.access import public
from jointhall.web.given import Form, InQuery, Visit
from jointhall.web.pages import page
from jointhall.web.place import Place

from ..after.passing import MOST_HOPS, where_it_went
from ..bundled import FiledBundle, bundle_tracked, cases_of_bundle
from ..counters import directory_of, place_of
from ..elsewhere.queries import intake_tracked
from ..elsewhere.records import Intake
from ..filing import case_tracked
from ..models import Case
from ..numbers import initials, tidy
from ..progress import Progress, progress_of
from ..queries import find_case
from ..whereabouts import seen_case

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MOST_PLACES = 12
"""How many townships whose numbers begin alike are asked, at the county's door."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


@dataclass(frozen=True, slots=True)
class Tracked:
    """A case found by number and digits, as anyone holding both may see it."""

    case: Case
    place: Place
    progress: Progress
    bundle: FiledBundle | None = None
    """The bundle whose number was given; this is then the first of `others`."""
    others: tuple[Tracked, ...] = ()


@get("/progress", guards=[public])
async def ask(visit: Visit, number: InQuery[str | None] = None) -> Template:
    """Asks for the number and the last four digits of the phone given with it."""
    return page(visit, "cases/portal/progress.html", errors={}, typed=number or "", found=None)


@post("/progress", guards=[public])
async def look(visit: Visit, form: Form) -> Template:
    """Shows the stations when number and digits fit together; how often is counted."""
    typed = str(form.get("number", "")).strip()
    digits = re.sub(r"\D", "", str(form.get("last4", "")).translate(_FULL_WIDTH))
    number = tidy(typed)
    errors = {}
    if not typed:
        errors["number"] = _("请写办件号，在回执和短信里，比如 HS20261116-0007。")
    if len(digits) != 4:
        errors["last4"] = _("请写申请时留的手机号的最后 4 位数字。")
    if errors:
        return _page(visit, typed, errors)
    # Counted in a transaction of its own; ours must not be held meanwhile.
    await visit.commit()
    await take(
        visit.tools,
        [
            Bucket("track-peer", visit.peer, 30, HOUR),
            Bucket("track-net", net_of(visit.peer), 300, HOUR),
            Bucket("track-number", number, 12, DAY),
        ],
        words=_("查得太勤了，请歇一会儿再查。"),
    )
    found = await _tracked(visit, number, digits)
    if isinstance(found, Intake):
        return page(
            visit, "cases/portal/progress.html", errors={}, typed=typed, found=None, coming=found
        )
    if found is None:
        errors["number"] = _("没有查到。请对一下办件号和手机号后 4 位，两样要对得上。")
        return _page(visit, typed, errors)
    return page(visit, "cases/portal/progress.html", errors={}, typed=typed, found=found)


async def _tracked(visit: Visit, number: str, digits: str) -> Tracked | Intake | None:
    """What number and digits open at one of the places the number may come from."""
    for place in await _places(visit, number):
        standing = place.standing()
        async with visit.tools.database.transaction(standing, read_only=True) as session:
            case = await case_tracked(session, visit.tools, number, digits)
            if case is None:
                bundle = await bundle_tracked(session, visit.tools, number, digits)
                if bundle is not None:
                    return await _whole(visit, session, place, bundle)
                intake = await intake_tracked(session, visit.tools, number, digits)
        if case is not None:
            return await _where_it_is(visit, place, case.id)
        if intake is not None:
            # What a window took in for another township is a case there, once it has come.
            there = await place_of(visit.tools, intake.for_id)
            return await _where_it_is(visit, there, intake.id) or intake
    return None


async def _where_it_is(visit: Visit, place: Place, id: UUID) -> Tracked | None:
    """The case, followed to where it was passed on; one connection at a time."""
    found = None
    for _hop in range(MOST_HOPS + 2):
        standing = place.standing()
        async with visit.tools.database.transaction(standing, read_only=True) as session:
            case = await find_case(session, id)
            if case is None:
                return found
            seen = await seen_case(session, visit.tools, place, case, is_open_to_all=True)
            found = Tracked(case, place, progress_of(seen))
            there = await where_it_went(session, visit.tools, case)
        if there is None:
            return found
        place = there
    return found


async def _whole(visit: Visit, session: AsyncSession, place: Place, bundle: FiledBundle) -> Tracked:
    """Every case of a bundle."""
    found = []
    for case in await cases_of_bundle(session, bundle):
        seen = await seen_case(session, visit.tools, place, case, is_open_to_all=True)
        found.append(Tracked(case, place, progress_of(seen)))
    return replace(found[0], bundle=bundle, others=tuple(found))


async def _places(visit: Visit, number: str) -> list[Place]:
    """Where the number may come from: here, or at the county's door by its letters."""
    if not visit.place.is_county:
        return [visit.place]
    letters = number.rstrip("0123456789-")
    townships = await directory_of(visit.tools).townships_of(visit.place.county_id)
    # The county's own window takes in for its townships, under numbers of its own.
    places = [visit.place, *townships]
    return [place for place in places if initials(place.name) == letters][:MOST_PLACES]


def _page(visit: Visit, typed: str, errors: dict[str, str]) -> Template:
    return page(
        visit, "cases/portal/progress.html", status=422, errors=errors, typed=typed, found=None
    )


ROUTES = [ask, look]
