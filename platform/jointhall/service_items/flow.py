"""Whom a step asks (流转): each party with the answers and documents it may see, no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jointhall.kernel.words import N_, _
from jointhall.service_items.asking import Answers, Value
from jointhall.service_items.conditions import holds
from jointhall.service_items.counter import Counter
from jointhall.service_items.form import Form
from jointhall.service_items.questions.township import codes_of
from jointhall.service_items.rules import Result, Vote, outcome
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Addressee, Step, Task, Where

__all__ = [
    "Ask",
    "Party",
    "Resolved",
    "Result",
    "Side",
    "Skipped",
    "Vote",
    "is_taken",
    "outcome",
    "receiving_office",
    "resolve",
    "stops_the_clock",
]

NOTICE = N_("公示")


class Side(StrEnum):
    """Whose house a party belongs to, seen from the handling township."""

    OWN = "own"
    TOWNSHIP = "township"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Party:
    """One addressee, settled: an office here, in another township, or in the county."""

    side: Side
    office: str
    post: str | None = None
    division: str | None = None
    """Division code of the other township; None for our own and the county."""

    @property
    def is_own(self) -> bool:
        return self.side is Side.OWN


@dataclass(frozen=True, slots=True)
class Ask:
    """What one party is asked, with what it may see, within working days."""

    key: str
    """Names the ask within its step, for ever: `task` or `task@division`."""
    task: str
    party: Party
    words: str
    within_days: int
    answers: Mapping[str, Value]
    documents: Mapping[str, tuple[dict[str, str], ...]]
    """Material code → files of {"id", "name"}."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A task that asks no one this time, and why."""

    task: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A step with its addressees settled."""

    step: str
    asks: tuple[Ask, ...]
    skipped: tuple[Skipped, ...]


def is_taken(sheet: Sheet, step: Step, answers: Answers, counter: Counter) -> bool:
    """Whether the step is taken at all for these answers (何时走)."""
    counted = Form(sheet, counter).applying(answers)
    return step.only_if is None or holds(step.only_if, counted, counter)


def stops_the_clock(sheet: Sheet) -> bool:
    """Whether the days of a public notice are not counted: 公示 stands under 特别程序."""
    return any(NOTICE in procedure.name for procedure in sheet.special_procedures)


def receiving_office(sheet: Sheet, answers: Answers, counter: Counter) -> str:
    """The office that receives the case (受理站所): the first route that holds (分流)."""
    counted = Form(sheet, counter).applying(answers)
    for route in sheet.acceptance.routes:
        if holds(route.when, counted, counter):
            return route.office
    return sheet.acceptance.office


def resolve(sheet: Sheet, step: Step, answers: Answers, counter: Counter) -> Resolved:
    """Settle whom the step asks, for these answers at this township."""
    asks: list[Ask] = []
    skipped: list[Skipped] = []
    counted = Form(sheet, counter).applying(answers)
    for task in step.tasks:
        if task.only_if and not holds(task.only_if, counted, counter):
            skipped.append(Skipped(task.code, _("这次的情形不用问")))
            continue
        parties = _parties(task.addressee, answers, counter)
        if not parties:
            skipped.append(Skipped(task.code, _("没有涉及别的乡镇，不用问")))
        asks.extend(_ask(sheet, task, party, answers, counter) for party in parties)
    return Resolved(step.code, tuple(asks), tuple(skipped))


def _parties(addressee: Addressee, answers: Answers, counter: Counter) -> tuple[Party, ...]:
    if addressee.where is Where.HERE:
        return (Party(Side.OWN, addressee.office, addressee.post),)
    if addressee.where is Where.COUNTY:
        return (Party(Side.COUNTY, addressee.office, addressee.post),)
    named = codes_of(answers.get(addressee.question or "", []))
    # Here is asked by a task of its own: asking it twice would count its word twice.
    others = [code for code in dict.fromkeys(named) if code != counter.here.code]
    return tuple(
        Party(Side.TOWNSHIP, addressee.office, addressee.post, division) for division in others
    )


def _ask(sheet: Sheet, task: Task, party: Party, answers: Answers, counter: Counter) -> Ask:
    form = Form(sheet, counter)
    counted = form.applying(answers)
    handed = form.documents(counted)
    return Ask(
        key=f"{task.code}@{party.division}" if party.division else task.code,
        task=task.code,
        party=party,
        words=task.words,
        within_days=task.within_days,
        answers={code: counted[code] for code in task.answers if code in counted},
        documents={code: handed[code] for code in task.materials if code in handed},
    )
