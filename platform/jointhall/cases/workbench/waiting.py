"""The first page of the workbench (待办): what waits, sorted by what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import get
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import N_, _
from jointhall.service_items.adoption.standing import waiting_here
from jointhall.web.access import officer
from jointhall.web.charts import Bar
from jointhall.web.given import Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.viewer import Viewer as Who

from ..desk.asked import COLUMNS, SORTS, Asked, asked_in, columns_of
from ..desk.paging import turn_of
from ..desk.waiting import (
    SORT_KINDS,
    WORKING_DAYS_AHEAD,
    Tally,
    Waiting,
    how_many,
    waiting_and_tallies,
    waiting_for,
)
from ..desk.waits import BY_KIND
from ..standing_in import desk_of
from .batch_bar import batch_offered
from .days import Days, days_at
from .rail import Here, rail_of, wanted_of, was_saved

CHANNELS = {
    "online": N_("网上"),
    "envelope": N_("信封"),
    "window": N_("窗口"),
    "agent": N_("帮代办"),
    "elsewhere": N_("异地代收"),
    "notice": N_("公示"),
}


@dataclass(slots=True)
class Group:
    """Rows that belong together by when they are due; `count` has those on other pages too."""

    title: str
    note: str
    late: bool = False
    count: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def shown(self) -> int:
        return len(self.rows)


@get("/workbench", guards=[officer])
async def waiting(visit: Visit, session: Session, viewer: Viewer) -> Template:
    """What waits for this officer's offices, a page at a time."""
    asked = asked_in(visit.full_path, "waiting")
    calendar = await calendar_here(session)
    days = days_at(visit.now(), calendar)
    desk = await desk_of(session, viewer)
    wanted = wanted_of(days, asked)
    found, tallies = await waiting_and_tallies(
        session, desk, today=days.today, calendar=calendar, wanted=wanted,
        turn=turn_of(asked.after, asked.before, SORT_KINDS[wanted.sort]),
    )  # fmt: skip
    here = Here("waiting", asked)
    rail = await rail_of(visit, session, desk, days, here, tallies=tallies)
    matching = [tally for tally in tallies if _matches(days, tally, asked)]
    total = sum(tally.count for tally in matching)
    if asked.office or asked.channel or asked.q:
        (total,) = await how_many(
            session, desk, today=days.today, calendar=calendar, wanted=[wanted]
        )
        matching = []
    counts = days.counts(tallies)
    own = sorted((code, desk.names[code]) for code in desk.held)
    return page(
        visit,
        "cases/workbench/waiting.html",
        rail=rail,
        groups=groups_of(visit, days, found.rows, matching, desk.names, wanted.sort == "due"),
        counts=counts,
        asked=asked,
        items=_items(tallies),
        filters=[
            ("act", _("要您做"), _acts(tallies), asked.act),
            ("item", _("事项"), [(name, name) for name, _n in _items(tallies)], asked.item),
            ("office", _("站所"), own, asked.office),
            (
                "channel",
                _("来源"),
                [(key, _(said)) for key, said in CHANNELS.items()],
                asked.channel,
            ),
        ],
        share_with=own,
        saved=was_saved(visit, asked),
        lede=lede_of(counts),
        bars=bars_of(days, tallies),
        has_bars=any(tally.due_on for tally in tallies),
        total=total,
        newer=visit.at("/workbench") + asked.query(before=found.newer) if found.newer else None,
        older=visit.at("/workbench") + asked.query(after=found.older) if found.older else None,
        link=lambda **to: visit.at("/workbench") + asked.query(**to),
        columns=columns_of(asked, "waiting"),
        COLUMNS=COLUMNS["waiting"],
        SORTS=SORTS["waiting"],
        print_path=visit.at("/workbench/print") + asked.query(list="waiting"),
        new_versions=await _new_versions(visit, session, viewer, days.today),
        batch=batch_offered(viewer),
    )


def _matches(days: Days, tally: Tally, asked: Asked) -> bool:
    return days.matches(tally, asked.light, asked.item) and asked.act in ("", tally.kind)


def _acts(tallies: Sequence[Tally]) -> list[tuple[str, str]]:
    there = {tally.kind for tally in tallies}
    return [(kind, _(wait.asks)) for kind, wait in BY_KIND.items() if kind in there]


async def _new_versions(visit: Visit, session: AsyncSession, viewer: Who, today: date) -> int:
    """How many items the county has changed that this township has said nothing to."""
    if visit.place.is_county or not viewer.may("item:adopt"):
        return 0
    return await waiting_here(session, visit.place, today)


