"""Exporting the proof of a case or of a referral (导出凭证包): said first what is in it."""

from __future__ import annotations

from uuid import UUID

from litestar import get, post
from litestar.response import Stream, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.exchange.bundle.pack import Packed
from jointhall.kernel.files.disposition import attachment
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import InPath, Session, Viewer, Visit
from jointhall.web.pages import page
from jointhall.web.visit import Visit as TheVisit

from ..answering import referral_of
from ..elsewhere.queries import intake_of
from ..elsewhere.records import Intake
from ..queries import case_numbered
from ..standing_in import desk_of
from .dossier import bundle_of_case, bundle_of_intake, bundle_of_referral

TABS = {"case": "cases", "referral": "referrals", "intake": "window"}


@get("/workbench/cases/{number:str}/bundle", guards=[may("exchange:export")])
async def of_case(visit: Visit, session: Session, number: InPath[str]) -> Template:
    """What will be in the bundle of a case, and how it is checked."""
    case = await case_numbered(session, number)
    return _page(visit, "case", case.number, case.item_title)


@post("/workbench/cases/{number:str}/bundle", guards=[may("exchange:export")], status_code=200)
async def take_case(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Stream:
    """The bundle itself; that it was taken stands in the history."""
    case = await case_numbered(session, number, hold=True)
    desk = await desk_of(session, viewer)
    packed = await bundle_of_case(session, visit.tools, visit.place, desk, case)
    return _sent(packed, case.number)


@get("/workbench/referrals/{id:uuid}/bundle", guards=[may("exchange:export")])
async def of_referral(visit: Visit, session: Session, id: InPath[UUID]) -> Template:
    """What will be in the bundle of what another tenant asked of us."""
    referral = await referral_of(session, id)
    return _page(visit, "referral", referral.case_number, referral.item_title)


@post("/workbench/referrals/{id:uuid}/bundle", guards=[may("exchange:export")], status_code=200)
async def take_referral(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Stream:
    """The bundle itself; that it was taken stands in the journal."""
    referral = await referral_of(session, id)
    desk = await desk_of(session, viewer)
    packed = await bundle_of_referral(session, visit.tools, visit.place, desk, referral)
    return _sent(packed, referral.case_number)


@get("/workbench/intakes/{id:uuid}/bundle", guards=[may("exchange:export")])
async def of_intake(visit: Visit, session: Session, id: InPath[UUID]) -> Template:
    """What will be in the bundle of what our window took in for another township."""
    intake = await _sent_on(session, id)
    return _page(visit, "intake", intake.number, intake.item_title)


@post("/workbench/intakes/{id:uuid}/bundle", guards=[may("exchange:export")], status_code=200)
async def take_intake(visit: Visit, session: Session, viewer: Viewer, id: InPath[UUID]) -> Stream:
    """The bundle itself; that it was taken stands in the journal."""
    intake = await _sent_on(session, id)
    desk = await desk_of(session, viewer)
    packed = await bundle_of_intake(session, visit.tools, visit.place, desk, intake)
    return _sent(packed, intake.number)


async def _sent_on(session: AsyncSession, id: UUID) -> Intake:
    intake = await intake_of(session, id)
    if intake.status in ("draft", "filed"):
        raise NotHere(_("这一份没有送到别处，没有来往信封。"))
    return intake


def _page(visit: TheVisit, what: str, number: str, item: str) -> Template:
    path = visit.at(visit.path)
    made: Template = page(
        visit, "cases/workbench/bundle.html", tab=TABS[what], what=what, number=number, item=item,
        path=path, back_to=path.removesuffix("/bundle"),
    )  # fmt: skip
    return made


def _sent(packed: Packed, number: str) -> Stream:
    return Stream(
        packed.pieces(),
        media_type="application/zip",
        headers={
            "Content-Disposition": attachment(_("凭证包 %(number)s.zip", number=number)),
            "Content-Length": str(packed.size),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


ROUTES = [of_case, take_case, of_referral, take_referral, of_intake, take_intake]
