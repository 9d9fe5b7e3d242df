"""What was changed (改过什么): every step with who and when; two texts side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing import moving
from jointhall.service_items.editing.drafting import drop, go_back_to, save
from jointhall.service_items.editing.merging import Clash, merged
from jointhall.service_items.editing.models import DraftStep, ItemDraft
from jointhall.service_items.editing.prose import changes_told, said_of
from jointhall.service_items.editing.queries import (
    draft_with_id,
    step_of,
    steps_of,
    text_at,
    text_of,
    the_draft,
)
from jointhall.service_items.queries import editions_in
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Told:
    """One step as people read it."""

    step: DraftStep
    changes: list[str]
    holds: bool


@get("/console/items/{code:str}/draft/history", guards=[may("item:edit")])
async def now(
    visit: given.Visit, session: Session, code: InPath[str], until: InQuery[int | None] = None
) -> Template:
    """What is different from the published edition, and how it came to be so."""
    return await _history(visit, session, await the_draft(session, code), until)


@get("/console/items/{code:str}/drafts/{id:uuid}", guards=[may("item:edit")])
async def before(
    visit: given.Visit, session: Session, code: InPath[str], id: InPath[UUID],
    until: InQuery[int | None] = None,
) -> Template:  # fmt: skip
    """The same of a draft that is done with."""
    return await _history(visit, session, await draft_with_id(session, code, id), until)


@post("/console/items/{code:str}/draft/history", guards=[may("item:edit")])
async def restore(visit: given.Visit, session: Session, code: InPath[str], form: Form) -> Redirect:
    """Makes the text of an earlier step hold again."""
    draft = await the_draft(session, code, to_change=True)
    number = str(form.get("step", ""))
    if not number.isdigit() or len(number) > 8:
        raise NotHere(_("这份草稿里没有这一步。"))
    await go_back_to(session, draft, int(number), by=visit.viewer.actor(), now=visit.now())
    return Redirect(visit.at(f"/console/items/{code}/draft?told=restored"), status_code=303)


@post("/console/items/{code:str}/draft/dropping", guards=[may("item:edit")])
async def give_up(visit: given.Visit, session: Session, code: InPath[str]) -> Redirect:
    """The draft is not wanted any more; its steps can still be read."""
    draft = await the_draft(session, code, to_change=True)
    await drop(session, draft, by=visit.viewer.actor(), now=visit.now())
    path = f"/console/items/{code}" if draft.based_on else "/console/items"
    return Redirect(visit.at(f"{path}?told=dropped" if draft.based_on else path), status_code=303)


@get("/console/items/{code:str}/draft/both/{number:int}", guards=[may("item:edit")])
async def both(
    visit: given.Visit, session: Session, code: InPath[str], number: InPath[int]
) -> Template:
    """Two people's texts of the same places, side by side."""
    draft = await the_draft(session, code)
    step = await step_of(session, draft, number)
    _put, clashes = await _clashes(session, draft, step)
    source = await text_of(session, draft)
    return page(
        visit, "service_items/console/both.html", draft=draft, step=step,
        clashes=[
            (place, said_of(one.trail, source), said_of_value(one.theirs), said_of_value(one.mine))
            for place, one in enumerate(clashes)
        ],
        theirs_by=await _holder(session, draft),
    )  # fmt: skip


@post("/console/items/{code:str}/draft/both/{number:int}", guards=[may("item:edit")])
async def choose(
    visit: given.Visit, session: Session, code: InPath[str], number: InPath[int], form: Form
) -> Redirect:
    """Takes for each place the text that was chosen; the others stay in the history."""
    draft = await the_draft(session, code, to_change=True)
    put, clashes = await _clashes(session, draft, await step_of(session, draft, number))
    for place, one in enumerate(clashes):
        if form.get(f"place-{place}") == "mine":
            put = moving.with_at(put, one.trail, one.mine)
    await save(session, draft, lambda _before: put, seen=draft.at_step,
               by=visit.viewer.actor(), now=visit.now())  # fmt: skip
    return Redirect(visit.at(f"/console/items/{code}/draft?told=saved"), status_code=303)


async def _clashes(
    session: AsyncSession, draft: ItemDraft, step: DraftStep
) -> tuple[Any, list[Clash]]:
    is_late = step.kind == "aside" and step.shows != step.number
    if not is_late or step.parent is None or step.sheet is None:
        raise NotHere(_("这一步没有两份要选的。"))
    before = await step_of(session, draft, step.parent)
    base = before.sheet or await text_at(session, draft, step.parent)
    return merged(base, step.sheet, await text_of(session, draft))


async def _holder(session: AsyncSession, draft: ItemDraft) -> str:
    return (await step_of(session, draft, draft.at_step)).by_name


async def _history(
    visit: given.Visit, session: AsyncSession, draft: ItemDraft, until: int | None
) -> Template:
    steps = await steps_of(session, draft)
    # A page's own text, kept only for its next save, is nothing that anybody did.
    told_of = [one for one in steps if one.kind != "aside" or one.shows != one.number]
    shown = [step for step in told_of if until is None or step.number <= until][-MOST_SHOWN:]
    texts = {step.number: step.sheet for step in steps if step.sheet is not None}
    told = [
        Told(step, _changes(step, texts, draft), step.number == draft.at_step)
        for step in reversed(shown)
    ]
    editions = await editions_in(session)
    first = editions.get((draft.code, draft.based_on or ""))
    since = changes_told(first.sheet if first else {}, texts[draft.at_step], draft)
    return page(
        visit, "service_items/console/history.html", draft=draft, steps=told,
        older=shown[0].number - 1 if shown and shown[0] is not told_of[0] else 0,
        edition=first, since=since if first else [],
    )  # fmt: skip


def _changes(step: DraftStep, texts: dict[int, dict[str, Any]], draft: ItemDraft) -> list[str]:
    if step.sheet is None or step.parent is None:
        return []
    return changes_told(texts[step.parent], step.sheet, draft)


def said_of_value(value: Any) -> str:
    """What stands at one place, as lines."""
    if value is None:
        return _("（空着）")
    if isinstance(value, dict):
        return "\n".join(f"{word}：{said_of_value(below)}" for word, below in value.items())
    if isinstance(value, list):
        return "\n".join(said_of_value(one) for one in value)
    return str(value)


ROUTES = [now, before, restore, give_up, both, choose]
