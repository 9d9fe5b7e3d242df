"""`hall townships`: bringing a county's townships on from a sheet, at the terminal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from jointhall.kernel.clock import today
from jointhall.kernel.db import Database
from jointhall.kernel.refusals import Refusal
from jointhall.kernel.terminal import CONFLICT, ERROR, NOT_FOUND, OK, Progress, with_tools
from jointhall.kernel.tools import Tools
from jointhall.kernel.who import SYSTEM
from jointhall.kernel.words import _
from jointhall.web.place import Place

from .actions import confirm, make_county
from .onboarding import Plan, Slip, field_name, plan_for
from .queries import county_coded, known_tenants
from .sheet_in import Sheet, UnreadableSheet, read_sheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did or would do, and the exit code that says so."""

    created: int
    plan: Plan
    code: int
    words: str

    def as_data(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "unchanged": len(self.plan.unchanged),
            "refused": [
                {"row": slip.row, "field": slip.field, "reason": f"{slip.reason}{slip.mend}"}
                for slip in self.plan.refused
            ],
        }


@click.group("townships")
def townships() -> None:
    """Townships (乡镇)."""


@townships.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--county", "county_code", metavar="CODE", help="The county's code, 6 or 12 digits.")
@click.option("--county-name", metavar="NAME", help="Its name, when it is not here yet.")
@click.option("--dry-run", is_flag=True, help="Show what would be made and make nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
@click.pass_context
def import_(
    context: click.Context,
    file: Path,
    county_code: str | None,
    county_name: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make the townships of a CSV or XLSX sheet, all of them or none."""
    if county_code is not None and not re.fullmatch(r"\d{6}(\d{6})?", county_code):
        raise click.UsageError(_("--county 要 6 位或 12 位数字，比如 430321。"))
    if not file.is_file():
        click.echo(_("没有这个文件：%(file)s", file=file), err=True)
        context.exit(NOT_FOUND)

    content = file.read_bytes()

    async def act(tools: Tools) -> Outcome:
        return await import_sheet(
            tools.database, file.name, content,
            county_code=county_code, county_name=county_name, dry_run=dry_run,
            progress=Progress(_("正在接入")),
        )  # fmt: skip

    outcome = with_tools(context, act)
    tell(outcome, as_json=as_json)
    context.exit(outcome.code)


async def import_sheet(
    database: Database,
    file_name: str,
    content: bytes,
    *,
    county_code: str | None,
    county_name: str | None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Reads, checks and, without refusals and `dry_run`, makes; a county not here is made first."""
    try:
        sheet = read_sheet(file_name, content)
    except UnreadableSheet as refusal:
        plan = Plan(refused=(Slip(0, "sheet", file_name, refusal.words, ""),))
        return Outcome(0, plan, ERROR, refusal.words)
    code = (county_code or _county_in(sheet))[:6].ljust(12, "0")
    county = await county_coded(database, code)
    if county is None and not county_name:
        words = _(
            "还没有代码是 %(code)s 的县；用 --county-name 写上县名，就先建县。", code=code[:6]
        )
        return Outcome(0, Plan(), NOT_FOUND, words)
    if county is not None and county_name and county.name != county_name:
        words = _("代码 %(code)s 已经是“%(name)s”，和 --county-name 不一样。",
                  code=code[:6], name=county.name)  # fmt: skip
        return Outcome(0, Plan(), CONFLICT, words)
    name = county.name if county is not None else str(county_name)
    plan = plan_for(
        sheet.rows, county_code=code, county_name=name, known=await known_tenants(database)
    )
    if plan.refused:
        words = _("%(n)s 行要改，一个也没有接入。", n=plan.bad_rows)
        return Outcome(0, plan, ERROR, words)
    if dry_run:
        return Outcome(0, plan, OK, _("试算：会接入 %(n)s 个，什么都没有写。", n=len(plan.create)))
    try:
        made = await _make(database, county, code, name, plan, progress)
    except Refusal as refusal:
        return Outcome(0, plan, CONFLICT, refusal.words)
    return Outcome(made, plan, OK, _("接入了 %(n)s 个乡镇。", n=made))


async def _make(
    database: Database,
    county: Place | None,
    code: str,
    name: str,
    plan: Plan,
    progress: Progress | None,
) -> int:
    on = today()
    county = county or await make_county(database, code, name, on=on)
    async with database.transaction(county.standing()) as session:
        made = await confirm(session, county, plan.create, who=SYSTEM, on=on, progress=progress)
    return len(made)


def _county_in(sheet: Sheet) -> str:
    """The county most rows speak of, when none is named."""
    codes = [re.sub(r"\D", "", row.cells.get("code", ""))[:6] for row in sheet.rows]
    return max(codes, key=codes.count)


def tell(outcome: Outcome, *, as_json: bool) -> None:
    """Data on stdout, everything else on stderr."""
    for mended in outcome.plan.mended:
        click.echo(
            _("第 %(row)s 行 %(field)s：“%(given)s”已改成“%(now)s”", row=mended.row,
              field=field_name(mended.field), given=mended.given, now=mended.now),
            err=True,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps(outcome.as_data(), ensure_ascii=False, indent=2))
    else:
        for slip in outcome.plan.refused:
            click.echo(f"{slip.row}\t{field_name(slip.field)}\t{slip.reason}{slip.mend}")
        for new in outcome.plan.create if not outcome.plan.refused else ():
            click.echo(f"{new.code}\t{new.name}\t/t/{new.slug}/")
    click.echo(outcome.words, err=True)
