"""Bringing townships on (接入): one by a form, many by a sheet; looked at first, then confirmed."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.response import Redirect, Template
from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.clock import on_which_day
from jointhall.kernel.refusals import BadForm, NotHere, Refusal
from jointhall.kernel.words import _
from jointhall.tenancy.actions import confirm
from jointhall.tenancy.imports import (
    ImportStatus,
    SheetImport,
    import_numbered,
    imports_of,
    keep,
    plan_of,
)
from jointhall.tenancy.onboarding import Plan, field_name, plan_for
from jointhall.tenancy.queries import known_tenants, townships_of
from jointhall.tenancy.sheet_in import HEADINGS, MOST_BYTES, Sheet, SheetRow, read_sheet
from jointhall.web import given
from jointhall.web.access import may
from jointhall.web.faces import PAIRS
from jointhall.web.given import Form, InPath, Session
from jointhall.web.pages import page
from jointhall.web.scenes import MOTIFS
from jointhall.web.visit import Visit

from .faces import faces_path

FIELDS = ("name", "code", "slug", "phone", "colours", "motifs", "villages")
SCENES_SHOWN = 10
"""More would make the page heavy; the others show emblem and colours."""
ROWS_SHOWN = 100
"""Of a long sheet; the rows to mend can all be downloaded."""


@get("/console/join", guards=[may("tenant:onboard")])
async def ask(visit: given.Visit, session: Session) -> Template:
    """Asks which township, or for a sheet of many."""
    return await _ask(visit, session)


@post("/console/join/township", guards=[may("tenant:onboard")])
async def take_one(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """One township as a form says it, checked like a row of a sheet."""
    _only_a_county(visit)
    values = _values(form)
    plan = await _plan(visit, Sheet((SheetRow(1, _cells(values)),)))
    if plan.refused:
        errors = {
            "colours" if slip.field in ("colour", "accent") else slip.field: (
                f"{slip.reason}{slip.mend}"
            )
            for slip in plan.refused
        }
        return await _ask(visit, session, values=values, errors=errors)
    if plan.unchanged:
        return await _ask(visit, session, values=values, errors={"code": _("这个乡镇已经接入了。")})
    return await _keep(visit, session, plan.create[0].name, plan)


@post("/console/join/sheet", guards=[may("tenant:onboard")])
async def take_sheet(visit: given.Visit, session: Session, form: Form) -> Redirect | Template:
    """A sheet of many; what is wrong in it is shown row by row, nothing is made yet."""
    _only_a_county(visit)
    sent: Any = form.get("sheet")
    try:
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise BadForm({"sheet": _("请选一张表：CSV 或 .xlsx。")})
        sheet = read_sheet(sent.filename, await sent.read(MOST_BYTES + 1))
    except BadForm as bad:
        return await _ask(visit, session, errors=bad.troubles)
    return await _keep(visit, session, sent.filename, await _plan(visit, sheet))


@get("/console/join/{id:uuid}", guards=[may("tenant:onboard")])
async def show(visit: given.Visit, session: Session, id: InPath[UUID]) -> Template:
    """What confirming would make; after confirming, what was made."""
    sheet = await import_numbered(session, visit.place.tenant_id, id)
    plan = plan_of(sheet)
    return page(
        visit,
        "tenancy/console/made.html" if sheet.is_confirmed else "tenancy/console/preview.html",
        tab="join", sheet=sheet, plan=plan, field_name=field_name,
        scenes_shown=SCENES_SHOWN, rows_shown=ROWS_SHOWN,
        faces=faces_path((new.code, new.face) for new in plan.create),
        rows_in_all=len(plan.create) + len(plan.unchanged) + plan.bad_rows,
    )  # fmt: skip


@post("/console/join/{id:uuid}/confirmation", guards=[may("tenant:onboard")])
async def confirm_it(visit: given.Visit, session: Session, id: InPath[UUID]) -> Redirect:
    """Makes them all or none; a second press finds it done."""
    sheet = await import_numbered(session, visit.place.tenant_id, id, locked=True)
    if not sheet.is_confirmed:
        plan = plan_of(sheet)
        if not plan.may_be_confirmed:
            raise Refusal(
                _("这张表里还有要改的行，一个也不能接入。"), what_next=_("改好原表，再传一次。")
            )
        sheet.settle(ImportStatus.CONFIRMED, at=visit.now())
        await confirm(
            session, visit.place, plan.create, who=visit.viewer.actor(),
            on=on_which_day(visit.now()), directory=visit.house.directory,
        )  # fmt: skip
    return Redirect(visit.at(f"/console/join/{id}"), status_code=303)


@post("/console/join/{id:uuid}/dropping", guards=[may("tenant:onboard")])
async def drop_it(visit: given.Visit, session: Session, id: InPath[UUID]) -> Redirect:
    """Lays the sheet aside; nothing was made."""
    sheet = await import_numbered(session, visit.place.tenant_id, id, locked=True)
    sheet.settle(ImportStatus.DROPPED, at=visit.now())
    return Redirect(visit.at("/console/join"), status_code=303)


@get("/console/join/{id:uuid}/refused.csv", guards=[may("tenant:onboard")])
async def refused_csv(visit: given.Visit, session: Session, id: InPath[UUID]) -> Response[bytes]:
    """The rows to mend, with reason and cure, to work through beside the sheet."""
    plan = plan_of(await import_numbered(session, visit.place.tenant_id, id))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("行"), _("哪一格"), _("填的是"), _("为什么不行"), _("怎么改")])
    for slip in plan.refused:
        cells = (slip.row, field_name(slip.field), slip.given, slip.reason, slip.mend)
        writer.writerow([_inert(str(cell)) for cell in cells])
    return Response(
        # The mark lets spreadsheet programs on Windows see that it is UTF-8.
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="refused.csv"'},
    )


@get("/console/join/example.csv", guards=[may("tenant:onboard")])
async def example_csv(visit: given.Visit) -> Response[bytes]:
    """An empty sheet with its headings and one row that shows how to fill it."""
    code = f"{visit.place.division_code[:6]}100000"
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([HEADINGS[field][1] for field in HEADINGS])
    writer.writerow([
        code, _("示例镇"), "shili", "0731-5555 0100", _("工作日 8:30–17:30"),
        _("示例镇政府街 1 号"), "#1b5a4b", "#a63c63", _("荷花、河"), _("第一村、第二村"),
    ])  # fmt: skip
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="townships.csv"'},
    )


async def _ask(
    visit: Visit,
    session: AsyncSession,
    *,
    values: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
) -> Template:
    county_id = visit.place.tenant_id
    return page(
        visit, "tenancy/console/join.html", status=422 if errors else 200, tab="join",
        values=dict.fromkeys(FIELDS, "") | {"motifs": []} | (values or {}), errors=errors or {},
        pairs=PAIRS[:6], motifs=MOTIFS, imports=await imports_of(session, county_id, limit=5),
        how_many=len(await townships_of(session, county_id)),
    )  # fmt: skip


async def _plan(visit: Visit, sheet: Sheet) -> Plan:
    return plan_for(
        sheet.rows, county_code=visit.place.division_code, county_name=visit.place.name,
        known=await known_tenants(visit.tools.database),
    )  # fmt: skip


async def _keep(visit: Visit, session: AsyncSession, name: str, plan: Plan) -> Redirect:
    sheet: SheetImport = keep(session, name, plan, by=visit.viewer.name, at=visit.now())
    return Redirect(visit.at(f"/console/join/{sheet.id}"), status_code=303)


def _values(form: FormMultiDict) -> dict[str, Any]:
    values: dict[str, Any] = {name: str(form.get(name) or "").strip() for name in FIELDS}
    values["motifs"] = [str(one) for one in form.getall("motifs", [])]
    return values


def _cells(values: dict[str, Any]) -> dict[str, str]:
    colour, _space, accent = str(values["colours"]).partition(" ")
    return {
        "name": values["name"], "code": values["code"], "slug": values["slug"],
        "phone": values["phone"], "colour": colour, "accent": accent,
        "motifs": "、".join(values["motifs"]), "villages": values["villages"],
    }  # fmt: skip


def _inert(cell: str) -> str:
    """A cell no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _only_a_county(visit: Visit) -> None:
    if not visit.place.is_county:
        raise NotHere(_("没有这一页。"))


ROUTES = [ask, take_one, take_sheet, show, confirm_it, drop_it, refused_csv, example_csv]
