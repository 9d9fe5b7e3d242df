"""The kinds of question shown live (题目总览): each one empty, filled in, and filled in wrongly."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import get
from litestar.response import Template

from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.specimens import SPECIMENS, asked_as, filled, sample_counter
from jointhall.service_items.vocabulary import KINDS as NAMES
from jointhall.web.access import public
from jointhall.web.given import InPath, Visit
from jointhall.web.pages import page


@dataclass(frozen=True, slots=True)
class Shown:
    """One state of a kind, as its partial takes it."""

    title: str
    question: Question
    raw: Raw
    errors: dict[str, str]


@get("/design/questions", guards=[public])
async def kinds(visit: Visit) -> Template:
    """The list of kinds, each leading to its page."""
    names = [(code, name) for name, code in NAMES.items()]
    return page(visit, "service_items/portal/kinds.html", names=names)


@get("/design/questions/{code:str}", guards=[public])
async def kind(visit: Visit, code: InPath[str]) -> Template:
    """One kind in its states."""
    if code not in KINDS:
        raise NotHere(_("没有这种题目。"), what_next=_("回题目总览看看有哪些。"))
    counter = sample_counter(on_which_day(visit.now()))
    return page(
        visit,
        "service_items/portal/kind.html",
        kind=KINDS[code],
        word=next(name for name, each in NAMES.items() if each == code),
        states=_states(code, counter),
        counter=counter,
        villages=(_("日华村"), _("黄荆坪村")),
    )


def _states(code: str, counter: Counter) -> list[Shown]:
    specimen = SPECIMENS[code]
    empty = asked_as(code, f"{code}_empty")
    shown = [Shown(_("还没填"), empty, Raw(), {})]
    if not KINDS[code].is_typed:
        return shown
    if specimen.right:
        right = asked_as(code, f"{code}_right")
        shown.append(Shown(_("填好了"), right, filled(right, specimen.right), {}))
    wrong = asked_as(code, f"{code}_wrong")
    raw = filled(wrong, specimen.wrong)
    return [*shown, Shown(_("填错了"), wrong, raw, _told(wrong, raw, counter))]


def _told(question: Question, raw: Raw, counter: Counter) -> dict[str, str]:
    """What the kind itself says against it, by field."""
    kind = KINDS[question.kind]
    try:
        kind.answer(question, raw, counter)
    except Unclear as unclear:
        return {kind.field(question, part): words for part, words in unclear.troubles.items()}
    return {}


ROUTES = [kinds, kind]
