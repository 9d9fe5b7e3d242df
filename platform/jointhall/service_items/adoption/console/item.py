"""One item in every township (一个事项各乡镇怎么用), and the terms it is handed down under."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.service_items.questions.typed import half_width
from jointhall.tenancy.queries import townships_of
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from ..closing import listed
from ..handing_down import set_terms
from ..standing import LIGHTS, STATES, items_there
from .standing import ANSWERS, DOWN

FIELDS = ("must_take_on", "must_why", "postpone_days")


@get(f"{DOWN}/{{code:str}}", guards=[may("item:publish")])
async def show(
    visit: given.Visit,
    session: Session,
    code: InPath[str],
    stands: InQuery[str | None] = None,
    told: InQuery[str | None] = None,
) -> Template:
    """Every township with its edition, its answer and its reason."""
    return await _page(visit, session, code, stands if stands in STATES else None, {}, None, told)


@post(f"{DOWN}/{{code:str}}/terms", guards=[may("item:publish")])
async def set_item_terms(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """From which day the edition is everywhere, and how long it may be put off."""
    typed = {name: str(form.get(name, "")).strip() for name in FIELDS}
    day, days = day_typed(typed["must_take_on"]), half_width(typed["postpone_days"])
    troubles = {}
    if typed["must_take_on"] and day is None:
        troubles["must_take_on"] = _("日期写成 2026-12-01 这样。")
    if not days.isdecimal() or len(days) > 3:
        troubles["postpone_days"] = _("写天数，0就是不能晚换。")
    try:
        if troubles:
            raise BadForm(troubles)
        await set_terms(
            session, visit.place, code, must_take_on=day, must_why=typed["must_why"],
            postpone_days=int(days), who=visit.viewer.actor(), today=on_which_day(visit.now()),
        )  # fmt: skip
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, code, None, bad.troubles, typed, None)
    return Redirect(visit.at(f"{DOWN}/{code}?told=1"), status_code=303)


async def _page(
    visit: Visit,
    session: Session,
    code: str,
    state: str | None,
    errors: Mapping[str, str],
    typed: Mapping[str, str] | None,
    told: str | None,
) -> Template:
    item = await listed(session, visit.place, code)
    everyone = {one.tenant_id: one for one in await townships_of(session, visit.place.tenant_id)}
    today = on_which_day(visit.now())
    there = await items_there(session, everyone, today, code=code)
    rows = [(everyone[one.township_id], one) for one in there if state in (None, one.state)]
    rows.sort(key=lambda row: (ANSWERS.index(row[1].state) if row[1].state in ANSWERS else 9,
                               row[0].division_code))  # fmt: skip
    counts = {key: sum(one.state == key for one in there) for key in ANSWERS}
    kept = {
        "must_take_on": str(item.must_take_on or ""),
        "must_why": item.must_why,
        "postpone_days": str(item.postpone_days),
    }
    return page(
        visit, "service_items/console/handing_down_item.html", tab="items", item=item,
        title=there[0].title if there else code, number=there[0].county_number if there else 0,
        rows=rows, counts=counts, state=state, today=today, told=told == "1",
        states=[(key, _(STATES[key]), LIGHTS[key]) for key in ANSWERS if counts[key]],
        errors=dict(errors), typed=typed or kept, status=422 if errors else 200,
        path=visit.at(f"{DOWN}/{code}"), up=visit.at(DOWN),
    )  # fmt: skip


ROUTES = [show, set_item_terms]
