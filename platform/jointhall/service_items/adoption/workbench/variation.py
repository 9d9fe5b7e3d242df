"""What this township says differently of an item (本地调整)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.response import Redirect, Template

from jointhall.kernel.refusals import BadForm
from jointhall.service_items.offers import MOST_QUESTIONS, WINDOW
from jointhall.service_items.questions.typed import half_width
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page
from jointhall.web.visit import Visit

from ..varying import taken_over, vary
from .items import ITEMS, done, only_a_township

SPARE_QUESTIONS = 2


@get(f"{ITEMS}/{{code:str}}/variation", guards=[may("item:adopt")])
async def look(visit: given.Visit, session: Session, code: InPath[str]) -> Template:
    """The county's words beside ours, for what the sheet lets a township vary."""
    only_a_township(visit)
    adoption, _sheet = await taken_over(session, visit.place, code)
    kept = adoption.variations
    typed = {key: str(kept.get(key, "")) for key in ("promised_days", *WINDOW)}
    return await _page(visit, session, code, typed, list(kept.get("faq", [])), {})


@post(f"{ITEMS}/{{code:str}}/variation", guards=[may("item:adopt")])
async def change(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Redirect | Template:
    """Keeps what is said here; what is left empty is as the county says."""
    only_a_township(visit)
    _adoption, sheet = await taken_over(session, visit.place, code)
    typed = {key: str(form.get(key, "")) for key in ("promised_days", *WINDOW)}
    asked = [str(one) for one in form.getall("question", [])][: MOST_QUESTIONS + SPARE_QUESTIONS]
    told = [str(one) for one in form.getall("answer", [])] + [""] * len(asked)
    faq = [{"question": q, "answer": a} for q, a in zip(asked, told, strict=False)]
    given_here: dict[str, Any] = {key: typed[key] for key in WINDOW if key in sheet.may_vary}
    if "faq" in sheet.may_vary:
        given_here["faq"] = faq
    if "promised_limit" in sheet.may_vary and typed["promised_days"].strip():
        given_here["promised_days"] = _whole(typed["promised_days"])
    try:
        await vary(session, visit.place, code, given_here, who=visit.viewer.actor())
    except BadForm as bad:
        session = await visit.start_over()
        return await _page(visit, session, code, typed, faq, bad.troubles)
    return done(visit, session, "varied")


def _whole(typed: str) -> Any:
    """A whole number as people type it; anything else stays, and is refused by its field."""
    plain = half_width(typed).strip()
    return int(plain) if plain.isdecimal() and len(plain) < 5 else typed


async def _page(
    visit: Visit,
    session: Session,
    code: str,
    typed: Mapping[str, str],
    faq: list[dict[str, str]],
    errors: Mapping[str, str],
) -> Template:
    adoption, sheet = await taken_over(session, visit.place, code)
    rows = [one for one in faq if one["question"].strip() or one["answer"].strip()]
    spare = min(SPARE_QUESTIONS, max(0, MOST_QUESTIONS - len(rows)))
    return page(
        visit, "service_items/workbench/items_variation.html", tab="items", sheet=sheet,
        adoption=adoption, typed=typed, errors=dict(errors), status=422 if errors else 200,
        faq=[*rows, *({"question": "", "answer": ""} for _ in range(spare))],
        names=WINDOW,
    )  # fmt: skip


ROUTES = [look, change]
