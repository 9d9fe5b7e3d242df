"""What stands beside every list at the desk (侧栏): the lists, saved views, each with its count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.words import _
from jointhall.web.visit import Visit

from ..desk.asked import Asked, sort_of
from ..desk.found import Days as LightDays
from ..desk.found import how_many_cases
from ..desk.models import View
from ..desk.views import asked_by, views_for
from ..standing_in import Desk
from ..waiting import Wanted, how_many
from .days import Days

Link = tuple[str, str, int | None, bool]
Group = tuple[str, list[Link]]

PATHS = {"waiting": "/workbench", "cases": "/workbench/cases"}


@dataclass(frozen=True, slots=True)
class Here:
    """Which page of the desk asks: a list with what is asked of it, or `done` and the like."""

    name: str
    asked: Asked = field(default_factory=Asked)


async def rail_of(
    visit: Visit, session: AsyncSession, desk: Desk, days: Days, here: Here
) -> list[Group]:
    """The lists and views of this officer with how much is in each, the current one marked."""
    viewer = desk.viewer
    views = [(view, asked_by(view)) for view in await views_for(session, viewer)]
    of_waiting = [one for one in views if one[0].of_list == "waiting"]
    of_cases = [one for one in views if one[0].of_list == "cases"]
    waits = await how_many(
        session, desk, today=days.today, calendar=days.calendar,
        wanted=[Wanted(), *(wanted_of(days, asked) for _view, asked in of_waiting)],
    )  # fmt: skip
    reads = viewer.may("case:read")
    assert viewer.id is not None, "an officer has an id"
    found = await how_many_cases(
        session,
        [Asked(mine="hand"), Asked(mine="watched"), *(asked for _view, asked in of_cases)]
        if reads
        else [],
        LightDays(days.today, days.near), viewer.id,
    )  # fmt: skip
    counts = dict(zip((view.id for view, _asked in of_waiting), waits[1:], strict=True))
    counts |= dict(zip((view.id for view, _asked in of_cases), found[2:], strict=False))
    groups = [(_("收件"), _lists(visit, here, waits[0], found if reads else None))]
    shown = of_waiting + (of_cases if reads else [])
    mine = [one for one in shown if one[0].officer_id == viewer.id]
    theirs = [one for one in shown if one[0].officer_id != viewer.id]
    for heading, some in ((_("我存的视图"), mine), (_("站所共用"), theirs)):
        if some:
            groups.append((heading, [_view(visit, here, *one, counts) for one in some]))
    return groups


def _lists(visit: Visit, here: Here, waiting: int, found: list[int] | None) -> list[Link]:
    plain = here.asked == Asked()
    links: list[Link] = [
        (_("待办"), visit.at("/workbench"), waiting, here.name == "waiting" and plain)
    ]
    if found is not None:
        for mine, words, count in (("hand", _("在办"), found[0]), ("watched", _("关注"), found[1])):
            asked = Asked(mine=mine)
            current = here.name == "cases" and not here.asked.view and here.asked.mine == mine
            links.append((words, visit.at(PATHS["cases"]) + asked.query(), count, current))
    links.append((_("已办"), visit.at("/workbench/done"), None, here.name == "done"))
    return links


def _view(visit: Visit, here: Here, view: View, asked: Asked, counts: dict[object, int]) -> Link:
    href = visit.at(PATHS[view.of_list]) + asked.query()
    current = here.name == view.of_list and here.asked.view == str(view.id)
    return (view.name, href, counts.get(view.id), current)


def wanted_of(days: Days, asked: Asked) -> Wanted:
    """What is asked of the list of what waits, as the database is asked."""
    sort, is_down = sort_of(asked, "waiting")
    return replace(
        days.wanted(asked.light, asked.item), kind=asked.act, office=asked.office,
        channel=asked.channel, words=asked.q, sort=sort, is_down=is_down,
    )  # fmt: skip
