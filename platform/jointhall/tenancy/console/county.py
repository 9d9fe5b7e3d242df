"""All townships of the county on one page (全县)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from litestar import get
from litestar.response import Template

from jointhall.kernel.clock import on_which_day
from jointhall.tenancy.changes import status_name
from jointhall.tenancy.checklist import checklist
from jointhall.tenancy.imports import imports_of
from jointhall.tenancy.models import Status, Tenant
from jointhall.tenancy.queries import place_of, townships_page
from jointhall.web.access import may
from jointhall.web.given import InQuery, Session, Visit
from jointhall.web.pages import page

from .faces import faces_path

TOWNSHIPS_A_PAGE = 100
LISTS_A_PAGE = 12
"""How many lists to go live are answered for one page: each is asked in its own township."""


@dataclass(frozen=True, slots=True)
class Band:
    """Townships at the same point of their life, under one heading."""

    status: str
    name: str
    townships: Sequence[Tenant]


@get("/console", guards=[may("tenant:read")])
async def show(
    visit: Visit, session: Session, q: InQuery[str | None] = None, at: InQuery[int | None] = None
) -> Template:
    """Every township with where it stands, found by name or code."""
    number = max(at or 1, 1)
    asked = (q or "").strip()[:30]
    counts, rows = await townships_page(
        session, visit.place.tenant_id, asked=asked,
        limit=TOWNSHIPS_A_PAGE, offset=(number - 1) * TOWNSHIPS_A_PAGE,
    )  # fmt: skip
    total = sum(counts.values())
    trial = [row for row in rows if row.status == Status.TRIAL]
    lists = {}
    for row in trial[:LISTS_A_PAGE]:
        lines = await checklist(session, place_of(row, visit.place.name))
        lists[row.division_code] = (sum(line.done for line in lines), len(lines))
    bands = [
        Band(status, status_name(status), found)
        for status in (Status.TRIAL, Status.LIVE, Status.READ_ONLY)
        if (found := [row for row in rows if row.status == status])
    ]
    return page(
        visit, "tenancy/console/county.html", tab="county", bands=bands, lists=lists,
        faces=faces_path((row.division_code, row.face) for row in rows), counts=counts,
        total=total, asked=asked, number=number, shown=len(rows),
        more=number * TOWNSHIPS_A_PAGE < total and len(rows) == TOWNSHIPS_A_PAGE,
        on=on_which_day(visit.now()),
        imports=[one for one in await imports_of(session, visit.place.tenant_id) if one.is_open],
    )  # fmt: skip


ROUTES = [show]
