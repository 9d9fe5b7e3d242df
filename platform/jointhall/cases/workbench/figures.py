"""Numbers that the items' own rules reckoned (统计数), added up over the cases granted here."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from jointhall.service_items.questions.quantity import plain_number
from jointhall.web.access import may
from jointhall.web.given import Session, Visit
from jointhall.web.pages import page

from ..figures import totals_here


@get("/workbench/figures", guards=[may("case:read")])
async def figures(visit: Visit, session: Session) -> Template:
    """Item by item: how many cases, what they add up to, what one is on the average."""
    rows = [
        (total, plain_number(float(total.total)), plain_number(float(total.mean)))
        for total in await totals_here(session)
    ]
    return page(visit, "cases/workbench/figures.html", rows=rows)


ROUTES = [figures]
