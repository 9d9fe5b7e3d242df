"""Checks of conditions (条件): what they look at, whether they fit, whether they can ever hold."""

from collections.abc import Iterable, Iterator

from jointhall.kernel.words import _
from jointhall.service_items.asking import Clause, Comparison, Condition, Question
from jointhall.service_items.checks.finding import Check, Finding, error, unknown, warning
from jointhall.service_items.checks.reach import COUNTER, can_be, can_hold, never_asked
from jointhall.service_items.conditions import holds
from jointhall.service_items.questions.household import Household
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Step, Where
from jointhall.service_items.tree import Trail
from jointhall.service_items.vocabulary import HERE, KINDS, YES_NO, nearest

_ROWS = ("table", "household")
_LISTS = ("file", "photo")
_SIZED = ("quantity", "money", "computed_sum", "land_parcel", "map_area", *_ROWS, *_LISTS)
_NAMED = ("one_choice", "yes_no", "township", "consent", "linked_choices")
_AGED = ("id_number", "person", "day")
_DATED = ("day", "period")
_SETS = ("several_choices", "township", "linked_choices")
_FITS = {
    Comparison.AGE_AT_LEAST: _AGED,
    Comparison.AGE_UNDER: _AGED,
    Comparison.AT_LEAST: _SIZED,
    Comparison.AT_MOST: _SIZED,
    Comparison.HAS: _SETS,
    Comparison.HAS_NOT: _SETS,
    Comparison.IS: _NAMED,
    Comparison.IS_NOT: _NAMED,
    Comparison.ONE_OF: _NAMED,
    Comparison.BEFORE: _DATED,
    Comparison.AFTER: _DATED,
}
_VALUED = (*_FITS,)[4:9]


def conditions_of(sheet: Sheet) -> Iterator[tuple[Trail, Condition]]:
    """Every condition beyond those that show questions, with its place."""
    for row, ground in enumerate(sheet.ineligible):
        yield ("不符合条件", row, "当"), ground.when
    for row, material in enumerate(sheet.materials):
        if material.only_if:
            yield ("材料", row, "何时要"), material.only_if
    for row, route in enumerate(sheet.acceptance.routes):
        yield ("受理", "分流", row, "当"), route.when
    for row, step in enumerate(sheet.steps):
        if step.only_if:
            yield ("步骤", row, "何时走"), step.only_if
        for below, task in enumerate(step.tasks):
            if task.only_if:
                yield ("步骤", row, "交给", below, "何时问"), task.only_if


