"""The draft as residents will see it (预览): the guide and a question, by their own templates."""

from __future__ import annotations

from typing import Any

from litestar import get
from litestar.response import Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.now import on_which_day
from jointhall.service_items.counter import Counter
from jointhall.service_items.counter import Place as AtCounter
from jointhall.service_items.editing.models import ItemDraft
from jointhall.service_items.editing.queries import text_of, the_draft
from jointhall.service_items.glyphs import glyph_of
from jointhall.service_items.guide import facts_of, line_of
from jointhall.service_items.offers import Offer
from jointhall.service_items.questions import kind_of
from jointhall.service_items.questions.kind import Raw
from jointhall.service_items.reading import read_source
from jointhall.service_items.sheets import Sheet
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.codes import qr_svg
from jointhall.web.given import InPath, InQuery, Session
from jointhall.web.headers import CSP
from jointhall.web.pages import page
from jointhall.web.place import Place

FRAMED = {
    "content-security-policy": CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "x-frame-options": "SAMEORIGIN",
}
"""Only our own editor may show these pages inside its own."""


@get("/console/items/{code:str}/preview/guide", guards=[may("item:edit")])
async def guide(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """The guide, at the door of one of the county's townships."""
    draft = await the_draft(session, code)
    sheet = await _sheet(session, draft)
    if sheet is None:
        return _unreadable(visit)
    place = await _township(visit)
    return _framed(
        page(
            visit, "service_items/console/preview_guide.html", **_at(place),
            offer=Offer(sheet, "", ""), sheet=sheet, glyph=glyph_of(sheet), facts=facts_of(sheet),
            line=line_of(sheet, place), townships=[], qr=qr_svg(visit.url(f"/items/{code}")),
        )
    )  # fmt: skip


@get("/console/items/{code:str}/preview/question", guards=[may("item:edit")])
async def question(
    visit: given.Visit, session: Session, code: InPath[str], at: InQuery[int | None] = None
) -> Template:
    """One question of the form, as it is asked on a page of its own."""
    draft = await the_draft(session, code)
    sheet = await _sheet(session, draft)
    if sheet is None or not sheet.form:
        return _unreadable(visit)
    asked = sheet.form[min(max(at or 0, 0), len(sheet.form) - 1)]
    place = await _township(visit)
    townships = await visit.house.directory.townships_of(visit.place.county_id)
    counter = Counter(
        AtCounter(place.division_code, place.name), on_which_day(visit.now()),
        tuple(AtCounter(one.division_code, one.name) for one in townships),
    )  # fmt: skip
    return _framed(
        page(
            visit, "service_items/console/preview_question.html", **_at(place), sheet=sheet,
            question=asked, kind=kind_of(asked), raw=Raw(), counter=counter, error="", errors={},
            auto="off", papers=[], total=len(sheet.form), nth=sheet.form.index(asked) + 1,
        )
    )  # fmt: skip


async def _sheet(session: AsyncSession, draft: ItemDraft) -> Sheet | None:
    source = await text_of(session, draft)
    return read_source(source, module=draft.module, code=draft.code).sheet


async def _township(visit: given.Visit) -> Place:
    """The township whose door is shown: the county's first, or the county itself."""
    townships = await visit.house.directory.townships_of(visit.place.county_id)
    return townships[0] if townships else visit.place


def _at(place: Place) -> dict[str, Any]:
    return {"tenant": place, "at": lambda path: f"{place.prefix}{path}"}


def _unreadable(visit: given.Visit) -> Template:
    return _framed(page(visit, "service_items/console/preview_none.html"))


def _framed(answer: Template) -> Template:
    answer.headers.update(FRAMED)
    return answer


ROUTES = [guide, question]
