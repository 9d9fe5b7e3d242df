"""Running a worked example (跑样例) through the real form, the real flow and the real rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jointhall.kernel.words import _, speaking
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.flow import Ask, Side, is_taken, resolve
from jointhall.service_items.form import Form
from jointhall.service_items.questions import Raw, Unclear, kind_of
from jointhall.service_items.rules import Result, Vote, outcome
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Example, Passage, Step
from jointhall.service_items.vocabulary import EXAMPLE_END, HERE, NEIGHBOURS, STEP_RESULT

_PLACES = tuple(
    Place(f"{number:09d}000", name) for number, name in enumerate((HERE, *NEIGHBOURS), start=1)
)
_COUNTY = "县里"


@dataclass
class Walk:
    """What an example came to: answers kept, steps passed, end, and where it went otherwise."""

    answers: dict[str, Value] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    """Question → what the form said against it."""
    told: str | None = None
    """Why it cannot be granted, when the form stopped early."""
    asks: dict[str, tuple[Ask, ...]] = field(default_factory=dict)
    """Step → the asks it opened."""
    ends: str = ""
    differences: list[str] = field(default_factory=list)


def counter_of(example: Example) -> Counter:
    """The counter of an example: 本乡镇 and its neighbours, on the example's day."""
    return Counter(_PLACES[0], date.fromisoformat(example.today), _PLACES)


def run(sheet: Sheet, example: Example) -> Walk:
    """Walk the example from the first question to its end; differences say what is not as told."""
    # A sheet speaks Chinese, whoever looks: its examples are told in the words of its choices.
    with speaking("zh"):
        return _run(sheet, example)


def _run(sheet: Sheet, example: Example) -> Walk:
    form = Form(sheet, counter_of(example))
    walk = fill(form, example)
    if walk.told:
        walk.ends = "ineligible"
    elif walk.troubles:
        walk.ends = "form"
        _compare_troubles(example, walk)
    else:
        _pass_steps(form, example, walk)
    if walk.ends != example.ends:
        walk.differences.append(
            _(
                "结局写的是“%(said)s”，实际走到“%(came)s”%(why)s",
                said=_word(EXAMPLE_END, example.ends),
                came=_word(EXAMPLE_END, walk.ends),
                why=_why(walk),
            )
        )
    return walk


def fill(form: Form, example: Example) -> Walk:
    """Fill in the form as the example does, at the form's own counter; no step is taken yet."""
    walk = Walk()
    answers: dict[str, Value] = {}
    for question in form.sheet.form:
        if question.only_if and question not in form.asked(answers):
            continue
        try:
            raw = raw_of(question, example.given.get(question.code))
            value = kind_of(question).answer(question, raw, form.counter)
        except Unclear as unclear:
            walk.troubles[question.code] = unclear.words
            continue
        answers = dict(form.with_answer(answers, question, value))
        walk.told = form.stopped_by(answers)
        if walk.told:
            break
    else:
        walk.troubles = form.ruled(answers).troubles | walk.troubles
    walk.answers = answers
    asked = {q.code for q in form.asked(answers)}
    for code in example.given:
        if code not in asked:
            walk.differences.append(_("填了“%(code)s”，可是没有问到这一题", code=code))
    return walk


def raw_of(question: Question, given: Any) -> Raw:
    """What a form would have held for an answer told as people write it."""
    return kind_of(question).told(question, given)


def _compare_troubles(example: Example, walk: Walk) -> None:
    for code in set(example.troubled) - set(walk.troubles):
        walk.differences.append(_("“%(code)s”应当填错，可是通过了", code=code))
    for code in set(walk.troubles) - set(example.troubled):
        words = walk.troubles[code]
        walk.differences.append(_("“%(code)s”没有通过：%(words)s", code=code, words=words))


def _pass_steps(form: Form, example: Example, walk: Walk) -> None:
    told = {passage.step: passage for passage in example.passages}
    ends = "granted"
    for step in form.sheet.steps:
        if not is_taken(form.sheet, step, walk.answers, form.counter):
            continue
        passage = told.pop(step.code, None)
        if passage is None:
            walk.differences.append(_("经过里缺少步骤“%(step)s”", step=step.code))
            return
        result = _pass_step(form, step, passage, walk)
        if result is Result.OPEN:
            walk.ends = "open"
            return
        if result is Result.REFUSED:
            ends = "refused"
            break
    for code in told:
        walk.differences.append(_("经过里写了没有走到的步骤“%(step)s”", step=code))
    if example.decided is None:
        walk.differences.append(_("没有写怎样决定"))
        return
    if ends == "refused" and example.decided == "granted":
        walk.differences.append(_("有步骤没有通过，不能决定准予"))
        return
    walk.ends = example.decided


def _pass_step(form: Form, step: Step, passage: Passage, walk: Walk) -> Result:
    if step.notice is not None:
        return _pass_notice(step, passage, walk)
    resolved = resolve(form.sheet, step, walk.answers, form.counter)
    walk.asks[step.code] = resolved.asks
    asked = {label(ask): ask for ask in resolved.asks}
    for missing in asked.keys() - passage.asked.keys():
        walk.differences.append(
            _("步骤“%(step)s”还会问“%(who)s”，样例没写", step=step.code, who=missing)
        )
    for extra in passage.asked.keys() - asked.keys():
        walk.differences.append(_("步骤“%(step)s”不会问“%(who)s”", step=step.code, who=extra))
    votes = {name: Vote(passage.asked.get(name, Vote.OPEN)) for name in asked}
    return _compared(step, passage, outcome(step.rule, votes), walk)


def _pass_notice(step: Step, passage: Passage, walk: Walk) -> Result:
    """A notice asks nobody; an objection that is upheld ends it."""
    for extra in passage.asked:
        walk.differences.append(_("步骤“%(step)s”不会问“%(who)s”", step=step.code, who=extra))
    came = Result.REFUSED if passage.objected else Result.AGREED
    return _compared(step, passage, came, walk)


def _compared(step: Step, passage: Passage, result: Result, walk: Walk) -> Result:
    if result != passage.result:
        words = _(
            "步骤“%(step)s”写的是“%(said)s”，实际是“%(came)s”",
            step=step.code,
            said=_word(STEP_RESULT, passage.result),
            came=_word(STEP_RESULT, result),
        )
        walk.differences.append(words)
    return result


def label(ask: Ask) -> str:
    """How an example names a party: `本乡镇 ziran`, `邻乡镇甲 ziran`, `县里 xian_ziran`."""
    where = HERE if ask.party.side is Side.OWN else _COUNTY
    if ask.party.side is Side.TOWNSHIP:
        where = next(place.name for place in _PLACES if place.code == ask.party.division)
    return f"{where} {ask.party.office}"


def _why(walk: Walk) -> str:
    reasons: Iterator[str] = iter(())
    if walk.told:
        reasons = iter((walk.told,))
    elif walk.troubles:
        reasons = (f"{code} {words}" for code, words in walk.troubles.items())
    said = "；".join(reasons)
    return f"（{said}）" if said else ""


def _word(table: Mapping[str, str], code: str) -> str:
    return next((word for word, each in table.items() if each == code), _("没有走完"))
