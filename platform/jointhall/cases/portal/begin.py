"""Before the first question (开始办): what to have at hand, how long it takes, what is kept."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.documents.taking import takes_files
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.service_items.bundles.offers import offer_in
from jointhall.service_items.offers import Offer
from jointhall.service_items.questions import kind_of
from jointhall.web.access import resident
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import speak_as_resident

from ..bringing import bring_along
from ..filing import begin, draft_of
from ..queries import drafts_of_resident
from .filling import laid_out


@get("/apply/{code:str}", guards=[resident])
async def before(
    visit: Visit, session: Session, viewer: Viewer, code: InPath[str]
) -> Template | Redirect:
    """What one needs to know before beginning; who has begun already may go on."""
    if visit.place.is_county:
        return Redirect(visit.at(f"/items/{code}"), status_code=303)
    offer = await _open_item(visit, session, code)
    assert viewer.id is not None
    drafts = await drafts_of_resident(session, viewer.id)
    draft = next((one for one in drafts if one.item_code == code), None)
    papers = [q for q in offer.sheet.form if kind_of(q).needs_material]
    return page(
        visit, "cases/portal/begin.html", offer=offer, sheet=offer.sheet, draft=draft,
        papers=papers, questions=len(offer.sheet.form),
        no_files_now=bool(papers) and not await takes_files(visit.tools),
    )  # fmt: skip


@post("/apply/{code:str}", guards=[resident])
async def start(visit: Visit, session: Session, viewer: Viewer, code: InPath[str]) -> Redirect:
    """Begins, or goes on where the resident left off."""
    offer = await _open_item(visit, session, code)
    assert viewer.id is not None
    draft = await begin(session, visit.tools, visit.place, offer.sheet, resident_id=viewer.id)
    if draft.brought_sealed is None and any(q.prefill for q in offer.sheet.form):
        # One connection at a time: the draft is kept, then every township is asked by itself.
        draft_id = draft.id
        await visit.commit()
        known = await bring_along(visit.tools, visit.place, viewer.id)
        session = await visit.session()
        await speak_as_resident(session, viewer.id)
        draft = await draft_of(session, draft_id, resident_id=viewer.id)
        draft.brought_sealed = known
    filling = await laid_out(visit, session, draft)
    question = filling.form.first(filling.answers)
    return Redirect(visit.at(filling.path(question.code if question else "check")), status_code=303)


async def _open_item(visit: Visit, session: Session, code: str) -> Offer:
    offer = await offer_in(session, visit.place, code)
    must_be_open(offer)
    return offer


def must_be_open(offer: Offer | None) -> None:
    """Refuses, with why and what to do instead, what takes no applications now."""
    if offer is None or offer.is_open:
        return
    why, instead = offer.closed.why, offer.closed.instead
    if not instead and offer.closed.instead_title:
        instead = _("可以改办“%(item)s”。", item=offer.closed.instead_title)
    words = _("“%(item)s”现在不收件。", item=offer.title)
    raise Refusal(
        f"{words}{why}",
        what_next=instead or _("打电话问问什么时候能办，或者能不能先到窗口办。"),
    )


ROUTES = [before, start]
