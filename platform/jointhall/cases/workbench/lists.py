"""Lists at the desk: what I did (已办), all cases here (办件), what others asked (别处来的)."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.response import Redirect, Template

from jointhall.deadlines.queries import calendar_here
from jointhall.kernel.words import N_, _
from jointhall.web.access import may, officer
from jointhall.web.given import InQuery, Session, Viewer, Visit
from jointhall.web.pages import page, query

from ..answering import VOTES
from ..desk_lists import (
    PAGE,
    case_counts,
    cases_found,
    done_by,
    referral_counts,
    referrals_found,
)
from ..numbers import tidy
from ..status import WORDS, Status
from ..whereabouts import office_names
from .days import days_at

REFERRAL_WORDS = {"open": N_("等我们答"), "answered": N_("已答复"), "withdrawn": N_("不用答了")}


@get("/workbench/done", guards=[officer])
async def done(
    visit: Visit, session: Session, viewer: Viewer, at: InQuery[int | None] = None
) -> Template:
    """What this officer did, the newest first."""
    number = max(at or 1, 1)
    assert viewer.id is not None, "an officer has an id"
    rows = await done_by(session, viewer.id, page=number)
    return page(
        visit, "cases/workbench/done.html",
        rows=rows[:PAGE], votes=VOTES, **_turn(visit, "/workbench/done", {}, number, len(rows)),
    )  # fmt: skip


@get("/workbench/cases", guards=[may("case:read")])
async def cases(
    visit: Visit,
    session: Session,
    q: InQuery[str | None] = None,
    item: InQuery[str | None] = None,
    status: InQuery[str | None] = None,
    at: InQuery[int | None] = None,
) -> Template | Redirect:
    """Every case of this tenant, by number, matter and status; names are sealed, so not by name."""
    number, said = max(at or 1, 1), (q or "").strip()[:100]
    rows = await cases_found(session, said=said, item=item or "", status=status or "", page=number)
    if len(rows) == 1 and rows[0].number == tidy(said):
        return Redirect(visit.at(f"/workbench/cases/{rows[0].number}"), status_code=303)
    counts = await case_counts(session)
    calendar = await calendar_here(session)
    secrets = visit.tools.secrets
    asked = {"q": said, "item": item or "", "status": status or ""}
    return page(
        visit,
        "cases/workbench/cases.html",
        rows=rows[:PAGE],
        names={
            row.id: secrets.open_text(row.tenant_id, "applicant", row.applicant_sealed)
            for row in rows[:PAGE]
        },
        offices=await office_names(session),
        days=days_at(visit.now(), calendar),
        said=said,
        item=item or "",
        chosen=status or "",
        all=sum(counts.values()),
        items=_counted(counts, 0),
        statuses=[
            (each.value, _(WORDS[each]), sum(n for (_i, s), n in counts.items() if s == each))
            for each in Status
            if any(s == each for _i, s in counts)
        ],
        link=lambda **to: visit.at("/workbench/cases") + query({**asked, **to}),
        **_turn(visit, "/workbench/cases", asked, number, len(rows)),
    )


@get("/workbench/referrals", guards=[may("referral:read")])
async def referrals(
    visit: Visit,
    session: Session,
    status: InQuery[str | None] = None,
    at: InQuery[int | None] = None,
) -> Template:
    """What other tenants asked of this one: to answer, answered, no longer needed."""
    number = max(at or 1, 1)
    shown = status if status in REFERRAL_WORDS else "open"
    rows = await referrals_found(session, status=shown, page=number)
    counts = await referral_counts(session)
    calendar = await calendar_here(session)
    return page(
        visit,
        "cases/workbench/referrals.html",
        rows=rows[:PAGE],
        offices=await office_names(session),
        days=days_at(visit.now(), calendar),
        shown=shown,
        tabs_of=[
            (_("%(word)s %(n)s", word=_(word), n=counts.get(key, 0)),
             visit.at("/workbench/referrals") + query({"status": key}), key == shown)
            for key, word in REFERRAL_WORDS.items()
        ],
        **_turn(visit, "/workbench/referrals", {"status": shown}, number, len(rows)),
    )  # fmt: skip


def _counted(counts: dict[tuple[str, str], int], part: int) -> list[tuple[str, int]]:
    counted: dict[str, int] = {}
    for key, count in counts.items():
        counted[key[part]] = counted.get(key[part], 0) + count
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _turn(
    visit: Visit, path: str, asked: dict[str, str], number: int, found: int
) -> dict[str, Any]:
    """The links to the pages beside this one."""

    def to(other: int) -> str:
        return visit.at(path) + query({**asked, "at": other if other > 1 else None})

    return {
        "newer": to(number - 1) if number > 1 else None,
        "older": to(number + 1) if found > PAGE else None,
        "page_number": number,
    }


ROUTES = [done, cases, referrals]
