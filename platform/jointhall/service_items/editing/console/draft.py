"""The editor (编辑页): a section of the draft as a form, saved as it is typed."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.response import Redirect, Response, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock.days import moment_words
from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing import moving
from jointhall.service_items.editing.confirming import facts_of
from jointhall.service_items.editing.drafting import Saved, ahead_of, redo, save, undo
from jointhall.service_items.editing.fields import OPENS
from jointhall.service_items.editing.knowing import Known
from jointhall.service_items.editing.models import ItemDraft
from jointhall.service_items.editing.pieces import (
    Piece,
    errors_by_part,
    piece_of,
    place_of,
    placed,
)
from jointhall.service_items.editing.queries import (
    confirmed_in,
    draft_with_id,
    step_of,
    steps_of,
    text_at,
    text_of,
    the_draft,
)
from jointhall.service_items.editing.review import looked
from jointhall.service_items.editing.taking import LONGEST, Posted, limit_parts
from jointhall.service_items.editing.words import GIVEN, NO_LIMIT, OPEN_LIMIT, SECTIONS, UNITS
from jointhall.service_items.vocabulary import PLACEHOLDERS
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page, query

FIRST = SECTIONS[0][0]
TOLD = {
    "saved": lambda: _("存好了。"),
    "both": lambda: _("存好了。别人同时改了别的地方，也都留着。"),
    "library": lambda: _("随程序来的新版放进草稿了。看看合不合适，不要就撤销。"),
    "import": lambda: _("文件读进来了。看看对不对，不要就撤销。"),
    "restored": lambda: _("恢复成那一步的样子了。后来的都还在“改过什么”里。"),
}


@get("/console/items/{code:str}/draft", guards=[may("item:edit")])
async def edit(
    visit: given.Visit, session: Session, code: InPath[str], part: InQuery[str | None] = None,
    at: InQuery[str | None] = None, told: InQuery[str | None] = None,
) -> Template:  # fmt: skip
    """A section of the draft, with the page beside it as residents will see it."""
    draft = await the_draft(session, code)
    source = await text_of(session, draft)
    piece = piece_of(source, part or FIRST, at or "")
    return await _page(visit, session, draft, source, piece,
                       told=TOLD[told]() if told in TOLD else "")  # fmt: skip


@post("/console/items/{code:str}/draft", guards=[may("item:edit")])
async def keep(
    visit: given.Visit, session: Session, code: InPath[str], form: Form
) -> Template | Redirect | Response[Any]:
    """Keeps what was typed, then does what the button said; a script's save answers in JSON."""
    draft = await _draft_meant(session, code, str(form.get("draft", "")))
    posted, do = Posted(form), str(form.get("do", "save"))
    part, at = str(form.get("part", FIRST)), str(form.get("at", ""))
    version = posted.one("version") or ""
    seen = int(version) if version.isdigit() and len(version) < 9 else draft.at_step
    seen = min(max(seen, 1), draft.version)
    base = (await step_of(session, draft, seen)).sheet or await text_at(session, draft, seen)
    piece = piece_of(base, part, at)
    if (long := posted.too_long()) and posted.one("auto"):
        raise BadForm(dict.fromkeys(long, _too_long_words()), _too_long_words())
    if long:
        return await _too_long(visit, session, draft, piece, posted, long)
    by, now = visit.viewer.actor(), visit.now()
    after: list[str] = []

    def change(before: dict[str, Any]) -> dict[str, Any]:
        made = piece.applied(before, posted)
        done, place = _done(made, piece, do, posted)
        after.append(place)
        return done

    saved = await save(session, draft, change, seen=seen, by=by, now=now)
    if posted.one("auto"):
        return _answer(visit, draft, saved)
    if saved.aside:
        return Redirect(visit.at(_both(draft, saved)), status_code=303)
    if do == "undo":
        await undo(session, draft, seen=draft.version, by=by, now=now)
    if do == "redo":
        await redo(session, draft, seen=draft.version, by=by, now=now)
    where = _where(code, piece, do, after[0] if after else "", saved, _stamp(posted))
    return Redirect(visit.at(where), status_code=303)


