"""The journal of one's own tenant (操作记录): who did what, and whether the chain holds."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from jointhall.kernel.clock.days import day_typed
from jointhall.kernel.words import _
from jointhall.web.access import may
from jointhall.web.given import InQuery, Session, Visit
from jointhall.web.pages import page

from .chain import Flaw, verify
from .queries import Asked, edited, kinds_of_acts, last_line, lines_of

LINES_A_PAGE = 50
MOST_CHECKED = 20_000
"""Longer journals are checked at the terminal, where nobody waits for a page."""


@get(["/console/journal", "/workbench/journal"], guards=[may("journal:read")])
async def show(
    visit: Visit,
    session: Session,
    act: InQuery[str | None] = None,
    who: InQuery[str | None] = None,
    subject: InQuery[str | None] = None,
    on: InQuery[str | None] = None,
    before: InQuery[int | None] = None,
    whole: InQuery[str | None] = None,
) -> Template:
    """The newest lines that fit the question; `whole` checks the chain from its first line."""
    asked = Asked((act or "").strip(), (who or "").strip(), (subject or "").strip(), day_typed(on))
    tenant_id = visit.place.tenant_id
    lines = await lines_of(session, tenant_id, asked, before=before, limit=LINES_A_PAGE + 1)
    shown = lines[:LINES_A_PAGE]
    last = await last_line(session, tenant_id)
    flaws: list[Flaw] | None = None
    if whole == "1" and last <= MOST_CHECKED:
        flaws = (await verify(session, tenant_id))[1]
    return page(
        visit, "records/console/journal.html", tab="journal", lines=shown, asked=asked,
        on=on or "", edited=edited(shown), last=last, flaws=flaws, most_checked=MOST_CHECKED,
        older=shown[-1].seq if len(lines) > LINES_A_PAGE else None, is_filtered=asked != Asked(),
        kinds=[(kind, kind_name(kind)) for kind in await kinds_of_acts(session, tenant_id)],
        base="/workbench/journal" if visit.door == "workbench" else "/console/journal",
    )  # fmt: skip


def kind_name(kind: str) -> str:
    """What a kind of act is called; its key where nobody gave it a name."""
    return {
        "case": _("办件"),
        "calendar": _("日历"),
        "document": _("文件"),
        "envelope": _("信封"),
        "item": _("事项"),
        "letter": _("文书"),
        "office": _("机构"),
        "officer": _("账号和登录"),
        "page": _("固定页面"),
        "number": _("编号"),
        "policy": _("规则"),
        "referral": _("联办请求"),
        "task": _("环节里的事"),
        "tenant": _("单位"),
    }.get(kind, kind)


ROUTES = [show]
