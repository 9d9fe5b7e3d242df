"""Drafts begun (开始改): from the published edition, from ours, as a copy, from a file."""

from __future__ import annotations

from typing import Any

from litestar import get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.refusals import BadForm, NotHere
from jointhall.kernel.words import _
from jointhall.service_items.editing.console.item import listed
from jointhall.service_items.editing.drafting import begin, begin_new, save
from jointhall.service_items.editing.queries import draft_of, drafts_here
from jointhall.service_items.editing.taking import cleaned, code_for
from jointhall.service_items.growing import grow
from jointhall.service_items.library import library
from jointhall.service_items.queries import editions_in, published_in
from jointhall.service_items.reading import read_text
from jointhall.service_items.tree import Told, plain
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page

MOST_BYTES = 400_000
_NAME = "名称"


@post("/console/items/{code:str}/draft/beginning", guards=[may("item:edit")])
async def change(visit: given.Visit, session: Session, code: InPath[str], form: Form) -> Redirect:
    """Takes up the draft of an item, from the published edition or from our newer sheet."""
    item, edition = await listed(session, code)
    by, now = visit.viewer.actor(), visit.now()
    if item is None and form.get("of") == "library" and (new := library().sheet(code)) is not None:
        if await draft_of(session, code) is None:
            await begin_new(session, code, dict(new.source), module=new.module, kind="library",
                            by=by, now=now)  # fmt: skip
        return Redirect(visit.at(f"/console/items/{code}/draft?told=library"), status_code=303)
    if item is None or edition is None:
        raise NotHere(_("没有这个事项。"))
    if form.get("of") != "library":
        await begin(session, code, dict(edition.sheet), module=edition.module,
                    based_on=edition.edition, by=by, now=now)  # fmt: skip
        return Redirect(visit.at(f"/console/items/{code}/draft"), status_code=303)
    ours = library().sheet(code)
    if ours is None:
        raise NotHere(_("随程序来的事项里没有这一个。"))
    draft = await draft_of(session, code, to_change=True)
    if draft is None:
        await begin(session, code, dict(ours.source), module=edition.module,
                    based_on=edition.edition, kind="library", by=by, now=now)  # fmt: skip
    else:
        await save(session, draft, lambda _before: dict(ours.source), seen=draft.at_step,
                   kind="library", by=by, now=now)  # fmt: skip
    return Redirect(visit.at(f"/console/items/{code}/draft?told=library"), status_code=303)


@get("/console/new-item", guards=[may("item:edit")])
async def ask(visit: given.Visit, session: Session) -> Template:
    """Which item to copy, or which file to read."""
    return await _page(visit, session, {}, {})


@post("/console/new-item", guards=[may("item:edit")])
async def begin_another(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """A new item: a copy of one the county has, under a name of its own."""
    said = {"title": cleaned(str(form.get("title", "")))[:200], "of": str(form.get("of", ""))}
    item, edition = await listed(session, said["of"])
    troubles: dict[str, str] = {}
    if not said["title"]:
        troubles["title"] = _("给新事项起个名字。")
    if item is None or edition is None:
        troubles["of"] = _("选一个现有的事项照着改。")
    if troubles or edition is None:
        return await _page(visit, session, said, troubles)
    code = await _free_code(session, said["title"])
    await begin_new(
        session, code, {**edition.sheet, _NAME: said["title"]}, module=edition.module,
        by=visit.viewer.actor(), now=visit.now(),
    )  # fmt: skip
    return Redirect(visit.at(f"/console/items/{code}/draft"), status_code=303)


@post("/console/new-item/sheet", guards=[may("item:edit")])
async def read_in(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """A sheet from a file, into the draft of the item it is for, or as a new item."""
    said = {"into": str(form.get("into", "")), "module": str(form.get("module", ""))}
    try:
        text = await _text_of(form)
        source = _source_of(text)
    except BadForm as bad:
        return await _page(visit, session, said, bad.troubles)
    by, now = visit.viewer.actor(), visit.now()
    if said["into"]:
        item, edition = await listed(session, said["into"])
        if item is None or edition is None:
            return await _page(visit, session, said, {"into": _("没有这个事项，重新选一个。")})
        draft = await begin(session, item.code, dict(edition.sheet), module=edition.module,
                            based_on=edition.edition, by=by, now=now)  # fmt: skip
        await save(session, draft, lambda _before: source, seen=draft.at_step, kind="import",
                   by=by, now=now)  # fmt: skip
        code = item.code
    else:
        modules = {one.module for one in await published_in(session)}
        if said["module"] not in modules:
            return await _page(visit, session, said, {"module": _("选一个模块放进去。")})
        code = await _free_code(session, str(source.get(_NAME, "")))
        await begin_new(session, code, source, module=said["module"], kind="import", by=by, now=now)
    return Redirect(visit.at(f"/console/items/{code}/draft?told=import"), status_code=303)


async def _text_of(form: FormMultiDict) -> str:
    upload = form.get("sheet")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise BadForm({"sheet": _("选一个文件再传。")})
    raw = await upload.read()
    if len(raw) > MOST_BYTES:
        raise BadForm({"sheet": _("文件太大，一张表不超过 400 KB。")})
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        words = _("这个文件不是文字，或者不是 UTF-8 编码。要传的是从这里导出的 .yaml 文件。")
        raise BadForm({"sheet": words}) from wrong


def _source_of(text: str) -> dict[str, Any]:
    """The file as plain data; what is wrong in it is told in the editor, if it can be read at all.

    Slips that make it unreadable are told with their lines.
    """
    reading = read_text(text, file="", module="m", code="c")
    if reading.sheet is not None:
        return dict(reading.sheet.source)
    told = Told("")
    tree = grow(text.replace("\r\n", "\n").replace("\r", "\n"), told)
    source = plain(tree) if tree is not None else None
    if told.troubles or not isinstance(source, dict) or not source:
        first = next(iter(reading.errors), None)
        words = _("文件读不进来。")
        if first is not None:
            words = _("第%(line)s行：%(words)s。%(mend)s", line=first.line or 1,
                      words=first.words, mend=first.mend)  # fmt: skip
        raise BadForm({"sheet": words})
    return source


async def _free_code(session: AsyncSession, title: str) -> str:
    taken = {item.code for item in await published_in(session)}
    taken |= {draft.code for draft in await drafts_here(session)}
    taken |= {code for code, _edition in await editions_in(session)}
    return code_for(title, taken, "item")


async def _page(
    visit: given.Visit, session: AsyncSession, said: dict[str, str], errors: dict[str, str]
) -> Template:
    editions = await editions_in(session)
    items = await published_in(session)
    return page(
        visit, "service_items/console/new_item.html", status=422 if errors else 200,
        said={"title": "", "of": "", "into": "", "module": "", **said}, errors=errors,
        items=[(one.code, editions[one.code, one.edition].title) for one in items],
        modules=list({one.module: one.module_name for one in items}.items()),
    )  # fmt: skip


ROUTES = [change, ask, begin_another, read_in]
