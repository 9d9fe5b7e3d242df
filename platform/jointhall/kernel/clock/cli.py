"""`hall clock due`: reckon a deadline at the terminal."""

import json
from datetime import date, datetime
from typing import Any

import click

from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.clock.days import day_words, weekday_words
from jointhall.kernel.clock.deadline import BadDeadline, Pause, reckon
from jointhall.kernel.clock.now import BEIJING
from jointhall.kernel.clock.reckoning import Reckoning, Unit
from jointhall.kernel.words import _


@click.group("clock")
def clock() -> None:
    """Working days and deadlines."""


@clock.command("due")
@click.option("--from", "start", required=True, metavar="DAY", help="2026-02-10[T09:30].")
@click.option("--working-days", type=int, metavar="N", help="The limit in working days.")
@click.option("--days", type=int, metavar="N", help="The limit in plain days.")
@click.option("--hours", type=int, metavar="N", help="The limit in hours.")
@click.option("--basis", default="", metavar="TEXT", help="The article or promise it comes from.")
@click.option("--pause", "pauses", multiple=True, metavar="FIRST..LAST[:GROUND]")
@click.option("--json", "as_json", is_flag=True, help="Print the whole reckoning as JSON.")
def due(
    start: str,
    working_days: int | None,
    days: int | None,
    hours: int | None,
    basis: str,
    pauses: tuple[str, ...],
    as_json: bool,
) -> None:
    """The day a limit ends, and how it is reckoned."""
    lengths = {Unit.WORKING_DAY: working_days, Unit.DAY: days, Unit.HOUR: hours}
    given = [(unit, length) for unit, length in lengths.items() if length is not None]
    if len(given) != 1:
        raise click.UsageError(_("--working-days、--days、--hours 要写一个，也只能写一个。"))
    unit, length = given[0]
    try:
        told = reckon(
            _moment(start, unit), length, unit, national_calendar(), basis,
            tuple(_pause(pause) for pause in pauses),
        )  # fmt: skip
    except BadDeadline as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(json.dumps(as_data(told), ensure_ascii=False, indent=2))
    else:
        click.echo(_due_words(told))
        for sentence in told.words:
            click.echo(f"  {sentence}")


def as_data(told: Reckoning) -> dict[str, Any]:
    """A reckoning as plain data, `due` first."""
    due = told.due_at.isoformat() if told.unit is Unit.HOUR else told.due_on.isoformat()
    return {
        "due": due,
        "due_on": told.due_on.isoformat(),
        "due_at": told.due_at.isoformat(),
        "from": told.start.isoformat(),
        "length": told.length,
        "unit": told.unit.value,
        "basis": told.basis or None,
        "provisional": told.provisional,
        "provisional_because": told.provisional_because,
        "edition": told.edition,
        "known_until": told.known_until.isoformat(),
        "words": list(told.words),
        "days": [
            {
                "date": line.date.isoformat(),
                "weekday": weekday_words(line.date),
                "kind": line.kind.value,
                "n": line.n,
                "name": line.name,
            }
            for line in told.days
        ],
    }


def _due_words(told: Reckoning) -> str:
    if told.unit is Unit.HOUR:
        return told.due_at.strftime("%Y-%m-%d %H:%M")
    return f"{told.due_on.isoformat()} {day_words(told.due_on)}"


def _moment(text: str, unit: Unit) -> date | datetime:
    try:
        if unit is not Unit.HOUR:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(
            _("读不出“%(text)s”，要写成 2026-02-10 或 2026-02-10T09:30。", text=text),
            param_hint="--from",
        ) from error
    if "T" not in text and " " not in text:
        raise click.BadParameter(_("按小时算，要写到几点几分。"), param_hint="--from")
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _pause(text: str) -> Pause:
    span, _colon, ground = text.partition(":")
    first, dots, last = span.partition("..")
    try:
        begins = date.fromisoformat(first)
        return Pause(begins, date.fromisoformat(last) if dots else begins, ground or _("停表"))
    except ValueError as error:
        raise click.BadParameter(
            _("读不出“%(text)s”，要写成 2026-02-11..2026-02-12:补正。", text=text),
            param_hint="--pause",
        ) from error
