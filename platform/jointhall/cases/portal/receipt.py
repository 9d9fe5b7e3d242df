"""The receipt (回执): the number, its code, what happens next; it stays where it is for good."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from jointhall.documents.queries import letters_of_case
from jointhall.web.access import resident
from jointhall.web.codes import qr_svg
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..progress import progress_of
from ..queries import resident_case
from ..whereabouts import seen_case


@get("/cases/{number:str}/receipt", guards=[resident])
async def receipt(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """That it has arrived, under which number, and what comes next by when."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id)
    letters = await letters_of_case(session, case.id)
    seen = await seen_case(session, visit.tools, visit.place, case)
    return page(
        visit, "cases/portal/receipt.html", case=case, progress=progress_of(seen), sheet=seen.sheet,
        letter=next((letter for letter in letters if letter.kind == "receipt"), None),
        qr=qr_svg(visit.url(f"/progress?number={case.number}")),
    )  # fmt: skip


ROUTES = [receipt]
