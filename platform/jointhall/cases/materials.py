"""What is to be handed in this time (这次要交的材料), by circumstance; what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jointhall.kernel.words import _
from jointhall.service_items.asking import Answers, Question
from jointhall.service_items.conditions import holds
from jointhall.service_items.form import Form
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Material

State = Literal["handed", "exempt", "later", "window", "missing", "optional"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A material this case wants, and how it stands; `words` say so."""

    material: Material
    state: State
    words: str

    @property
    def is_settled(self) -> bool:
        """Whether nothing has to be done about it any more."""
        return self.state in ("handed", "exempt")


def materials_wanted(form: Form, answers: Answers) -> tuple[Wanted, ...]:
    """Every material these answers call for, in the sheet's order; what they do not is left out."""
    return tuple(one for one, _taker in _wanted(form, answers))


def materials_besides(form: Form, answers: Answers) -> tuple[Wanted, ...]:
    """What is wanted besides the papers the form has asked for: exempt, later, at the window."""
    return tuple(
        one
        for one, taker in _wanted(form, answers)
        if one.state in ("exempt", "later", "window") or (one.state == "optional" and not taker)
    )


def missing_materials(form: Form, answers: Answers) -> dict[str, str]:
    """What this circumstance needs and was not handed in: question → sentence with its name.

    Only what the form can take: paper that is brought to the window is looked for there.
    """
    return {
        taker.code: _("这次的情形要交“%(name)s”，请传上来", name=one.material.name)
        for one, taker in _wanted(form, answers)
        if one.state == "missing" and one.material.only_if is not None and taker is not None
    }


def _wanted(form: Form, answers: Answers) -> list[tuple[Wanted, Question | None]]:
    """Every material wanted now, beside the question that takes it, if one is asked."""
    counted = form.applying(answers)
    takers: dict[str, Question] = {}
    for question in form.asked(counted):
        if question.material and kind_of(question).is_file:
            takers.setdefault(question.material, question)
    handed = form.documents(counted)
    wanted: list[tuple[Wanted, Question | None]] = []
    for material in form.sheet.materials:
        if material.only_if is None or holds(material.only_if, counted, form.counter):
            files, taker = len(handed.get(material.code, ())), takers.get(material.code)
            wanted.append((_stands(material, files, taker), taker))
    return wanted


def _stands(material: Material, files: int, question: Question | None) -> Wanted:
    if files:
        return Wanted(material, "handed", _("传了 %(n)s 份", n=files))
    if material.exempt:
        return Wanted(material, "exempt", _("不用交：%(why)s", why=material.exempt))
    if material.within_days is not None:
        words = _("可以晚点交：受理后 %(n)s 个工作日内补上", n=material.within_days)
        return Wanted(material, "later", words)
    if not material.is_required:
        return Wanted(material, "optional", _("有就交，没有不影响办理"))
    if question is None:
        return Wanted(material, "window", _("纸质的交到窗口"))
    return Wanted(material, "missing", _("还没有传"))
