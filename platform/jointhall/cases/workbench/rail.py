"""What stands beside every list at the desk (侧栏): the lists, saved views, each with its count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.words import _
from jointhall.web.visit import Visit

from ..desk.asked import Asked, sort_of
from ..desk.counted_beside import Beside, counted_beside
from ..desk.found import CaseTally, cases_counted
from ..desk.found import Days as LightDays
from ..desk.models import View
from ..desk.views import asked_by, views_for
from ..desk.waiting import Tally, Wanted, how_many, tallies_for
from ..standing_in import Desk
from .days import Days

Link = tuple[str, str, int, bool]
Group = tuple[str, list[Link]]

SAVED = "saved=yes"
PATHS = {"waiting": "/workbench", "cases": "/workbench/cases"}


@dataclass(frozen=True, slots=True)
class Here:
    """Which page of the desk asks: a list with what is asked of it, or `done` and the like."""

    name: str
    asked: Asked = field(default_factory=Asked)


async def rail_of(
    visit: Visit,
    session: AsyncSession,
    desk: Desk,
    days: Days,
    here: Here,
    *,
    tallies: Sequence[Tally] | None = None,
) -> list[Group]:
    """The lists and views of this officer with how much is in each, the current one marked.

    However many there are, three questions count them all.
    """
    groups, _of_cases = await rail_with_cases(visit, session, desk, days, here, tallies, False)
    return groups


async def rail_with_cases(
    visit: Visit,
    session: AsyncSession,
    desk: Desk,
    days: Days,
    here: Here,
    tallies: Sequence[Tally] | None = None,
    has_all: bool = True,
) -> tuple[list[Group], list[CaseTally]]:
    """The same, with the tallies of all cases that were counted on the way."""
    viewer = desk.viewer
    assert viewer.id is not None, "an officer has an id"
    views = [(view, asked_by(view)) for view in await views_for(session, viewer)]
    if tallies is None:
        tallies = await tallies_for(session, desk, today=days.today, calendar=days.calendar)
    counts = await _waiting(session, desk, days, views, tallies)
    reads = viewer.may("case:read")
    shown = [one for one in views if one[0].of_list == "waiting" or reads]
    asked = [Asked(mine="hand"), Asked(mine="watched")]
    asked += [asked for view, asked in shown if view.of_list == "cases"]
    lights = LightDays(days.today, days.near)
    of_status: list[CaseTally] = []
    found: list[int] = []
    if reads:
        of_status, found = await cases_counted(session, asked, lights, viewer.id, has_all=has_all)
    of_cases = [view.id for view, _asked in shown if view.of_list == "cases"]
    counts |= dict(zip(of_cases, found[2:], strict=True))
    beside = await counted_beside(session, viewer)
    waiting = sum(tally.count for tally in tallies)
    groups = [(_("收件"), _lists(visit, here, waiting, found[:2], beside))]
    mine = [one for one in shown if one[0].officer_id == viewer.id]
    theirs = [one for one in shown if one[0].officer_id != viewer.id]
    for heading, some in ((_("我存的视图"), mine), (_("站所共用"), theirs)):
        if some:
            groups.append((heading, [_view(visit, here, *one, counts) for one in some]))
    return groups, of_status


async def _waiting(
    session: AsyncSession,
    desk: Desk,
    days: Days,
    views: Sequence[tuple[View, Asked]],
    tallies: Sequence[Tally],
) -> dict[UUID, int]:
    """How much each view of what waits shows: added up where that can be, else asked for."""
    counts: dict[UUID, int] = {}
    rest: list[tuple[UUID, Wanted]] = []
    for view, asked in views:
        if view.of_list != "waiting":
            continue
        if asked.office or asked.channel or asked.q:
            rest.append((view.id, wanted_of(days, asked)))
        else:
            counts[view.id] = sum(
                tally.count
                for tally in tallies
                if asked.act in ("", tally.kind) and days.matches(tally, asked.light, asked.item)
            )
    found = await how_many(
        session, desk, today=days.today, calendar=days.calendar,
        wanted=[wanted for _id, wanted in rest],
    )  # fmt: skip
    return counts | dict(zip((id for id, _wanted in rest), found, strict=True))


def _lists(
    visit: Visit, here: Here, waiting: int, found: Sequence[int], beside: Beside
) -> list[Link]:
    plain = here.asked == Asked()
    links: list[Link] = [
        (_("待办"), visit.at("/workbench"), waiting, here.name == "waiting" and plain)
    ]
    if found:
        reading = visit.at("/workbench/copies")
        links.append((_("待阅"), reading, beside.to_read, here.name == "copies"))
        hand, watched = found
        for mine, words, count in (("hand", _("在办"), hand), ("watched", _("关注"), watched)):
            asked = Asked(mine=mine)
            current = here.name == "cases" and not here.asked.view and here.asked.mine == mine
            links.append((words, visit.at(PATHS["cases"]) + asked.query(), count, current))
    if visit.viewer.may("case:accept"):
        begun = visit.at("/workbench/intakes?which=draft")
        links.append((_("草稿"), begun, beside.drafts, here.name == "drafts"))
    links.append((_("已办"), visit.at("/workbench/done"), beside.done, here.name == "done"))
    return links


def _view(visit: Visit, here: Here, view: View, asked: Asked, counts: dict[UUID, int]) -> Link:
    href = visit.at(PATHS[view.of_list]) + asked.query()
    current = here.name == view.of_list and here.asked.view == str(view.id)
    return (view.name, href, counts[view.id], current)


def was_saved(visit: Visit, asked: Asked) -> bool:
    """Whether the list is shown because what is asked of it was just saved as a view."""
    return bool(asked.view) and visit.full_path.endswith(SAVED)


def wanted_of(days: Days, asked: Asked) -> Wanted:
    """What is asked of the list of what waits, as the database is asked."""
    sort, is_down = sort_of(asked, "waiting")
    return replace(
        days.wanted(asked.light, asked.item), kind=asked.act, office=asked.office,
        channel=asked.channel, words=asked.q, sort=sort, is_down=is_down,
    )  # fmt: skip
