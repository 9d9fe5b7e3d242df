"""A bundle at the residents' door: its receipt with its cases, and going on without an item."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.documents.queries import letter_of
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.bundles.form import BundleForm
from jointhall.web.access import resident
from jointhall.web.codes import qr_svg
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..bundled import cases_of_bundle, resident_bundle
from ..filing import keep_answers
from ..progress import progress_of
from ..whereabouts import seen_case
from .filling import filling_of


@get("/bundles/{number:str}", guards=[resident])
async def receipt(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """That it has arrived, under which number, and how each of its cases stands."""
    assert viewer.id is not None
    bundle = await resident_bundle(session, number, resident_id=viewer.id)
    cases = await cases_of_bundle(session, bundle)
    told = [progress_of(await seen_case(session, visit.tools, visit.place, case)) for case in cases]
    return page(
        visit, "cases/portal/bundle.html", bundle=bundle, cases=list(zip(cases, told, strict=True)),
        letter=await letter_of(session, bundle.receipt_id),
        qr=qr_svg(visit.url(f"/progress?number={bundle.number}")),
    )  # fmt: skip


@post("/drafts/{draft_id:uuid}/without", guards=[resident])
async def go_on_without(
    visit: Visit, session: Session, form: Form, draft_id: InPath[UUID]
) -> Redirect:
    """Leaves out one item that cannot be granted; the others keep all their answers."""
    filling = await filling_of(visit, session, draft_id, hold=True)
    if not isinstance(filling.form, BundleForm):
        raise NotHere(_("这一份只办一件事。"), what_next=_("回“我的办件”，从草稿接着填。"))
    code = str(form.get("item", ""))
    refused = {part.code for part, _why in filling.form.refused(filling.answers)}
    if code in refused and len(filling.form.chosen(filling.answers)) > 1:
        answers = filling.form.without(filling.answers, code)
        keep_answers(visit.tools, filling.draft, answers)
        following = filling.form.first(answers)
        is_stopped = filling.form.ineligible(answers) is not None
        what = "stop" if is_stopped else following.code if following else "check"
        return Redirect(visit.at(filling.path(what)), status_code=303)
    return Redirect(visit.at(filling.onward), status_code=303)


ROUTES = [receipt, go_on_without]
