"""Finding a case by whose it is (按人找): the whole name, identity number or phone, sent by POST.

What is searched for is personal, so it stands in no address and no log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import get, post
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web.access import may
from jointhall.web.given import Form, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ..desk.finding import cases_of_somebody
from ..models import Case


@get("/workbench/finding", guards=[may("case:read")])
async def ask(visit: Visit) -> Template:
    """The form, and what is kept on record of its use."""
    return _page(visit, None)


@post("/workbench/finding", guards=[may("case:read")], status_code=200)
async def find(visit: Visit, session: Session, viewer: Viewer, form: Form) -> Template:
    """The cases of one person here; that somebody looked is put on record for each of them."""
    who = str(form.get("who", ""))[:60]
    try:
        found = await cases_of_somebody(session, visit.tools, visit.place, who)
    except BadForm as bad:
        return _page(visit, None, who=who, errors=bad.troubles)
    record(
        session, "case.searched", who=viewer.actor(), subject="cases", words=_("按人找过办件"),
        found=len(found),
    )  # fmt: skip
    await _tell_owners(session, viewer.actor(), found)
    return _page(visit, found, who=who)


async def _tell_owners(session: AsyncSession, by: Any, found: Sequence[Case]) -> None:
    for case in found:
        record(
            session, "case.found", who=by, subject=f"case:{case.id}",
            words=_("按人查找时看到了这一件"), for_whom=case.resident_id,
        )  # fmt: skip


def _page(
    visit: TheVisit,
    found: Sequence[Case] | None,
    *,
    who: str = "",
    errors: dict[str, str] | None = None,
) -> Template:
    secrets, tenant_id = visit.tools.secrets, visit.place.tenant_id
    return page(
        visit, "cases/workbench/finding.html", found=found, who=who, errors=errors or {},
        names={
            case.id: secrets.open_text(tenant_id, "applicant", case.applicant_sealed)
            for case in found or ()
        },
        status=422 if errors else 200,
    )  # fmt: skip


ROUTES = [ask, find]
