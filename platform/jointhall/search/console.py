"""The county's words and gaps (说法和搜不到的): what people say, and what they ask for in vain."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import N_, _
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from .gaps import gaps_of
from .synonyms import drop_synonym, keep_synonym, synonyms_of

PATH = "/console/search"
TOLD = {
    "kept": N_("记下了，全县的门户马上就听得懂。"),
    "dropped": N_("删掉了。"),
}


@get(PATH, guards=[may("search:keep")])
async def show(
    visit: given.Visit,
    session: Session,
    said: InQuery[str | None] = None,
    told: InQuery[str | None] = None,
) -> Template:
    """What is asked for in vain, and the words kept; `said` fills the form from the list."""
    return await _page(visit, session, {"said": said or "", "means": ""}, told=told or "")


@post(f"{PATH}/words", guards=[may("search:keep")])
async def keep(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """Keeps that people say this and mean that."""
    values = {name: str(form.get(name) or "") for name in ("said", "means")}
    try:
        await keep_synonym(session, values["said"], values["means"], who=visit.viewer.actor())
    except BadForm as bad:
        return await _page(visit, await visit.start_over(), values, troubles=bad.troubles)
    return Redirect(visit.at(f"{PATH}?told=kept"), status_code=303)


@post(f"{PATH}/words/{{id:uuid}}/removal", guards=[may("search:keep")])
async def drop(visit: given.Visit, session: Session, id: InPath[UUID]) -> Redirect:
    """Takes a word out of the list."""
    await drop_synonym(session, id, who=visit.viewer.actor())
    return Redirect(visit.at(f"{PATH}?told=dropped"), status_code=303)


async def _page(
    visit: Visit,
    session: Session,
    values: dict[str, str],
    *,
    troubles: dict[str, str] | None = None,
    told: str = "",
) -> Template:
    places = {place.tenant_id: place.name for place in await visit.house.directory.everyone()}
    kept = await synonyms_of(session)
    heard = {one.said for one in kept}
    missed = [
        (one, [places[id] for id in one.tenants if id in places])
        for one in await gaps_of(session)
        if one.said not in heard
    ]
    answer = page(
        visit, "search/console/search.html", missed=missed, kept=kept, values=values,
        errors=troubles or {}, told=_(TOLD[told]) if told in TOLD else "",
    )  # fmt: skip
    answer.status_code = 422 if troubles else 200
    return answer


ROUTES = [show, keep, drop]
