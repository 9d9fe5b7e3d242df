"""What was sent after the session had ended (没交上的内容): read again, and sent once more."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.words import N_, _
from jointhall.web.access import officer
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..interrupted import kept_form

CALLED = {
    "opinion": N_("意见"),
    "words": N_("写下的话"),
    "why": N_("理由"),
    "reason": N_("理由"),
    "vote": N_("您的意见"),
    "outcome": N_("您的决定"),
}
SAID = {
    "agree": N_("同意"),
    "refuse": N_("不同意"),
    "granted": N_("同意"),
    "refused": N_("不同意"),
}


@get(["/workbench/kept/{id:uuid}", "/console/kept/{id:uuid}"], guards=[officer])
async def show(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Template:
    """The officer's own words, to be sent once more as they are, or let go."""
    kept = await kept_form(session, viewer, id, now=visit.now())
    fields = kept.fields(visit.tools.secrets)
    return page(
        visit,
        "people/desk/kept.html",
        layout=f"web/{visit.door}.html",
        kept=kept,
        fields=fields,
        shown=[
            (_(CALLED.get(name, N_("您填的"))), _(SAID[value]) if value in SAID else value)
            for name, value in fields
            if value.strip()
        ],
        path=visit.at(kept.path),
    )


@post(["/workbench/kept/{id:uuid}/drop", "/console/kept/{id:uuid}/drop"], guards=[officer])
async def let_go(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Redirect:
    """The officer needs it no more."""
    kept = await kept_form(session, viewer, id, now=visit.now())
    await session.delete(kept)
    return Redirect(kept.back_path, status_code=303)


ROUTES = [show, let_go]
