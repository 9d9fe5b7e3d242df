"""`hall items`: checking sheets from the command line (检查事项表)."""

import json
from pathlib import Path

import click

from jointhall.kernel.words import _
from jointhall.service_items.checks import check as look_over
from jointhall.service_items.library import modules_folder, sheet_files
from jointhall.service_items.reading import read_module, read_sheet
from jointhall.service_items.troubles import Severity, Trouble


@click.group("items")
def items() -> None:
    """Service items (政务服务事项)."""


@items.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Troubles as JSON on stdout.")
@click.pass_context
def check(context: click.Context, path: Path | None, as_json: bool) -> None:
    """Check one sheet, a folder of sheets, or the whole library."""
    context.exit(items_check(path, as_json=as_json))


def items_check(path: Path | None, *, as_json: bool = False) -> int:
    """Exit code: 0 no errors, 1 errors found, 2 nothing there to check."""
    try:
        folder = path or modules_folder()
    except FileNotFoundError as missing:
        click.echo(str(missing), err=True)
        return 2
    files = sheet_files(folder) if folder.exists() else []
    if not files:
        click.echo(_("%(path)s 里没有事项表（sheet.yaml）", path=folder), err=True)
        return 2
    troubles = [trouble for file in files for trouble in look_over(read_sheet(file))]
    troubles += _modules(folder) + _same_codes(files)
    if as_json:
        click.echo(json.dumps([t.as_json() for t in troubles], ensure_ascii=False, indent=2))
    else:
        for trouble in troubles:
            click.echo(str(trouble))
    errors = sum(trouble.is_error for trouble in troubles)
    click.echo(
        _(
            "查了%(sheets)s张表：%(errors)s处错，%(warnings)s处提醒",
            sheets=len(files),
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
