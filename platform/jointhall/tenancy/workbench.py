"""A township's own settings (本单位设置): what stands on its door, and its pages."""

from __future__ import annotations

from litestar import get, post
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import after_commit
from jointhall.kernel.words import _
from jointhall.records.journal import record
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.given import Form, InPath, InQuery, Session
from jointhall.web.pages import page
from jointhall.web.scenes import MOTIFS
from jointhall.web.visit import Visit

from .changes import change_door, status_name
from .checklist import checklist
from .door_form import DoorForm, door_form
from .queries import tenant_here
from .standing_pages import PLACES, page_called, pages_of

LONGEST_TITLE, LONGEST_BODY = 60, 8_000


@get("/workbench/settings", guards=[may("tenant:change")])
async def show(visit: given.Visit, session: Session, told: InQuery[str | None] = None) -> Template:
    """Its door, its pages, and what it still lacks."""
    tenant = await tenant_here(session, visit.place.tenant_id)
    return await _show(visit, session, door_form(tenant), told=told == "1")


@post("/workbench/settings", guards=[may("tenant:change")])
async def change(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """New phone, hours, address, colours, motifs; the name is the county's to change."""
    tenant = await tenant_here(session, visit.place.tenant_id)
    sent = door_form(tenant, form)
    if sent.errors:
        return await _show(visit, session, sent)
    fields = sent.fields() | ({} if tenant.is_county else {"name": tenant.name})
    await change_door(
        session, tenant, fields, who=visit.viewer.actor(), directory=visit.house.directory
    )
    return Redirect(visit.at("/workbench/settings?told=1"), status_code=303)


@get("/workbench/settings/pages/{slug:str}", guards=[may("tenant:change")])
async def show_page(visit: given.Visit, session: Session, slug: InPath[str]) -> Template:
    """One standing page to write in."""
    found = await page_called(session, visit.place.tenant_id, slug)
    values = {"title": found.title, "body": found.body}
    return _page_form(visit, slug, values, {})


@post("/workbench/settings/pages/{slug:str}", guards=[may("tenant:change")])
async def change_page(
    visit: given.Visit, session: Session, slug: InPath[str], form: Form
) -> Redirect | Template:
    """Keeps what was written, for everybody to read at once."""
    found = await page_called(session, visit.place.tenant_id, slug)
    values = {name: str(form.get(name) or "").replace("\r\n", "\n").strip()
              for name in ("title", "body")}  # fmt: skip
    errors: dict[str, str] = {}
    if not values["title"] or len(values["title"]) > LONGEST_TITLE:
        errors["title"] = _("标题要写，%(most)s 个字以内。", most=LONGEST_TITLE)
    if not values["body"] or len(values["body"]) > LONGEST_BODY:
        errors["body"] = _("内容要写，%(most)s 个字以内。", most=LONGEST_BODY)
    if errors:
        return _page_form(visit, slug, values, errors)
    found.title, found.body, found.updated_at = values["title"], values["body"], visit.now()
    tenant = await tenant_here(session, visit.place.tenant_id)
    tenant.content_version += 1
    record(
        session, "page.changed", who=visit.viewer.actor(), subject=f"page:{slug}",
        words=_("改了“%(title)s”这一页", title=values["title"]),
    )  # fmt: skip
    after_commit(session, "directory", visit.house.directory.forget)
    return Redirect(visit.at("/workbench/settings?told=1"), status_code=303)


async def _show(
    visit: Visit, session: AsyncSession, form: DoorForm, *, told: bool = False
) -> Template:
    lines = await checklist(session, visit.place)
    return page(
        visit, "tenancy/workbench/settings.html", status=422 if form.errors else 200,
        tab="settings", form=form, errors=form.errors, told=told, motifs=MOTIFS, lines=lines,
        done=sum(line.done for line in lines), status_words=status_name(visit.place.status),
        pages=await pages_of(session, visit.place.tenant_id),
    )  # fmt: skip


def _page_form(visit: Visit, slug: str, values: dict[str, str], errors: dict[str, str]) -> Template:
    return page(
        visit, "tenancy/workbench/page.html", status=422 if errors else 200, tab="settings",
        slug=slug, values=values, errors=errors, places=PLACES,
    )  # fmt: skip


ROUTES = [show, change, show_page, change_page]