def _conditions(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        if question.only_if:
            earlier = sheet.form[:row]
            yield from _look_at(question.only_if, ("表单", row, "何时问"), earlier, sheet.form)
        for below, prefill in enumerate(question.prefill):
            if prefill.only_if:
                yield from _look_at(
                    prefill.only_if, ("表单", row, "带出", below, "何时带"), sheet.form[:row],
                    sheet.form,
                )  # fmt: skip
    for path, condition in conditions_of(sheet):
        yield from _look_at(condition, path, sheet.form, sheet.form)


def _look_at(
    condition: Condition, path: Trail, allowed: Iterable[Question], every: Iterable[Question]
) -> Iterator[Finding]:
    known = {q.code: q for q in allowed}
    all_codes = {q.code for q in every}
    for clause in condition.clauses:
        if clause.code in known:
            yield from _fits(clause, known[clause.code], path)
        elif clause.code in all_codes:
            words = _("条件看的“%(code)s”排在后面，还没问到", code=clause.code)
            yield Finding(path, words, _("把那一题挪到前面"))
        else:
            yield unknown(path, clause.code, list(all_codes))


def _fits(clause: Clause, question: Question, path: Trail) -> Iterator[Finding]:
    _code, _dot, column_code = clause.question.partition(".")
    if column_code:
        if question.kind not in _ROWS:
            words = _("“%(code)s”不是表格，没有列可看", code=question.code)
            yield Finding(path, words, _("只写题的编号"))
            return
        columns = columns_of(question)
        column = next((c for c in columns if c.code == column_code), None)
        if column is None:
            yield unknown(path, column_code, [c.code for c in columns])
            return
        question = column
    if clause.how is not Comparison.ANSWERED and question.kind not in _FITS[clause.how]:
        name = next(word for word, code in KINDS.items() if code == question.kind)
        words = _(
            "“%(how)s”不能用在%(kind)s题“%(code)s”上",
            how=clause.how, kind=name, code=clause.question,
        )  # fmt: skip
        yield Finding(path, words, _("换一个比较，或换一题"))
    elif clause.how in _VALUED:
        yield from _values(clause, question, path)


def _values(clause: Clause, question: Question, path: Trail) -> Iterator[Finding]:
    values = clause.value if clause.how is Comparison.ONE_OF else (clause.value,)
    known = _possible(question)
    for value in values:
        if value not in known:
            words = _("“%(code)s”没有“%(value)s”这个答案", code=clause.question, value=value)
            near = nearest(value, known)
            mend = _("是不是“%(near)s”？", near=near) if near else "、".join(known)
            yield Finding(path, words, mend)


def columns_of(question: Question) -> tuple[Question, ...]:
    """The columns of a table; a household has some of its own."""
    return Household().columns(question) if question.kind == "household" else question.columns


def _possible(question: Question) -> list[str]:
    if question.kind == "township":
        return [HERE]
    if question.choices:
        below = [child.code for choice in question.choices for child in choice.below]
        return [choice.code for choice in question.choices] + below
    return list(YES_NO)


def _unreachable(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        if question.only_if and never_asked(sheet, question):
            words = _("“%(label)s”怎么答都问不到", label=question.label)
            yield Finding(("表单", row, "何时问"), words, _("改条件，或删去这一题"))


def _never(sheet: Sheet) -> Iterator[Finding]:
    offered = (
        (("表单", row, "带出", below, "何时带"), prefill.only_if)
        for row, question in enumerate(sheet.form)
        for below, prefill in enumerate(question.prefill)
        if prefill.only_if
    )
    for path, condition in (*conditions_of(sheet), *offered):
        if not can_hold(sheet, condition):
            yield Finding(path, _("这个条件怎么答都不会成立"), _("改条件，或删去这一条"))


def _always_refused(sheet: Sheet) -> Iterator[Finding]:
    grounds = [ground.when for ground in sheet.ineligible]
    if grounds and not can_be(
        sheet, grounds, lambda counted: not any(holds(g, counted, COUNTER) for g in grounds)
    ):
        words = _("怎么答都会被说不符合条件，谁也办不成")
        yield Finding(("不符合条件",), words, _("改其中一条的条件"))


def _ring(sheet: Sheet) -> Iterator[Finding]:
    looks_at = {
        q.code: {c.code for c in q.only_if.clauses} if q.only_if else set() for q in sheet.form
    }
    for question in sheet.form:
        for added in question.adds_up:
            looks_at[question.code].add(added.partition(".")[0])
    for row, question in enumerate(sheet.form):
        way = _way_back(question.code, looks_at)
        if way and min(way) == question.code:
            words = _("几道题互相等着：%(way)s", way=" → ".join((*way, question.code)))
            yield Finding(("表单", row), words, _("改其中一题的条件，让它只看前面的题"))


def _way_back(start: str, looks_at: dict[str, set[str]]) -> tuple[str, ...]:
    """The ring this question stands in, from itself on; empty when there is none."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    while waiting:
        way = waiting.pop(0)
        for code in sorted(looks_at.get(way[-1], ())):
            if code == start:
                return way
            if code not in seen:
                seen.add(code)
                waiting.append((*way, code))
    return ()


def _dead_ends(sheet: Sheet) -> Iterator[Finding]:
    """A choice after which nobody looks at the case before it is decided."""
    if not sheet.steps or any(_always_looked_at(step) for step in sheet.steps):
        return
    every = [condition for _path, condition in conditions_of(sheet)]
    for row, question in enumerate(sheet.form):
        if question.kind != "one_choice":
            continue
        for below, choice in enumerate(question.choices):
            picked = Clause(question.code, Comparison.IS, choice.code)
            conditions = [*every, Condition((picked,))]
            if not can_be(sheet, conditions, lambda a, p=picked: _is_looked_at(sheet, p, a)):  # type: ignore[misc]
                words = _("选了“%(label)s”就没有人审核，直接等决定", label=choice.label)
                mend = _("给这种情形加一个步骤，或写进“不符合条件”")
                yield Finding(("表单", row, "选项", below), words, mend)


def _always_looked_at(step: Step) -> bool:
    if step.only_if:
        return False
    asked = [t for t in step.tasks if not t.only_if and t.addressee.where is not Where.ANSWER]
    return step.notice is not None or bool(asked)


def _is_looked_at(sheet: Sheet, picked: Clause, counted: dict[str, object]) -> bool:
    """Whether this way of answering picks the choice and has somebody look, or is told no."""
    if not holds(Condition((picked,)), counted, COUNTER):
        return False
    if any(holds(ground.when, counted, COUNTER) for ground in sheet.ineligible):
        return True
    return any(
        step.notice is not None
        or any(not t.only_if or holds(t.only_if, counted, COUNTER) for t in step.tasks)
        for step in sheet.steps
        if not step.only_if or holds(step.only_if, counted, COUNTER)
    )


ASKING: tuple[Check, ...] = (
    error("C25", _conditions, "条件看的题在前面、编号写对、比较合适、答案在选项里"),
    error("C26", _unreachable, "每道题都有一种答法问得到"),
    error("C72", _never, "不符合条件、分流、材料、步骤、任务的条件都有可能成立"),
    error("C73", _always_refused, "至少有一种答法不会被“不符合条件”挡住"),
    error("C74", _ring, "题目之间的条件不绕成圈"),
    warning("C75", _dead_ends, "选哪一项都有人审核，不会没人看就到决定"),
)
