"""A draft begun, saved, undone and redone (改草稿); every step is kept and none is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.refusals import BadForm, Refusal
from jointhall.kernel.who import Actor
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.service_items.editing.merging import Clash, changed_headings, merged
from jointhall.service_items.editing.models import DraftStep, ItemDraft
from jointhall.service_items.editing.queries import draft_of, step_of, steps_of, text_at, text_of
from jointhall.service_items.queries import published_in

MOST_BYTES = 400_000
Change = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: the draft's version, and where two people changed the same."""

    page: int
    """The step whose text is what the page of the one who saved shows now."""
    changed: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    aside: int = 0
    """The step in which a late save is kept beside the other's."""
    with_others: bool = False
    """Whether somebody else's changes are in it as well."""


async def begin(
    session: AsyncSession, code: str, source: dict[str, Any], *, module: str,
    based_on: str | None, kind: str = "begin", by: Actor, now: datetime,
) -> ItemDraft:  # fmt: skip
    """A draft of this item; the one being worked on already is taken up and left as it is."""
    before = await draft_of(session, code, to_change=True)
    if before is not None:
        return before
    _check_size(source)
    draft = ItemDraft(
        tenant_id=tenant_of(session), code=code, module=module, title=_title(source, code),
        based_on=based_on, begun_by=by.name, begun_at=now, changed_by=by.name, changed_at=now,
        version=0, at_step=0, status="open",
    )  # fmt: skip
    session.add(draft)
    await session.flush()
    _step(session, draft, kind, source, parent=None, by=by, now=now)
    await session.flush()
    record(
        session, "item.draft_begun", who=by, subject=f"item:{code}",
        words=_("开始改事项“%(title)s”", title=draft.title),
    )  # fmt: skip
    return draft


