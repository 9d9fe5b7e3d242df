"""The first page of the workbench (待办): what waits, sorted by what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from litestar import get
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import N_, _
from jointhall.service_items.adoption.standing import waiting_here
from jointhall.web.access import officer
from jointhall.web.charts import Bar
from jointhall.web.given import InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query
from jointhall.web.viewer import Viewer as Who

from ..waiting import PAGE, Tally, Waiting, tallies_for, waiting_for
from .days import Days, days_at

ASKED = {
    "accept": N_("受理"),
    "review": N_("提意见"),
    "decide": N_("作决定"),
    "referral": N_("答复"),
    "correction": N_("等补正"),
    "objection": N_("核实异议"),
}
CHANNELS = {
    "online": N_("网上"),
    "envelope": N_("信封"),
    "window": N_("窗口"),
    "agent": N_("帮代办"),
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
async def waiting(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    light: InQuery[str | None] = None,
    item: InQuery[str | None] = None,
    at: InQuery[int | None] = None,
) -> Template:
    """What waits for this officer's offices, a page at a time."""
    calendar = await calendar_here(session)
    days = days_at(visit.now(), calendar)
    tallies = await tallies_for(session, viewer, today=days.today, calendar=calendar)
    number = max(at or 1, 1)
    shown = light if light in days.WANTED else ""
    wanted = days.wanted(shown, item or "")
    rows = await waiting_for(
        session, viewer, today=days.today, calendar=calendar, wanted=wanted, page=number
    )
    matching = [tally for tally in tallies if days.matches(tally, shown, item or "")]
    total = sum(tally.count for tally in matching)
    return page(
        visit,
        "cases/workbench/waiting.html",
        groups=groups_of(visit, days, rows, matching),
        counts=days.counts(tallies),
        chosen=shown,
        item=item or "",
        items=_items(tallies),
        lede=lede_of(days.counts(tallies)),
        bars=bars_of(days, tallies),
        has_bars=any(tally.due_on for tally in tallies),
        total=total,
        newer=_page(visit, shown, item, number - 1) if number > 1 else None,
        older=_page(visit, shown, item, number + 1) if total > number * PAGE else None,
        link=lambda **to: visit.at("/workbench") + query(to),
        new_versions=await _new_versions(visit, session, viewer, days.today),
    )


async def _new_versions(visit: Visit, session: AsyncSession, viewer: Who, today: date) -> int:
    """How many items the county has changed that this township has said nothing to."""
    if visit.place.is_county or not viewer.may("item:adopt"):
        return 0
    return await waiting_here(session, visit.place, today)


async def next_up(visit: Visit, session: AsyncSession, viewer: Who) -> dict[str, str] | None:
    """What waits most urgently now, for a link from the page of what was just done."""
    calendar = await calendar_here(session)
    today = on_which_day(visit.now())
    rows = await waiting_for(session, viewer, today=today, calendar=calendar, most=1)
    if not rows or rows[0].due_on is None:
        return None
    return {"href": visit.at(path_of(rows[0])), "title": rows[0].title}


def path_of(row: Waiting) -> str:
    """The page where a thing is done."""
    if row.kind == "referral":
        return f"/workbench/referrals/{row.id}"
    if row.kind == "objection":
        return f"/workbench/objections/{row.number}"
    return f"/workbench/cases/{row.number}"


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
    visit: Visit, days: Days, rows: Sequence[Waiting], tallies: Sequence[Tally]
) -> list[Group]:
    """The rows of this page under their headings, with how many there are in all."""
    groups: dict[str, Group] = {}
    for row in rows:
        key = days.group(row.due_on)
        if key not in groups:
            count = sum(t.count for t in tallies if days.group(t.due_on) == key)
            title, span = days.heading(key)
            note = _("%(span)s · %(n)s 件", span=span, n=count) if span else _("%(n)s 件", n=count)
            groups[key] = Group(title, note, key == "late", count)
        groups[key].rows.append(_row(visit, days, row))
    return list(groups.values())


def bars_of(days: Days, tallies: Sequence[Tally]) -> list[Bar]:
    """What falls due on each of the next ten working days, with what is overdue in front."""
    late = sum(t.count for t in tallies if t.due_on and t.due_on < days.today)
    bars = [Bar(_("超期"), late, "late")]
    for day in days.next_working_days(10):
        count = sum(t.count for t in tallies if t.due_on == day)
        bars.append(Bar(str(day.day), count, "soon" if day <= days.near else ""))
    return bars


def _row(visit: Visit, days: Days, row: Waiting) -> dict[str, Any]:
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
        "ask": _(ASKED[row.kind]),
        "from": _(CHANNELS.get(row.channel, row.channel)),
        "used": used,
        "promised": promised,
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


def _page(visit: Visit, shown: str, item: str | None, number: int) -> str:
    return visit.at("/workbench") + query({"light": shown, "item": item, "at": number})


ROUTES = [waiting]
