"""Lists at the desk: what I did (已办), all cases here (办件), what others asked (别处来的)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.words import N_, _
from jointhall.web.access import may, officer
from jointhall.web.given import InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query
from jointhall.web.visit import Visit as TheVisit

from ..answering import VOTES
from ..desk.asked import COLUMNS, SORTS, Asked, asked_in, columns_of
from ..desk.asked_of_us import OPEN, referral_counts, referrals_found
from ..desk.done import done_by
from ..desk.found import OPEN_STATUS, CaseTally, Found, cases_found, how_many_of_each_light
from ..desk.found import Days as LightDays
from ..desk.holders import holders_of_cases
from ..desk.paging import Page, turn_of
from ..desk.watching import with_news
from ..numbers import tidy
from ..standing_in import desk_of
from ..status import WORDS, Status
from ..whereabouts import known_offices, office_names
from .batch_bar import batch_offered
from .days import Days, days_at
from .rail import Here, rail_of, rail_with_cases, was_saved
from .waiting import CHANNELS

LAMPS = {
    "": N_("全部"), "late": N_("已超期"), "soon": N_("将到期"), "ok": N_("在期"),
    "paused": N_("停表"),
}  # fmt: skip
STATUSES = WORDS | {Status.CORRECTION_ASKED: N_("等申请人补正")}
"""As officers say it: `WORDS` speak to the applicant."""
ANSWERS = VOTES | {"declined": N_("退回")}
REFERRAL_WORDS = {
    "open": N_("等我们答"), "answered": N_("已答复"), "withdrawn": N_("不用答了"),
    "waiting": N_("等对方说明"), "declined": N_("退回了"), "handed_over": N_("转走了"),
}  # fmt: skip


@get("/workbench/done", guards=[officer])
async def done(
    visit: Visit,
    session: Session,
    viewer: Viewer,
    after: InQuery[str | None] = None,
    before: InQuery[str | None] = None,
) -> Template:
    """What this officer did, the newest first."""
    assert viewer.id is not None, "an officer has an id"
    turn = turn_of(after or "", before or "", datetime)
    found = await done_by(session, viewer.id, turn=turn)
    days = days_at(visit.now(), await calendar_here(session))
    rail = await rail_of(visit, session, await desk_of(session, viewer), days, Here("done"))
    return page(
        visit, "cases/workbench/done.html", rows=found.rows, answers=ANSWERS, rail=rail,
        **_turn(visit, "/workbench/done", {}, found),
    )  # fmt: skip


@get("/workbench/cases", guards=[may("case:read")])
async def cases(visit: Visit, session: Session, viewer: Viewer) -> Template | Redirect:
    """Every case of this tenant, by number, matter and status; names are sealed, so not by name."""
    assert viewer.id is not None, "an officer has an id"
    asked = asked_in(visit.full_path, "cases")
    days = days_at(visit.now(), await calendar_here(session))
    lights = LightDays(days.today, days.near)
    found = await cases_found(session, asked, lights, viewer.id)
    rows: list[Found] = list(found.rows)
    if asked.q and len(rows) == 1 and rows[0].number == tidy(asked.q):
        return Redirect(visit.at(f"/workbench/cases/{rows[0].number}"), status_code=303)
    desk = await desk_of(session, viewer)
    rail, counts = await rail_with_cases(visit, session, desk, days, Here("cases", asked))
    lamps = await how_many_of_each_light(session, asked, lights, viewer.id, counts)
    shown = columns_of(asked, "cases")
    offices = known_offices(desk.names)
    return page(
        visit,
        "cases/workbench/cases.html",
        asked=asked,
        saved=was_saved(visit, asked),
        rail=rail,
        rows=rows,
        cells=await cells_of(visit, session, days, rows, shown, offices),
        news=await with_news(session, viewer, [row.id for row in rows]) if asked.mine else set(),
        lamps=_lamps(visit, asked, lamps),
        total=lamps[asked.light],
        all=sum(tally.count for tally in counts),
        filters=[
            ("status", _("现在"), _statuses(counts), asked.status),
            ("item", _("事项"), [(name, name) for name, _n in _items(counts)], asked.item),
            ("office", _("站所"), sorted(desk.names.items()), asked.office),
            ("channel", _("来源"), [(key, _(said)) for key, said in CHANNELS.items()],
             asked.channel),
        ],
        share_with=sorted((code, desk.names[code]) for code in desk.held),
        columns=shown,
        COLUMNS=COLUMNS["cases"],
        SORTS=SORTS["cases"],
        batch=batch_offered(viewer),
        print_path=visit.at("/workbench/print") + asked.query(list="cases"),
        link=lambda **to: visit.at("/workbench/cases") + asked.query(**to),
        **_turned(visit, asked, found),
    )  # fmt: skip


@get("/workbench/referrals", guards=[may("referral:read")])
async def referrals(
    visit: Visit,
    session: Session,
    status: InQuery[str | None] = None,
    after: InQuery[str | None] = None,
    before: InQuery[str | None] = None,
) -> Template:
    """What other tenants asked of this one: to answer, answered, no longer needed."""
    shown = status if status in REFERRAL_WORDS else "open"
    turn = turn_of(after or "", before or "", date if shown in OPEN else datetime)
    found = await referrals_found(session, status=shown, turn=turn)
    counts = await referral_counts(session)
    calendar = await calendar_here(session)
    return page(
        visit,
        "cases/workbench/referrals.html",
        rows=found.rows,
        offices=await office_names(session),
        days=days_at(visit.now(), calendar),
        shown=shown,
        tabs_of=[
            (_("%(word)s %(n)s", word=_(word), n=counts.get(key, 0)),
             visit.at("/workbench/referrals") + query({"status": key}), key == shown)
            for key, word in REFERRAL_WORDS.items()
            if counts.get(key) or key in ("open", "answered", "withdrawn")
        ],
        **_turn(visit, "/workbench/referrals", {"status": shown}, found),
    )  # fmt: skip


async def cells_of(
    visit: TheVisit,
    session: AsyncSession,
    days: Days,
    rows: list[Found],
    columns: Any,
    offices: dict[str, str],
) -> dict[UUID, dict[str, Any]]:
    """What stands in the cells of these cases, by case and column."""
    secrets = visit.tools.secrets
    tenant_id = visit.place.tenant_id
    holders = {}
    if "with" in columns:
        holders = await holders_of_cases(session, [row.id for row in rows], offices)
    return {
        row.id: {
            "number": row.number,
            "who": secrets.open_text(tenant_id, "applicant", row.applicant_sealed),
            "status": _(STATUSES[Status(row.status)]),
            "light": days.light(row.due_on) if row.is_open and row.due_on else None,
            "due": row.due_on,
            "filed": row.filed_at,
            "item": row.item_title,
            "office": offices.get(row.office, ""),
            "from": _(CHANNELS.get(row.channel, row.channel)),
            "with": holders.get(row.id, "—") if row.is_open else "—",
            "statutory": row.statutory_due_on,
        }
        for row in rows
    }


def _lamps(
    visit: TheVisit, asked: Asked, counts: Mapping[str, int]
) -> list[tuple[str, str, int, str, bool]]:
    """The lights of what is asked with how many there are of each, as links."""
    path = visit.at("/workbench/cases")
    return [
        (key, _(words), counts[key], path + asked.query(light=key), asked.light == key)
        for key, words in LAMPS.items()
    ]


def _statuses(counts: Sequence[CaseTally]) -> list[tuple[str, str]]:
    there = {tally.status for tally in counts}
    return [
        (OPEN_STATUS, _("没办完的")),
        *((each.value, _(STATUSES[each])) for each in Status if each in there),
    ]


def _items(counts: Sequence[CaseTally]) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for tally in counts:
        counted[tally.item] = counted.get(tally.item, 0) + tally.count
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _turned(visit: TheVisit, asked: Asked, found: Page) -> dict[str, Any]:
    path = visit.at("/workbench/cases")
    return {
        "newer": path + asked.query(before=found.newer) if found.newer else None,
        "older": path + asked.query(after=found.older) if found.older else None,
    }


def _turn(visit: TheVisit, path: str, asked: dict[str, str], found: Page) -> dict[str, Any]:
    """The links to the pages beside this one."""
    return {
        "newer": visit.at(path) + query({**asked, "before": found.newer}) if found.newer else None,
        "older": visit.at(path) + query({**asked, "after": found.older}) if found.older else None,
    }


ROUTES = [done, cases, referrals]