def _stamp(posted: Posted) -> str:
    """The script's own name for this save, told back so that it forgets what it kept."""
    stamp = posted.one("stamp") or ""
    return stamp if re.fullmatch(r"[a-z0-9]{4,24}", stamp) else ""


def _done(
    source: dict[str, Any], piece: Piece, do: str, posted: Posted
) -> tuple[dict[str, Any], str]:
    """The row operation a button asked for; and the row to show afterwards."""
    verb, _colon, name = do.partition(":")
    name, _bar, words = name.partition("|")
    rows = {one.name: one for one in piece.beside}
    field = piece.named(name) or rows.get(name)
    if field is None:
        return source, ""
    if verb in ("up", "down"):
        return moving.moved(source, field.trail, -1 if verb == "up" else 1), ""
    if verb == "remove":
        return moving.removed(source, field.trail), ""
    if verb == "add":
        made = moving.added(source, field, words or posted.one(f"{name}.new") or "")
        rows_now = moving.at(made, field.trail)
        opens = field.opens or (field.shape is not None and field.shape.name in OPENS)
        return made, f"{name}.{len(rows_now) - 1}" if opens else ""
    if verb == "put" and words:
        said = moving.at(source, field.trail) or ""
        return moving.with_at(source, field.trail, f"{said}{words}"), ""
    if verb == "drop":
        return moving.removed(source, (*field.trail, words)), ""
    return source, ""


def _where(code: str, piece: Piece, do: str, row: str, saved: Saved, stamp: str) -> str:
    """The page to come back to."""
    verb, _colon, name = do.partition(":")
    part, at, anchor = piece.part, piece.at, ""
    if verb == "go":
        part, _bar, at = name.partition("|")
    elif verb == "add" and row:
        at = row
    elif verb == "remove" and name == piece.at:
        at = ""
    elif verb in ("up", "down", "add", "remove", "put"):
        anchor = f"#g-{quote(name.partition('|')[0])}"
    if verb == "send":
        return f"/console/items/{code}/draft/review"
    if verb == "compare":
        return f"/console/items/{code}/draft/history"
    asked = {"part": part, "at": at, "kept": stamp}
    asked["told"] = "both" if saved.with_others else ("saved" if verb == "save" else "")
    return f"/console/items/{code}/draft{query(asked)}{anchor}"


def _both(draft: ItemDraft, saved: Saved) -> str:
    if saved.clashes and draft.is_open:
        return f"/console/items/{draft.code}/draft/both/{saved.aside}"
    return f"/console/items/{draft.code}?told=aside"


def _answer(visit: given.Visit, draft: ItemDraft, saved: Saved) -> Response[Any]:
    """What the page's script has to know after a save of its own."""
    told = {
        "version": saved.page,
        "at": moment_words(visit.now()),
        "again": saved.with_others or bool(saved.aside),
    }
    if saved.aside:
        told["both"] = visit.at(_both(draft, saved))
    return Response(told, media_type="application/json", status_code=200)


async def _too_long(
    visit: given.Visit, session: AsyncSession, draft: ItemDraft, piece: Piece, posted: Posted,
    names: list[str],
) -> Template:  # fmt: skip
    """Nothing is kept of a text that is too long, and nothing is taken from the page."""
    source = piece.applied(await text_of(session, draft), posted)
    words = _too_long_words()
    answer = await _page(
        visit, session, draft, source, piece_of(source, piece.part, piece.at),
        errors=dict.fromkeys(names, words),
    )  # fmt: skip
    answer.status_code = 422
    return answer


def _too_long_words() -> str:
    return _("有一处太长了，最多写%(most)s个字。还没有存，删短一点再存。", most=LONGEST)


