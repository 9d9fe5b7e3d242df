"""Checks of the rules beside a sheet (规则): behind their wall, and sound on every example."""

from collections.abc import Iterator
from pathlib import Path

from jointhall.kernel.words import _
from jointhall.service_items.checks.finding import Check, Finding, error
from jointhall.service_items.examples import counter_of, run
from jointhall.service_items.hooks.rulebook import FILE, flaws_beside, rulebook_of
from jointhall.service_items.hooks.running import checked, decided
from jointhall.service_items.reading import Reading
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.troubles import Severity, Trouble


def beside(reading: Reading) -> Iterator[Trouble]:
    """What is wrong with the `rules.py` beside the sheet, at its own line."""
    path = Path(reading.file)
    for flaw in flaws_beside(path) if path.name == "sheet.yaml" else ():
        file, mend = str(path.with_name(FILE)), _("照 modules/README.md 里“规则”一节写")
        yield Trouble("C80", Severity.ERROR, flaw.words, mend, file, flaw.line, 1)


def _beside(_sheet: Sheet) -> Iterator[Finding]:
    """Found by `beside`, which knows the file; here for its number and rule."""
    yield from ()


def _gone(sheet: Sheet) -> Iterator[Finding]:
    if rulebook_of(sheet).is_gone:
        words = _("写了规则指纹，规则文件却不在或不是那一份")
        yield Finding(("规则指纹",), words, _("放回 rules.py，或删去“规则指纹”"))


def _sound(sheet: Sheet) -> Iterator[Finding]:
    if not sheet.rules:
        return
    for row, example in enumerate(sheet.examples):
        walk, today = run(sheet, example), counter_of(example).today
        failed = checked(sheet, walk.answers, today).failed
        if walk.ends in ("granted", "refused"):
            failed = failed + decided(sheet, walk.answers, today, walk.ends).failed
        for words in failed:
            said = _("样例“%(name)s”：%(words)s", name=example.name, words=words)
            yield Finding(("样例", row), said, _("改 rules.py，没有答的题也要想到"))


RULED: tuple[Check, ...] = (
    error("C80", _beside, "rules.py 只从 jointhall.service_items 和几个纯的标准模块导入，只看不改"),
    error("C81", _gone, "写了规则指纹的，规则文件在"),
)
SOUND: tuple[Check, ...] = (error("C82", _sound, "规则在每个样例上都跑得通"),)
