"""Taking a case back (撤回), asked once more before it is done."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.words import _
from jointhall.web.access import resident
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.pages import page

from ..models import Case
from ..queries import resident_case
from ..status import MAY_BECOME, Status
from ..withdrawal import withdraw


@get("/cases/{number:str}/withdrawal", guards=[resident])
async def ask(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """Says what withdrawing means, and asks whether it is meant."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id)
    _still_open(case)
    return page(visit, "cases/portal/withdrawal.html", case=case, errors={})


@post("/cases/{number:str}/withdrawal", guards=[resident])
async def take_back(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Template | Redirect:
    """Withdraws the case when the question was answered with yes."""
    assert viewer.id is not None
    case = await resident_case(session, number, resident_id=viewer.id, hold=True)
    if case.status == Status.WITHDRAWN:
        return Redirect(visit.at(f"/cases/{number}"), status_code=303)
    _still_open(case)
    if form.get("sure") == "no":
        return Redirect(visit.at(f"/cases/{number}"), status_code=303)
    if form.get("sure") != "yes":
        errors = {"sure": _("请选一项：撤回，还是接着办。")}
        return page(visit, "cases/portal/withdrawal.html", status=422, case=case, errors=errors)
    await withdraw(session, visit.tools, case, by=viewer.actor())
    return Redirect(visit.at(f"/cases/{number}?told=withdrawn"), status_code=303)


def _still_open(case: Case) -> None:
    if Status.WITHDRAWN not in MAY_BECOME[Status(case.status)]:
        raise Refusal(
            _("这件现在是“%(now)s”，不能撤回了。", now=case.status_words),
            what_next=_("决定已经作出的，可以打电话问问怎么办。"),
        )


ROUTES = [ask, take_back]
