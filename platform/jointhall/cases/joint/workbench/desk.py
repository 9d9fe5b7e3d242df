"""The county's desk (协调台): what came back from where it went, and who is to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.queries import envelopes_about
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.words import N_, _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ...dates import calendar_of
from ...workbench.days import days_at
from ..county_desk import rule
from ..desk_matters import RULINGS, DeskMatter, desk_counts, desk_matter, matters_on_desk
from ..exchanged import said_in
from ..threads import ALARM_ABOVE, REASONS
from ..whom_to_ask import addressees, chosen

STANDS = {"open": N_("等县里定"), "ruled": N_("定过了"), "withdrawn": N_("不用定了")}


@get(["/workbench/desk", "/console/desk"], guards=[may("desk:rule")])
async def matters(
    visit: Visit,
    session: Session,
    status: InQuery[str | None] = None,
    done: InQuery[str | None] = None,
) -> Template:
    """All that lies on the desk, the alarming first, each with its light."""
    shown = status if status in STANDS else "open"
    counts = await desk_counts(session)
    base = visit.at(f"/{visit.door}/desk")
    return page(
        visit,
        "cases/console/desk.html",
        frame=f"web/{visit.door}.html",
        tab="desk",
        rows=await matters_on_desk(session, status=shown),
        days=days_at(visit.now(), await calendar_of(session)),
        reasons={code: _(words) for code, words in REASONS.items()},
        rulings={code: _(words) for code, words in RULINGS.items()},
        shown=shown,
        base=base,
        alarm_above=ALARM_ABOVE,
        done=done == "ruled",
        tabs_of=[
            (_("%(word)s %(n)s", word=_(word), n=counts.get(key, 0)), f"{base}?status={key}",
             key == shown)
            for key, word in STANDS.items()
        ],
    )  # fmt: skip


@get(["/workbench/desk/{id:uuid}", "/console/desk/{id:uuid}"], guards=[may("desk:rule")])
async def matter(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Template:
    """One of them: what is asked, who was asked, why it came back, who they think is right."""
    found = await desk_matter(session, id)

    async def note(session: AsyncSession) -> None:
        record(
            session, "desk.viewed", who=viewer.actor(), subject=f"desk:{id}",
            words=_("看了协调台上的一件"), case_number=found.case_number,
        )  # fmt: skip

    visit.afterwards(note)
    return await _page(visit, session, found)


@post(
    ["/workbench/desk/{id:uuid}/ruling", "/console/desk/{id:uuid}/ruling"],
    guards=[may("desk:rule")], status_code=200,
)  # fmt: skip
async def ruling(
    visit: Visit, session: Session, viewer: Viewer, form: Form, id: InPath[UUID]
) -> Redirect | Template:
    """The county's word, with its reason."""
    typed = {name: str(form.get(name, "")) for name in ("ruling", "to", "words")}
    try:
        found = await desk_matter(session, id, hold=True)
        to, office = await chosen(visit.tools, visit.place, typed["to"])
        await rule(
            session, visit.tools, visit.place, found, ruling=typed["ruling"], to=to,
            office=office, words=typed["words"], by=viewer.actor(),
        )  # fmt: skip
    except NotHere:
        raise
    except Refusal as refusal:
        session = await visit.start_over()
        errors = refusal.troubles if isinstance(refusal, BadForm) else {}
        return await _page(
            visit, session, await desk_matter(session, id), errors=errors, typed=typed,
            refused=None if errors else refusal, status=refusal.status,
        )  # fmt: skip
    return Redirect(visit.at(f"/{visit.door}/desk?done=ruled"), status_code=303)


async def _page(
    visit: TheVisit,
    session: AsyncSession,
    found: DeskMatter,
    *,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
    refused: Refusal | None = None,
    status: int = 200,
) -> Template:
    state, word = days_at(visit.now(), await calendar_of(session)).light(found.due_on)
    envelopes = await envelopes_about(session, [found.id])
    names = {one.tenant_id: one.name for one in await visit.house.directory.everyone()}
    whom = await addressees(visit.tools, visit.place, without=found.asked_id, with_us=True)
    proposed = next(
        (one.value for one in whom
         if found.proposed_id and one.value.startswith(str(found.proposed_id))
         and one.value.endswith(found.asked_office)),
        "",
    )  # fmt: skip
    return page(
        visit,
        "cases/console/desk_matter.html",
        frame=f"web/{visit.door}.html",
        status=status,
        tab="desk",
        matter=found,
        reason=_(REASONS.get(found.reason, found.reason)),
        rulings=[(code, _(words)) for code, words in RULINGS.items()],
        state=state,
        lamp=word,
        whom=whom,
        proposed=proposed,
        said=list(
            reversed(said_in(envelopes, visit.tools.secrets, here=visit.place.name, names=names))
        ),
        path=visit.at(f"/{visit.door}/desk/{found.id}/ruling"),
        back_to=visit.at(f"/{visit.door}/desk"),
        errors=errors or {},
        typed=typed or {},
        refused=refused,
    )


ROUTES = [matters, matter, ruling]
