"""Taking items over (承接): the list of what would change, confirmed; the last one undone."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InQuery, Session
from jointhall.web.pages import page

from ..plan import Plan, plan_of
from ..taking import take, undo
from .items import ITEMS, done, only_a_township


@get(f"{ITEMS}/adoption", guards=[may("item:adopt")])
async def look(
    visit: given.Visit,
    session: Session,
    code: InQuery[list[str] | None] = None,
    module: InQuery[str | None] = None,
) -> Template | Redirect:
    """Everything the confirmation would do, one line each; nothing is done yet."""
    only_a_township(visit)
    today = on_which_day(visit.now())
    plan = await plan_of(session, visit.place, today, codes=code or None, module=module)
    if not plan.lines:
        return Redirect(visit.at(f"{ITEMS}?told=nothing"), status_code=303)
    return page(visit, "service_items/workbench/items_plan.html", tab="items", plan=plan)


@post(f"{ITEMS}/adoption", guards=[may("item:adopt")])
async def confirm(visit: given.Visit, session: Session, form: Form) -> Redirect:
    """Takes over what was ticked on the list, in the editions that were looked at."""
    only_a_township(visit)
    wanted = {str(value) for value in form.getall("line", [])}
    if not wanted:
        raise Refusal(
            _("一个事项也没有勾。"), status=422, what_next=_("回到清单，勾上要承接的再确认。")
        )
    plan = await plan_of(
        session, visit.place, on_which_day(visit.now()),
        codes=[line.rpartition("-")[0] for line in wanted],
    )  # fmt: skip
    if {name_of(line.code, line.there.county_edition) for line in plan.lines} != wanted:
        raise Refusal(
            _("这份清单刚刚变了，县里又发布了新版，或者有同事先办了。"),
            what_next=_("回到事项页再看一遍清单，然后确认。"),
        )
    await take(session, visit.place, Plan(plan.lines), who=visit.viewer.actor(), at=visit.now())
    return done(visit, session, "taken")


@post(f"{ITEMS}/undoing", guards=[may("item:adopt")])
async def take_back(visit: given.Visit, session: Session, form: Form) -> Redirect:
    """Undoes the last list, while nobody has filed under it."""
    only_a_township(visit)
    try:
        run_id = UUID(str(form.get("run", "")))
    except ValueError:
        run_id = UUID(int=0)
    await undo(session, visit.place, run_id, who=visit.viewer.actor(), at=visit.now())
    return done(visit, session, "undone")


def name_of(code: str, edition: str) -> str:
    """A line by what was looked at: the item in this very edition."""
    return f"{code}-{edition}"


ROUTES = [look, confirm, take_back]
