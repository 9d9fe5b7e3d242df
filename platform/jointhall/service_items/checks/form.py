"""Checks of the form (表单): codes, choices, conditions, materials."""

from collections import Counter as Tally
from collections.abc import Iterable, Iterator

from jointhall.kernel.words import _
from jointhall.service_items.asking import Clause, Comparison, Condition, Question
from jointhall.service_items.checks.finding import Check, Finding, error, warning
from jointhall.service_items.checks.reach import never_asked
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.tree import Trail
from jointhall.service_items.vocabulary import HERE, KINDS, YES_NO, nearest

_CHOICES = ("one_choice", "several_choices")
_OFFERING = (*_CHOICES, "linked_choices")
_NUMBERS = ("quantity", "money")
_AGES = (Comparison.AGE_AT_LEAST, Comparison.AGE_UNDER)
_SIZES = (Comparison.AT_LEAST, Comparison.AT_MOST)
_MEMBERS = (Comparison.HAS, Comparison.HAS_NOT)
_EQUALS = (Comparison.IS, Comparison.IS_NOT, Comparison.ONE_OF)


def _twice(sheet: Sheet) -> Iterator[Finding]:
    yield from _doubles("表单", [q.code for q in sheet.form])
    yield from _doubles("材料", [m.code for m in sheet.materials])
    yield from _doubles("县里设定", [s.code for s in sheet.settings])
    yield from _doubles("步骤", [s.code for s in sheet.steps])
    for row, step in enumerate(sheet.steps):
        yield from _doubles("步骤", [t.code for t in step.tasks], (row, "交给"))
    for row, question in enumerate(sheet.form):
        yield from _doubles("表单", [c.code for c in question.choices], (row, "选项"))


def _doubles(heading: str, codes: list[str], below: Trail = ()) -> Iterator[Finding]:
    tally = Tally(codes)
    for row, code in enumerate(codes):
        if tally[code] > 1 and codes.index(code) != row:
            words = _("编号“%(code)s”用了两次", code=code)
            yield Finding((heading, *below, row, "编号"), words, _("换一个编号"))