async def next_up(visit: Visit, session: AsyncSession, viewer: Who) -> dict[str, str] | None:
    """What waits most urgently now, for a link from the page of what was just done."""
    calendar = await calendar_here(session)
    today = on_which_day(visit.now())
    desk = await desk_of(session, viewer)
    found = await waiting_for(session, desk, today=today, calendar=calendar, most=1)
    rows: Sequence[Waiting] = found.rows
    if not rows or rows[0].due_on is None:
        return None
    return {"href": visit.at(path_of(rows[0])), "title": rows[0].title}


def path_of(row: Waiting) -> str:
    """The page where a thing is done."""
    return BY_KIND[row.kind].path.format(id=row.id, number=row.number)


def lede_of(counts: Mapping[str, int]) -> str:
    """How the day looks in one sentence; what there is none of is not mentioned."""
    if not counts["all"]:
        return _("现在没有等您办的。")
    said = (
        (counts["late"], _("%(n)s 件已超期", n=counts["late"])),
        (counts["group today"], _("%(n)s 件今天到期", n=counts["group today"])),
        (counts["group next"], _("%(n)s 件下一个工作日到期", n=counts["group next"])),
        (counts["ok"], _("%(n)s 件在期", n=counts["ok"])),
        (counts["paused"], _("%(n)s 件停表", n=counts["paused"])),
    )
    return _("，").join(words for count, words in said if count) + _("。")


def groups_of(
    visit: Visit,
    days: Days,
    rows: Sequence[Waiting],
    tallies: Sequence[Tally],
    offices: Mapping[str, str],
    by_day: bool,
) -> list[Group]:
    """The rows of this page under their days, with how many there are in all.

    Sorted by anything else they stand in one group; `tallies` are none where they cannot count it.
    """
    if not by_day:
        return [Group("", "", rows=[row_of(visit, days, row, offices) for row in rows])]
    groups: dict[str, Group] = {}
    counts = days.counts(tallies)
    for row in rows:
        key = days.group(row.due_on)
        if key not in groups:
            count = counts[f"group {key}"]
            title, note = days.heading(key)
            if count:
                many = _("%(n)s 件", n=count)
                note = _("%(span)s · %(many)s", span=note, many=many) if note else many
            groups[key] = Group(title, note, key == "late", count)
        groups[key].rows.append(row_of(visit, days, row, offices))
    return list(groups.values())


def bars_of(days: Days, tallies: Sequence[Tally]) -> list[Bar]:
    """What falls due on each of the next ten working days, with what is overdue in front."""
    late = sum(t.count for t in tallies if t.due_on and t.due_on < days.today)
    bars, by_day = [Bar(_("超期"), late, "late")], Counter[date | None]()
    for tally in tallies:
        by_day[tally.due_on] += tally.count
    for day in days.next_working_days(WORKING_DAYS_AHEAD):
        count = by_day[day]
        bars.append(Bar(str(day.day), count, "soon" if day <= days.near else ""))
    return bars


def row_of(visit: Visit, days: Days, row: Waiting, offices: Mapping[str, str]) -> dict[str, Any]:
    """What stands in the cells of one thing that waits."""
    state, word = days.light(row.due_on)
    used, promised = days.used(on_which_day(row.since), row.due_on)
    return {
        "id": f"{row.kind}.{row.id}",
        "href": visit.at(path_of(row)),
        "state": state,
        "word": word,
        "due": days.due_words(row.due_on, on_which_day(row.since)),
        "title": row.title,
        "who": _who(visit, row),
        "ask": _(BY_KIND[row.kind].asks),
        "from": _(CHANNELS.get(row.channel, row.channel)),
        "used": used,
        "promised": promised,
        "number": row.number,
        "since": day_words(on_which_day(row.since)),
        "office": offices.get(row.office, ""),
        # Only what is the same matter, asked in the same way, is answered together.
        "item": f"{row.kind}:{row.item}",
    }


def _who(visit: Visit, row: Waiting) -> str:
    if row.applicant_sealed is None:
        return row.peer_name
    secrets, tenant_id = visit.tools.secrets, visit.place.tenant_id
    return secrets.open_text(tenant_id, "applicant", row.applicant_sealed)


def _items(tallies: Sequence[Tally]) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for tally in tallies:
        counted[tally.item] = counted.get(tally.item, 0) + tally.count
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


ROUTES = [waiting]
