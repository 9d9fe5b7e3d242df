"""The checks of a sheet (检查): each with its number, message, severity and way to mend."""

from jointhall.service_items.checks.asking import ASKING
from jointhall.service_items.checks.clock import CLOCK
from jointhall.service_items.checks.finding import Check
from jointhall.service_items.checks.form import FORM
from jointhall.service_items.checks.guide import GUIDE
from jointhall.service_items.checks.kinds import ASKED
from jointhall.service_items.checks.offices import OFFICES
from jointhall.service_items.checks.promises import PROMISES
from jointhall.service_items.checks.ruled import RULED, SOUND, beside
from jointhall.service_items.checks.steps import EXAMPLES, STEPS
from jointhall.service_items.reading import Reading
from jointhall.service_items.troubles import Trouble

__all__ = ["CHECKS", "check"]

_ON_PAPER: tuple[Check, ...] = (
    *GUIDE, *PROMISES, *ASKED, *ASKING, *FORM, *STEPS, *CLOCK, *OFFICES, *RULED,
)  # fmt: skip
_ON_EXAMPLES: tuple[Check, ...] = (*EXAMPLES, *SOUND)
CHECKS: tuple[Check, ...] = (*_ON_PAPER, *_ON_EXAMPLES)


def check(reading: Reading) -> tuple[Trouble, ...]:
    """Everything wrong with a sheet as read: slips of writing first, then what it says."""
    if reading.sheet is None:
        return reading.troubles
    found = [*reading.troubles, *_look(reading, _ON_PAPER), *beside(reading)]
    if not any(trouble.is_error for trouble in found):
        found += _look(reading, _ON_EXAMPLES)
    return tuple(sorted(found, key=lambda t: (t.line, t.column, t.number)))


def _look(reading: Reading, checks: tuple[Check, ...]) -> list[Trouble]:
    assert reading.sheet is not None
    return [
        reading.trouble(each.number, each.severity, found.path, found.words, found.mend)
        for each in checks
        for found in each.look(reading.sheet)
    ]
