"""A newer edition of one item (新版): what it changes, and what this township says to it."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import _
from jointhall.service_items.prose import differences
from jointhall.service_items.queries import sheets_of
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from ..answering import behind_here, keep_own, latest_day, postpone
from ..plan import plan_of
from ..standing import items_there
from ..taking import take
from .items import ITEMS, done, only_a_township


@get(f"{ITEMS}/{{code:str}}/version", guards=[may("item:adopt")])
async def look(visit: given.Visit, session: Session, code: InPath[str]) -> Template | Redirect:
    """What is different in the county's edition, in prose, and the three answers."""
    only_a_township(visit)
    found = await items_there(
        session, [visit.place.tenant_id], on_which_day(visit.now()), code=code
    )
    if found and not found[0].is_behind:
        return Redirect(visit.at(f"{ITEMS}?told=nothing"), status_code=303)
    return await _page(visit, session, code, {}, {})


@post(f"{ITEMS}/{{code:str}}/version", guards=[may("item:adopt")])
async def answer(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """Takes it, puts it off until a day, or keeps what is here with a reason."""
    only_a_township(visit)
    now, who = visit.now(), visit.viewer.actor()
    today = on_which_day(now)
    said = str(form.get("answer", ""))
    try:
        if said == "take":
            one = await behind_here(session, visit.place, code, today)
            if form.get("edition") != one.county_edition:
                raise Refusal(_("县里刚刚又发布了一版。"), what_next=_("请再看一遍改了什么。"))
            plan = await plan_of(session, visit.place, today, codes=[code])
            await take(session, visit.place, plan, who=who, at=now)
        elif said == "postpone":
            await postpone(
                session, visit.place, code, until=day_typed(str(form.get("until", ""))),
                reason=str(form.get("why_later", "")), who=who, at=now, today=today,
            )  # fmt: skip
        elif said == "keep":
            reason = str(form.get("reason", ""))
            await keep_own(session, visit.place, code, reason=reason, who=who, at=now, today=today)
        else:
            raise BadForm({"answer": _("请选怎么办：换成新版、晚点换，还是留着自己这一版。")})
    except BadForm as bad:
        session = await visit.start_over()
        typed = {name: str(form.get(name, "")) for name in ("until", "why_later", "reason")}
        return await _page(visit, session, code, bad.troubles, typed | {"answer": said})
    return done(visit, session, {"take": "taken", "postpone": "later"}.get(said, "kept"))


async def _page(
    visit: Visit,
    session: Session,
    code: str,
    errors: Mapping[str, str],
    typed: Mapping[str, str],
) -> Template:
    today = on_which_day(visit.now())
    one = await behind_here(session, visit.place, code, today)
    mine, theirs = (code, one.edition), (code, one.county_edition)
    sheets = await sheets_of(session, [mine, theirs])
    plan = await plan_of(session, visit.place, today, codes=[code])
    return page(
        visit, "service_items/workbench/items_version.html", tab="items", one=one,
        status=422 if errors else 200,
        told=differences(sheets[mine], sheets[theirs]), errors=dict(errors), typed=typed,
        latest=latest_day(one, today), first_day=today, line=plan.lines[0] if plan.lines else None,
    )  # fmt: skip


ROUTES = [look, answer]
