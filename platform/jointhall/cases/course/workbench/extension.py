"""Extension at the desk (延期): asked for on one side, answered by the head on the other."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.clock.reckoning import Extended, Unit, limit_words
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.words import _
from jointhall.service_items.queries import edition_of
from jointhall.web.access import may
from jointhall.web.filled import BLANK, Filled, begun_again, typed_in
from jointhall.web.given import Form, InPath, Session, Viewer, Visit
from jointhall.web.viewer import Viewer as Who

from ...dates import calendar_of
from ...models import Case
from ...queries import case_numbered
from ...standing_in import Desk, desk_of, must_not_be_the_filer
from ...whereabouts import office_names
from ...workbench.act_page import act_page, acted
from ..clock import limits_of
from ..extension import ask_extension, grant_extension, may_be_extended, refuse_extension
from ..models import Extension
from ..queries import extensions_of
from .handling import handler


@get("/workbench/cases/{number:str}/extension", guards=[may("case:extend")])
async def look(visit: Visit, session: Session, viewer: Viewer, number: InPath[str]) -> Template:
    """What an extension would mean, whether it may be asked for, or the one to answer."""
    return await _page(visit, session, viewer, number)


@post("/workbench/cases/{number:str}/extension", guards=[may("case:extend")], status_code=200)
async def ask(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """Asks the head for more time."""
    typed = typed_in(form, "why")
    try:
        case = await case_numbered(session, number, hold=True)
        desk = await desk_of(session, viewer)
        _office, by = await handler(session, desk, case)
        await ask_extension(session, visit.tools, case, why=typed["why"], by=by)
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, number, filled)
    return acted(visit, number, "extension_asked")


@post(
    "/workbench/cases/{number:str}/extension/answer", guards=[may("case:decide")], status_code=200
)
async def answer(
    visit: Visit, session: Session, viewer: Viewer, form: Form, number: InPath[str]
) -> Redirect | Template:
    """The head approves it or not; never the one who asked."""
    typed = typed_in(form, "answer", "words")
    try:
        case = await case_numbered(session, number, hold=True)
        desk = await desk_of(session, viewer)
        sheet = await edition_of(session, case.item_code, case.edition)
        desk.must_answer_for(sheet.decision.addressee.office)
        await must_not_be_the_filer(session, case, viewer)
        by = desk.actor(sheet.decision.addressee.office)
        if typed["answer"] == "grant":
            await grant_extension(session, visit.tools, visit.place, case, by=by)
        elif typed["answer"] == "refuse":
            await refuse_extension(session, visit.tools, case, why=typed["words"], by=by)
        else:
            raise BadForm({"answer": _("请选批准还是不批。")})
    except Refusal as refusal:
        session, filled = await begun_again(visit, refusal, typed)
        return await _page(visit, session, viewer, number, filled)
    granted = typed["answer"] == "grant"
    return acted(visit, number, "extension_granted" if granted else "extension_refused")


async def _page(
    visit: Visit, session: AsyncSession, viewer: Who, number: str, filled: Filled = BLANK
) -> Template:
    case = await case_numbered(session, number)
    sheet = await edition_of(session, case.item_code, case.edition)
    desk = await desk_of(session, viewer)
    extensions = await extensions_of(session, case.id)
    asked = next((one for one in extensions if one.status == "open"), None)
    longer: Extended | None = None
    why_not: Refusal | None = None
    try:
        longer = await may_be_extended(session, case, sheet)
        await handler(session, desk, case, sheet)
    except Refusal as refusal:
        why_not = refusal
    if asked is not None:
        longer = Extended(asked.length, Unit(asked.unit), asked.basis)
    office = sheet.decision.addressee.office
    return act_page(
        visit,
        case,
        "extension",
        filled,
        extensions=[_told(one) for one in reversed(extensions)],
        asked=asked,
        answers=asked is not None and _answers(desk, asked, office),
        is_mine=asked is not None and asked.asked_by_id == str(viewer.id or ""),
        why_not=None if asked else why_not,
        longer=longer,
        longer_words=limit_words(longer.length, longer.unit) if longer else "",
        ends=await _ends(visit, session, case, longer) if longer else [],
        head=(await office_names(session)).get(office, visit.place.name),
    )


def _answers(desk: Desk, asked: Extension, office: str) -> bool:
    viewer = desk.viewer
    is_head = viewer.may("case:decide") and desk.answers_for(office)
    return is_head and asked.asked_by_id != str(viewer.id or "")


async def _ends(
    visit: Visit, session: AsyncSession, case: Case, longer: Extended
) -> list[dict[str, Any]]:
    """Where both limits end now, and where they would."""
    calendar, today = await calendar_of(session), on_which_day(visit.now())
    ends = []
    for limit in await limits_of(session, case):
        told = limit.reckoning(calendar, as_of=today, longer=longer)
        because = told.provisional_because or ""
        ends.append(
            {"key": limit.key, "before": limit.due_on, "after": told.due_on, "because": because}
        )
    return ends


def _told(one: Extension) -> dict[str, Any]:
    words = {
        "open": _("等负责人批"),
        "granted": _("批准了"),
        "refused": _("没有批准"),
        "lapsed": _("没有批，件先办完了"),
    }
    state = {"open": "soon", "granted": "done", "refused": "no", "lapsed": "none"}
    return {"it": one, "word": words[one.status], "state": state[one.status]}


ROUTES = [look, ask, answer]
