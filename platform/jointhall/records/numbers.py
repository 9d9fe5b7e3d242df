"""The register of numbers (编号登记): how far each has been counted, and which are void and why."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from jointhall.kernel.clock.now import on_which_day
from jointhall.web.access import may
from jointhall.web.given import Session, Visit
from jointhall.web.pages import page

from .void_numbers import last_given, voided_here


@get(["/console/numbers", "/workbench/numbers"], guards=[may("journal:read")])
async def show(visit: Visit, session: Session) -> Template:
    """Of this year, or of today where a number tells its day."""
    today = on_which_day(visit.tools.clock.now())
    return page(
        visit, "records/console/numbers.html", frame=f"web/{visit.door}.html",
        last=await last_given(session, visit.place, today), voids=await voided_here(session),
        base=f"/{visit.door}/journal",
    )  # fmt: skip


ROUTES = [show]
