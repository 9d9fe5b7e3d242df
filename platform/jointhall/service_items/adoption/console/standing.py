"""Who stands where (谁用哪一版): every item with how many townships stand in each state."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.tenancy.queries import townships_of
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import InQuery, Session
from jointhall.web.pages import page, query

from ..standing import LIGHTS, STATES, counts_of

DOWN = "/console/handing-down"
ANSWERS = ("newer", "postponed", "kept", "same", "paused", "offer", "off")
"""The states a township may stand in, as columns; what is withdrawn is so for all."""


@get(DOWN, guards=[may("item:publish")])
async def show(
    visit: given.Visit,
    session: Session,
    stands: InQuery[str | None] = None,
    module: InQuery[str | None] = None,
    town: InQuery[str | None] = None,
    told: InQuery[str | None] = None,
) -> Template:
    """Items down, answers across; narrowed to a state, a module, a township."""
    everyone = await townships_of(session, visit.place.tenant_id)
    shown = [one for one in everyone if not town or one.division_code == town]
    counts = await counts_of(session, [one.tenant_id for one in shown], on_which_day(visit.now()))
    modules = {one.module: one.module_name for one in counts}
    state = stands if stands in STATES else None
    rows = [
        one
        for one in counts
        if (state is None or one.states.get(state)) and (not module or one.module == module)
    ]
    # Where everybody stands as the county does there is nothing to look at.
    settled = [one for one in rows if set(one.states) == {"same"}] if state is None else []
    rows = [one for one in rows if one not in settled]
    totals = {key: sum(one.states.get(key, 0) for one in counts) for key in ANSWERS}
    chosen = {"stands": state or "", "module": module or "", "town": town or ""}
    return page(
        visit, "service_items/console/handing_down.html", tab="items", rows=rows,
        settled=settled, totals=totals,
        states=[(key, _(STATES[key]), LIGHTS[key]) for key in ANSWERS],
        modules=list(modules.items()),
        towns=[(one.division_code, one.name) for one in everyone],
        chosen=chosen, townships=len(everyone), told=told == "1",
        narrowed=lambda **to: visit.at(DOWN) + query(chosen | to),
    )  # fmt: skip


ROUTES = [show]