def _choices(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        if question.kind in _OFFERING and len(question.choices) < 2:
            words = _("“%(label)s”至少要有两个选项", label=question.label)
            yield Finding(("表单", row), words, _("在“选项”下补上"))
        if question.kind not in _OFFERING and question.choices:
            words = _("“%(label)s”不是选择题，不能有选项", label=question.label)
            yield Finding(("表单", row, "选项"), words, _("删去选项，或改成单选、多选"))
        if question.kind == "quantity" and not question.unit:
            words = _("“%(label)s”没有写单位", label=question.label)
            yield Finding(("表单", row), words, _("补一行“单位: 亩”"))


def _materials(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        is_file = kind_of(question).is_file
        if kind_of(question).needs_material and not question.material:
            words = _("“%(label)s”没有说收的是哪一样材料", label=question.label)
            yield Finding(("表单", row), words, _("补一行“收材料: 材料编号”"))
        if question.material and not is_file:
            words = _("“%(label)s”不是文件也不是照片，不能收材料", label=question.label)
            yield Finding(("表单", row, "收材料"), words, _("改成文件或照片，或删去“收材料”"))
        if question.material and not sheet.material(question.material):
            yield _unknown(
                ("表单", row, "收材料"), question.material, [m.code for m in sheet.materials]
            )


def _uncollected(sheet: Sheet) -> Iterator[Finding]:
    collected = {q.material for q in sheet.form}
    online = any(way.word == "网上办理" for way in sheet.ways)
    for row, material in enumerate(sheet.materials):
        if online and material.is_required and material.code not in collected:
            words = _("必要材料“%(name)s”没有题目收", name=material.name)
            mend = _("加一道文件或照片题，或写明“免提交”")
            yield Finding(("材料", row), words, mend)


def _over_collected(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        material = sheet.material(question.material or "")
        if material and material.exempt:
            words = _("“%(name)s”免提交，却还有题目收", name=material.name)
            yield Finding(("表单", row, "收材料"), words, _("删去这道题"))


def _conditions(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        if question.only_if:
            earlier = sheet.form[:row]
            yield from _look_at(question.only_if, ("表单", row, "何时问"), earlier, sheet.form)
    for row, ground in enumerate(sheet.ineligible):
        yield from _look_at(ground.when, ("不符合条件", row, "当"), sheet.form, sheet.form)


def _look_at(
    condition: Condition, path: Trail, allowed: Iterable[Question], every: Iterable[Question]
) -> Iterator[Finding]:
    known = {q.code: q for q in allowed}
    all_codes = {q.code for q in every}
    for clause in condition.clauses:
        if clause.question in known:
            yield from _fits(clause, known[clause.question], path)
        elif clause.question in all_codes:
            words = _("条件看的“%(code)s”排在后面，还没问到", code=clause.question)
            yield Finding(path, words, _("把那一题挪到前面"))
        else:
            yield _unknown(path, clause.question, list(all_codes))


def _fits(clause: Clause, question: Question, path: Trail) -> Iterator[Finding]:
    kind, how = question.kind, clause.how
    fits = (
        how is Comparison.ANSWERED
        or (how in _AGES and kind == "id_number")
        or (how in _SIZES and kind in _NUMBERS)
        or (how in _MEMBERS and kind in ("several_choices", "township"))
        or (how in _EQUALS and kind in ("one_choice", "yes_no", "township", "consent"))
    )
    if not fits:
        name = next(word for word, code in KINDS.items() if code == kind)
        words = _("“%(how)s”不能用在%(kind)s题“%(code)s”上", how=how, kind=name, code=question.code)
        yield Finding(path, words, _("换一个比较，或换一题"))
        return
    if how in _EQUALS or how in _MEMBERS:
        values = clause.value if how is Comparison.ONE_OF else (clause.value,)
        for value in values:
            if value not in (known := _possible(question)):
                words = _("“%(code)s”没有“%(value)s”这个答案", code=question.code, value=value)
                near = nearest(value, known)
                mend = _("是不是“%(near)s”？", near=near) if near else "、".join(known)
                yield Finding(path, words, mend)


def _possible(question: Question) -> list[str]:
    if question.kind == "township":
        return [HERE]
    if question.kind in _CHOICES:
        return [choice.code for choice in question.choices]
    return list(YES_NO)


def _applicant(sheet: Sheet) -> Iterator[Finding]:
    said = sheet.applicant
    named = {
        "姓名": (said.name, ("short_text",)),
        "证件号": (said.id_number, ("id_number",)),
        "电话": (said.phone, ("phone",)),
        "单位名称": (said.org_name, ("short_text",)),
        "单位代码": (said.credit_code, ("credit_code",)),
    }
    for heading, (code, kinds) in named.items():
        question = sheet.question(code or "")
        if code and question is None:
            yield _unknown(("申请人", heading), code, [q.code for q in sheet.form])
        elif question and question.kind not in kinds:
            words = _("“%(code)s”不是填%(heading)s的题", code=code, heading=heading)
            yield Finding(("申请人", heading), words, _("换成对的那一题"))


def _unreachable(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        if question.only_if and never_asked(sheet, question):
            words = _("“%(label)s”怎么答都问不到", label=question.label)
            yield Finding(("表单", row, "何时问"), words, _("改条件，或删去这一题"))


def _unknown(path: Trail, code: str, known: list[str]) -> Finding:
    near = nearest(code, known)
    words = _("没有编号叫“%(code)s”的", code=code)
    return Finding(path, words, _("是不是“%(near)s”？", near=near) if near else "、".join(known))


FORM: tuple[Check, ...] = (
    error("C20", _twice),
    error("C21", _choices),
    error("C22", _materials),
    error("C23", _uncollected),
    warning("C24", _over_collected),
    error("C25", _conditions),
    error("C26", _unreachable),
    error("C27", _applicant),
)
