"""The page of one act on a case (别的办法的页): `/workbench/cases/{number}/{noun}`, and its end."""

from __future__ import annotations

from typing import Any

from litestar.response import Redirect, Template

from jointhall.web.filled import Filled
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from ..models import Case


def act_page(visit: Visit, case: Case, noun: str, filled: Filled, **shown: Any) -> Template:
    """The page of this name: its case, its own address, the way back, and its form as it stands."""
    base = visit.at(f"/workbench/cases/{case.number}")
    return page(
        visit, f"cases/workbench/{noun}.html", tab="cases", case=case,
        path=f"{base}/{noun}", back_to=base, **filled.on_page(), **shown,
    )  # fmt: skip


def acted(visit: Visit, number: str, done: str) -> Redirect:
    """Back to the case, which says what was done; see `case.DONE`."""
    return Redirect(visit.at(f"/workbench/cases/{number}?done={done}"), status_code=303)