async def begin_new(
    session: AsyncSession, code: str, source: dict[str, Any], *, module: str, kind: str = "begin",
    by: Actor, now: datetime,
) -> ItemDraft:  # fmt: skip
    """A draft of an item the county does not have yet."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", code):
        raise BadForm({"code": _("编号用小写英文字母开头，只用小写字母、数字和下划线，最长40个。")})
    listed = {item.code for item in await published_in(session)}
    if code in listed or await draft_of(session, code) is not None:
        raise BadForm({"code": _("已经有编号是“%(code)s”的事项，换一个。", code=code)})
    return await begin(
        session, code, source, module=module, based_on=None, kind=kind, by=by, now=now
    )


async def save(
    session: AsyncSession, draft: ItemDraft, change: Change, *, seen: int, kind: str = "save",
    by: Actor, now: datetime,
) -> Saved:  # fmt: skip
    """Puts a change in; `seen` is the step whose text it was made on.

    What others changed meanwhile stays. Where both changed the same place, theirs holds and the
    late text is kept beside it as a step of its own, to choose from; so is what comes when the
    draft is no longer open.
    """
    seen = min(max(seen, 1), draft.version)
    before = await step_of(session, draft, seen)
    base = before.sheet or await text_at(session, draft, seen)
    mine = change(base)
    _check_size(mine)
    theirs = await text_of(session, draft)
    put, clashes = merged(base, mine, theirs)
    if clashes or (not draft.is_open and put != theirs):
        number = _step(session, draft, "aside", mine, parent=_own(before), by=by, now=now)
        await session.flush()
        words = _("改事项“%(title)s”时和别人撞上了，两份都留着", title=draft.title)
        record(session, "item.draft_aside", who=by, subject=f"item:{draft.code}", words=words,
               step=number)  # fmt: skip
        return Saved(number, changed_headings(base, mine), tuple(clashes), number, True)
    shown = seen if mine == base else draft.at_step
    if mine not in (base, put):
        # What their page shows is no text of the draft: kept, so that the next save starts from it.
        shown = _step(session, draft, "aside", mine, parent=_own(before), shows=draft.version + 1,
                      at=draft.at_step, by=by, now=now)  # fmt: skip
    if put == theirs:
        return Saved(shown, with_others=theirs != base)
    changed = changed_headings(theirs, put)
    number = _step(session, draft, kind, put, parent=draft.at_step, by=by, now=now)
    await session.flush()
    record(
        session, "item.draft_saved", who=by, subject=f"item:{draft.code}",
        words=_("改了事项“%(title)s”的草稿：%(headings)s", title=draft.title,
                headings="、".join(changed)),
        step=number,
    )  # fmt: skip
    return Saved(number if mine == put else shown, changed, with_others=theirs != base)


async def undo(
    session: AsyncSession, draft: ItemDraft, *, seen: int, by: Actor, now: datetime
) -> None:
    """Back to what the sheet said before the last step, whoever made it."""
    _check_seen(draft, seen)
    here = await step_of(session, draft, draft.at_step)
    if here.parent is None:
        raise Refusal(_("已经是最早的样子了，没有可以撤销的。"))
    await _turn(session, draft, "undo", here.parent, by=by, now=now)


async def redo(
    session: AsyncSession, draft: ItemDraft, *, seen: int, by: Actor, now: datetime
) -> None:
    """Forward again to what was undone last."""
    _check_seen(draft, seen)
    ahead = ahead_of(draft, await steps_of(session, draft))
    if ahead is None:
        raise Refusal(_("已经是最新的样子了，没有可以重做的。"))
    await _turn(session, draft, "redo", ahead, by=by, now=now)


async def go_back_to(
    session: AsyncSession, draft: ItemDraft, number: int, *, by: Actor, now: datetime
) -> None:
    """Makes the text of an earlier step hold again, as a step of its own."""
    _check_open(draft)
    text = (await step_of(session, draft, number)).sheet or await text_at(session, draft, number)
    if text == await text_of(session, draft):
        return
    _step(session, draft, "save", text, parent=draft.at_step, by=by, now=now)
    await session.flush()
    words = _("把事项“%(title)s”的草稿恢复成第%(n)s步的样子", title=draft.title, n=number)
    record(session, "item.draft_saved", who=by, subject=f"item:{draft.code}", words=words)


async def drop(session: AsyncSession, draft: ItemDraft, *, by: Actor, now: datetime) -> None:
    """Given up; what is published stays, and the steps can still be read."""
    draft.drop()
    draft.changed_by_id, draft.changed_by, draft.changed_at = by.id, by.name, now
    words = _("不要事项“%(title)s”的草稿了", title=draft.title)
    record(session, "item.draft_dropped", who=by, subject=f"item:{draft.code}", words=words)


def ahead_of(draft: ItemDraft, steps: list[DraftStep]) -> int | None:
    """The step that redoing leads to: the last one written over the present text."""
    after = [s.number for s in steps if s.parent == draft.at_step
             and s.kind not in ("undo", "redo", "aside")]  # fmt: skip
    return max(after, default=None)


async def _turn(
    session: AsyncSession, draft: ItemDraft, kind: str, to: int, *, by: Actor, now: datetime
) -> None:
    text = await text_at(session, draft, to)
    _step(session, draft, kind, None, parent=None, shows=to, by=by, now=now)
    draft.title = _title(text, draft.code)
    await session.flush()
    said = {"title": draft.title}
    record(
        session, f"item.draft_{kind}", who=by, subject=f"item:{draft.code}",
        words=_("撤销了事项“%(title)s”草稿的一步", **said) if kind == "undo"
        else _("重做了事项“%(title)s”草稿的一步", **said),
    )  # fmt: skip


def _step(
    session: AsyncSession, draft: ItemDraft, kind: str, sheet: dict[str, Any] | None, *,
    parent: int | None, shows: int | None = None, at: int | None = None, by: Actor,
    now: datetime,
) -> int:  # fmt: skip
    draft.version += 1
    number = draft.version
    if shows is None:
        shows = draft.at_step if kind == "aside" else number
    session.add(
        DraftStep(
            tenant_id=draft.tenant_id, draft_id=draft.id, number=number, kind=kind, shows=shows,
            parent=parent, sheet=sheet, by_id=by.id, by_name=by.name, made_at=now,
        )
    )  # fmt: skip
    draft.at_step = shows if at is None else at
    draft.changed_by_id, draft.changed_by, draft.changed_at = by.id, by.name, now
    if sheet is not None and kind != "aside":
        draft.title = _title(sheet, draft.code)
    return number


def _own(step: DraftStep) -> int:
    """The step with a text of its own that this one shows."""
    return step.number if step.sheet is not None else step.shows


def _check_open(draft: ItemDraft) -> None:
    if not draft.is_open:
        raise Refusal(
            _("这份草稿已经送审了，现在不能改。"), what_next=_("要改的话，先到送审页收回来。")
        )


def _check_seen(draft: ItemDraft, seen: int) -> None:
    _check_open(draft)
    if seen != draft.version:
        raise Refusal(
            _("%(who)s刚才又改了一步，这一页还是老的。", who=draft.changed_by),
            what_next=_("刷新这一页，看一眼再撤销。您没有丢东西。"),
        )


def _check_size(source: dict[str, Any]) -> None:
    if len(orjson.dumps(source)) > MOST_BYTES:
        raise Refusal(
            _("这张表太大了，没有存。一张表最多 400 KB。"), status=413,
            what_next=_("退回去，把太长的内容删短再存；打的字还在那一页上。"),
        )  # fmt: skip


def _title(source: dict[str, Any], code: str) -> str:
    title = source.get("名称")
    return title[:200] if isinstance(title, str) and title else code