async def _page(
    visit: given.Visit, session: AsyncSession, draft: ItemDraft, source: dict[str, Any],
    piece: Piece, *, told: str = "", errors: dict[str, str] | None = None,
) -> Template:  # fmt: skip
    seen = looked(source, draft, facts_of(source, await confirmed_in(session, draft.code)))
    here = await step_of(session, draft, draft.at_step)
    steps = await steps_of(session, draft)
    by_part = errors_by_part(seen.troubles)
    sheet = seen.reading.sheet
    known = Known(source)
    at_question = piece.at if piece.at.startswith("表单.") and piece.at.count(".") == 1 else ""
    return page(
        visit, "service_items/console/draft.html", draft=draft, piece=piece, told=told,
        errors=errors or {}, placed=placed(piece, seen.troubles), seen=seen,
        parts=[(key, _(name), _count(source, key), by_part.get(key, 0)) for key, name, _w
               in SECTIONS],
        places=[(trouble, *place_of(trouble)) for trouble in seen.troubles],
        can_undo=here.parent is not None, can_redo=ahead_of(draft, steps) is not None,
        others=_others(visit, draft), readable=sheet is not None,
        preview=f"question?at={piece.at.partition('.')[2]}" if at_question else "guide",
        placeholders=_placeholders(source, known), limit_parts=limit_parts, units=UNITS,
        no_limit=NO_LIMIT, open_limit=OPEN_LIMIT, given_heading=GIVEN,
        questions=known.questions(), question_words=dict(known.questions()).get,
        **_around(piece),
    )  # fmt: skip


def _around(piece: Piece) -> dict[str, Any]:
    """The rows before and after the one on the page, and what holds them."""
    names = [one.name for one in piece.beside]
    place = names.index(piece.at) if piece.at in names else -1
    above = piece.at.rpartition(".")[0].rpartition(".")[0]
    return {
        "upper": above if above.count(".") else "",
        "before": names[place - 1] if place > 0 else "",
        "after": names[place + 1] if 0 <= place < len(names) - 1 else "",
    }


def _count(source: dict[str, Any], key: str) -> int | None:
    """How many rows a section of one list has."""
    counted = {"form": "表单", "materials": "材料", "steps": "步骤", "letters": "文书",
               "faq": "常见问题", "examples": "样例"}  # fmt: skip
    rows = source.get(counted[key]) if key in counted else None
    return len(rows) if isinstance(rows, list) else None


def _placeholders(source: dict[str, Any], known: Known) -> list[tuple[str, str]]:
    """What may be put into a letter, and what it stands for: fixed words, figures, answers."""
    rows = source.get("县里设定")
    settings = [f"设定 {row.get('编号')}" for row in (rows if isinstance(rows, list) else ())
                if isinstance(row, dict) and row.get("编号")]  # fmt: skip
    fixed = [(f"【{words}】", f"【{words}】") for words in (*PLACEHOLDERS, *settings)]
    answers = [(f"【答 {code}】", _("答：%(asked)s", asked=words))
               for code, words in known.questions()]  # fmt: skip
    return [*fixed, *answers]


def _others(visit: given.Visit, draft: ItemDraft) -> str:
    """Who else changed it in the last minutes."""
    if draft.changed_by_id is None or draft.changed_by_id == visit.viewer.id:
        return ""
    ago = int((visit.now() - draft.changed_at).total_seconds() // 60)
    if ago >= 15:
        return ""
    return _("%(who)s %(n)s 分钟前也在改这一份。你们改不同的地方，两边都会留着。",
             who=draft.changed_by, n=max(ago, 0))  # fmt: skip


async def _draft_meant(session: AsyncSession, code: str, id: str) -> ItemDraft:
    """The draft the page was about, even when it was published or given up meanwhile."""
    with suppress(ValueError, NotHere):
        return await draft_with_id(session, code, UUID(id), to_change=True)
    return await the_draft(session, code, to_change=True)


ROUTES = [edit, keep]
