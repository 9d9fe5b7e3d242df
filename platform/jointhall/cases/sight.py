"""What a desk sees of a case (可见范围): the sheet that limits strangers limits us too.

Whoever takes a case in and whoever decides it sees everything; an office asked for its opinion sees
in full what the sheet lets it see, and everything else with the personal parts hidden. Of a case
that was passed on, whoever received it has the record of what came until then, and nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jointhall.documents.models import Document
from jointhall.service_items.conditions import holds
from jointhall.service_items.counter import Counter
from jointhall.service_items.flow import is_taken
from jointhall.service_items.form import Form
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Answers, Sheet
from jointhall.service_items.stations import Task, Where

from .models import Case
from .standing_in import Desk
from .status import Status
from .steps import Step as TakenStep
from .steps import Task as AskedTask


@dataclass(frozen=True, slots=True)
class Scope:
    """The answers and materials a desk sees in full; None means all of them."""

    answers: frozenset[str] | None = None
    materials: frozenset[str] | None = None
    is_shut: bool = False
    """Nothing is seen at all, not even with its personal parts hidden."""

    def shows(self, answer: str) -> bool:
        return self.answers is None or answer in self.answers

    def hands_over(self, material: str | None) -> bool:
        return self.materials is None or material in self.materials


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was handed in, and what it was handed in as."""

    document: Document
    material: str


def scope_of(
    desk: Desk,
    case: Case,
    sheet: Sheet,
    answers: Answers,
    counter: Counter,
    *,
    lent: Sequence[Task] = (),
) -> Scope:
    """What this desk may see of the case; whom its circumstances do not ask sees no more for it.

    `lent` are the sheet's tasks that came into its hands from another desk (转办, 委托, 加签).
    """
    if case.status == Status.PASSED_ON:
        received_it = desk.answers_for(case.office)
        return Scope() if received_it else Scope(frozenset(), frozenset(), is_shut=True)
    if desk.answers_for(case.office) or desk.answers_for(sheet.decision.addressee.office):
        return Scope()
    tasks = [
        task
        for step in sheet.steps
        if is_taken(sheet, step, answers, counter)
        for task in step.tasks
        if task.addressee.where is Where.HERE
        and desk.answers_for(task.addressee.office)
        and is_asked(sheet, task, answers, counter)
    ]
    tasks += lent
    return Scope(
        frozenset(code for task in tasks for code in task.answers),
        frozenset(code for task in tasks for code in task.materials),
    )


def lent_to(
    desk: Desk, sheet: Sheet, steps: Sequence[TakenStep], tasks: Sequence[AskedTask]
) -> list[Task]:
    """The sheet's tasks that lie at this desk, or were answered there, whoever the sheet asked."""
    codes, found = {step.id: step.code for step in steps}, []
    for task in tasks:
        step = sheet.step(codes[task.step_id]) if task.step_id in codes else None
        if step is None or task.peer_id is not None or task.status == "withdrawn":
            continue
        if desk.holds(task) or task.answered_by_id == str(desk.viewer.id):
            # A key is the sheet's code, with the township and whoever was added behind it.
            asked = step.task(task.key.partition("@")[0].partition("+")[0])
            found += [asked] if asked is not None else []
    return found


def is_asked(sheet: Sheet, task: Task, answers: Answers, counter: Counter) -> bool:
    """Whether a task is asked at all for these answers (何时问)."""
    counted = Form(sheet, counter).applying(answers)
    return task.only_if is None or holds(task.only_if, counted, counter)


def answers_shown(
    scope: Scope, sheet: Sheet, answers: Answers, counter: Counter
) -> list[dict[str, Any]]:
    """The answers as people read them: label, value, and a note where something is hidden."""
    shown: list[dict[str, Any]] = []
    if scope.is_shut:
        return shown
    for question in Form(sheet, counter).asked(answers):
        kind = kind_of(question)
        if kind.is_file or question.code not in answers:
            continue
        value = answers[question.code]
        hides = not scope.shows(question.code)
        said = (kind.masked if hides else kind.show)(question, value, counter)
        grid = kind.grid(question, value, counter, hides=hides)
        outline = kind.outline(question, value)
        shown.append({"label": question.label, "value": said, "grid": grid, "outline": outline})
    return shown


def papers_shown(
    scope: Scope, sheet: Sheet, answers: Answers, counter: Counter, found: Mapping[UUID, Document]
) -> list[Paper]:
    """The papers of a case that this desk may open."""
    shown = []
    for question in Form(sheet, counter).asked(answers):
        if not kind_of(question).is_file or not scope.hands_over(question.material):
            continue
        material = sheet.material(question.material or "")
        for file in answers.get(question.code, ()):
            document = found.get(UUID(file["id"]))
            if document is not None:
                shown.append(Paper(document, material.name if material else question.label))
    return shown


def files_in(sheet: Sheet, answers: Answers, counter: Counter) -> list[UUID]:
    """The ids of every file handed in with these answers."""
    handed = Form(sheet, counter).documents(answers)
    return [UUID(file["id"]) for files in handed.values() for file in files]
