"""`hall items`: checking sheets from the command line (检查事项表)."""

import json
from pathlib import Path

import click

from jointhall.kernel.words import _
from jointhall.service_items.bundles.checks import check_bundle
from jointhall.service_items.bundles.reading import bundle_files, read_bundle
from jointhall.service_items.checks import check as look_over
from jointhall.service_items.checks.page import checks_page
from jointhall.service_items.library import modules_folder, sheet_files
from jointhall.service_items.published_words import schema, vocabulary
from jointhall.service_items.reading import Reading, read_module, read_sheet
from jointhall.service_items.simulating import as_data, told
from jointhall.service_items.simulation import simulate as simulations
from jointhall.service_items.troubles import Severity, Trouble
from jointhall.service_items.vocabulary import nearest


class Items(click.Group):
    """`explain` may look into the database, and is imported only when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), "explain"])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name != "explain":
            return super().get_command(context, name)
        from jointhall.service_items.prose.cli import explain

        return explain


@click.group("items", cls=Items)
def items() -> None:
    """Service items (政务服务事项)."""


items.add_command(vocabulary)
items.add_command(schema)


@items.command("check")
@click.argument("what", required=False)
@click.option("--json", "as_json", is_flag=True, help="Troubles as JSON on stdout.")
@click.option("--errors", "only_errors", is_flag=True, help="Only what blocks publishing.")
@click.pass_context
def check(context: click.Context, what: str | None, as_json: bool, only_errors: bool) -> None:
    """Check the whole library, or WHAT: an item or a module by its code, a file or a folder."""
    path = _place_of(what) if what else None
    context.exit(items_check(path, as_json=as_json, only_errors=only_errors))


def _place_of(what: str) -> Path:
    """The folder of the item or module with this code, unless it is a path of its own."""
    path = Path(what)
    if path.exists() or not what.isidentifier():
        return path
    try:
        shelf = modules_folder()
    except FileNotFoundError:
        return path
    every = (*sheet_files(shelf), *bundle_files(shelf))
    found = next((f.parent for f in every if f.parent.name == what), shelf / what)
    return found if found.exists() else path


@items.command("checks")
@click.option("--write", is_flag=True, help="Write modules/CHECKS.md instead of printing it.")
def checks(*, write: bool) -> None:
    """The table of checks: number, severity, rule and origin."""
    if write:
        (modules_folder() / "CHECKS.md").write_text(checks_page(), encoding="utf-8")
    else:
        click.echo(checks_page(), nl=False)


@items.command("simulate")
@click.argument("item")
@click.option("--year", type=click.IntRange(2010, 2100), help="The year of the telling days.")
@click.option("--json", "as_json", is_flag=True, help="The runs as JSON.")
@click.pass_context
def simulate(context: click.Context, item: str, year: int | None, *, as_json: bool) -> None:
    """Walk an item's examples through a year: ITEM is its code or its sheet.yaml."""
    context.exit(items_simulate(item, year, as_json=as_json))


def items_simulate(item: str, year: int | None, *, as_json: bool = False) -> int:
    """Exit code: 0 every limit holds, 1 one does not or an example goes astray, 2 no such item."""
    files = [Path(item)] if item.endswith(".yaml") else sheet_files(modules_folder())
    file = next((f for f in files if f.is_file() and item in (f.parent.name, str(f))), None)
    if file is None:
        known = [f.parent.name for f in files if f.is_file()]
        near = nearest(item, known)
        mend = _("，是不是 %(near)s？", near=near) if near else ""
        click.echo(_("没有事项 %(item)s%(mend)s", item=item, mend=mend), err=True)
        return 2
    reading = read_sheet(file)
    if reading.sheet is None:
        for trouble in reading.troubles:
            click.echo(str(trouble), err=True)
        return 1
    runs = list(simulations(reading.sheet, year))
    if as_json:
        click.echo(json.dumps([as_data(r) for r in runs], ensure_ascii=False, indent=2))
    else:
        for line in told(reading.sheet, runs):
            click.echo(line)
    late = sum(not (r.keeps_promise and r.keeps_law) for r in runs)
    words = _("走了%(runs)s次：%(late)s次赶不上时限", runs=len(runs), late=late)
    click.echo(words, err=True)
    return 1 if late or any(r.is_astray for r in runs) else 0


def items_check(path: Path | None, *, as_json: bool = False, only_errors: bool = False) -> int:
    """Exit code: 0 no errors, 1 errors found, 2 nothing there to check."""
    try:
        folder = path or modules_folder()
    except FileNotFoundError as missing:
        click.echo(str(missing), err=True)
        return 2
    files = sheet_files(folder) if folder.exists() and folder.name != "bundle.yaml" else []
    if not files and not (folder.exists() and bundle_files(folder)):
        click.echo(_("%(path)s 里没有事项表（sheet.yaml）", path=folder), err=True)
        return 2
    readings = [read_sheet(file) for file in files]
    troubles = [trouble for reading in readings for trouble in look_over(reading)]
    troubles += _modules(folder) + _same_codes(files) + _bundles(folder, readings)
    shown = [t for t in troubles if t.is_error] if only_errors else troubles
    if as_json:
        click.echo(json.dumps([t.as_json() for t in shown], ensure_ascii=False, indent=2))
    else:
        for trouble in shown:
            click.echo(str(trouble))
    errors = sum(trouble.is_error for trouble in troubles)
    click.echo(
        _(
            "查了%(sheets)s张表：%(errors)s处错，%(warnings)s处提醒",
            sheets=len(files) or len(bundle_files(folder)),
            errors=errors,
            warnings=len(troubles) - errors,
        ),
        err=True,
    )
    return 1 if errors else 0


def _modules(folder: Path) -> list[Trouble]:
    if folder.is_file():
        return []
    return [t for file in sorted(folder.rglob("module.yaml")) for t in read_module(file)[1]]


def _bundles(folder: Path, readings: list[Reading]) -> list[Trouble]:
    """What is wrong with the bundles there, held against the sheets they are made of."""
    files = [] if folder.name == "sheet.yaml" else bundle_files(folder)
    if files and not readings:
        readings = [read_sheet(file) for file in sheet_files(modules_folder())]
    sheets = {reading.code: reading.sheet for reading in readings if reading.sheet is not None}
    return [trouble for file in files for trouble in check_bundle(read_bundle(file), sheets)]


def _same_codes(files: list[Path]) -> list[Trouble]:
    """Items are known by the name of their folder alone, so it may stand only once."""
    seen: dict[str, Path] = {}
    found: list[Trouble] = []
    for file in files:
        code = file.parent.name
        if code in seen:
            words = _("事项文件夹“%(code)s”和 %(other)s 重名", code=code, other=seen[code])
            found.append(Trouble("C42", Severity.ERROR, words, _("换一个文件夹名"), str(file)))
        seen.setdefault(code, file)
    return found
