"""The checks of a bundle (检查一件事): its items are there, and nothing is asked twice."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from jointhall.kernel.words import N_, _
from jointhall.service_items.asking import Condition, Question
from jointhall.service_items.bundles.bundle import Bundle
from jointhall.service_items.bundles.composing import TOGETHER, compatible, compose
from jointhall.service_items.bundles.form import BundleForm
from jointhall.service_items.bundles.reading import BundleReading
from jointhall.service_items.counter import Counter, Place
from jointhall.service_items.questions import Unclear, kind_of
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.tree import Trail
from jointhall.service_items.troubles import Trouble
from jointhall.service_items.vocabulary import HERE

ONCE = frozenset({"phone", "bank_card", "address"})
"""Kinds that mean the same in every item unless the bundle says otherwise (分开问)."""
_HERE = Place("000000001000", HERE)
COUNTER = Counter(_HERE, date(2026, 3, 2), (_HERE,))
"""Where a bundle's samples are filled in."""
Sheets = Mapping[str, Sheet]
Found = tuple[Trail, str, str]
"""Where, what is wrong, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule a bundle keeps, with its number."""

    number: str
    rule: str
    look: Callable[[Bundle, Sheets], Iterator[Found]]


def check_bundle(reading: BundleReading, sheets: Sheets) -> tuple[Trouble, ...]:
    """Everything wrong with a bundle as read, held against the sheets of its items."""
    if reading.bundle is None:
        return reading.troubles
    found = list(reading.troubles)
    for check in CHECKS:
        told = list(check.look(reading.bundle, sheets))
        found += [reading.trouble(check.number, *one) for one in told]
        if told and check.number in _FIRST:
            break
    return tuple(sorted(found, key=lambda t: (t.line, t.column, t.number)))


def _items(bundle: Bundle, sheets: Sheets) -> Iterator[Found]:
    for at, member in enumerate(bundle.members):
        if member.code not in sheets:
            words = _("没有“%(code)s”这个事项", code=member.code)
            yield ("事项", at, "编号"), words, _("改成 modules 里有的事项编号")
    codes = [member.code for member in bundle.members]
    if len(set(codes)) < 2 or len(set(codes)) < len(codes):
        yield ("事项",), _("一件事至少要有两个不同的事项"), _("补上事项，去掉重复的")
    if bundle.code in sheets:
        yield (), _("这件事和一个事项重名了：%(code)s", code=bundle.code), _("文件夹换个名字")


def _questions(bundle: Bundle, sheets: Sheets) -> Iterator[Found]:
    for path, named in _named(bundle):
        if _question(bundle, sheets, named) is None:
            words = _("没有“%(named)s”这一题", named=named)
            yield path, words, _("写成“事项的编号.题的编号”，事项要在这件事里")


def _same(bundle: Bundle, sheets: Sheets) -> Iterator[Found]:
    own = {question.code: question for question in bundle.first}
    seen: dict[str, str] = {}
    for at, shared in enumerate(bundle.shared):
        first = own.get(shared.code) or _question(bundle, sheets, shared.same_as[0])
        for row, named in enumerate(shared.same_as):
            asked = _question(bundle, sheets, named)
            if first is not None and asked is not None and not compatible(first, asked):
                words = _("“%(named)s”和前面的不是同一种题", named=named)
                yield ("共用题", at, "就是", row), words, _("类型、单位、选项都一样的才能共用")
            if named in seen:
                words = _("“%(named)s”写进了两道共用题", named=named)
                yield ("共用题", at, "就是", row), words, _("留一处")
            seen[named] = shared.code
        if shared.parts and (first is None or first.kind != "person"):
            words = _("“%(code)s”不是问一个人的题，取不出姓名和证件号", code=shared.code)
            yield ("共用题", at, "取自"), words, _("“就是”里的题要是“个人”这一类")


def _once(bundle: Bundle, sheets: Sheets) -> Iterator[Found]:
    told = {named for _path, named in _named(bundle)}
    alike: dict[str, list[str]] = {}
    for member in bundle.members:
        sheet = sheets[member.code]
        who = sheet.applicant
        meant = {who.name: _("申请人姓名"), who.id_number: _("申请人证件号"), who.phone: _("电话")}
        for question in sheet.form:
            means = meant.get(question.code)
            if means is None and question.kind in ONCE:
                means = question.kind
            if means is not None:
                alike.setdefault(means, []).append(f"{member.code}.{question.code}")
    for named in alike.values():
        for one in named if len(named) > 1 else ():
            if one not in told:
                words = _("“%(named)s”和别的事项问的一样，要问两遍", named=one)
                mend = _("写进“共用题”；确实不是一回事的，写进“分开问”并说明原因")
                yield ("共用题",), words, mend


def _known(bundle: Bundle, sheets: Sheets) -> Iterator[Found]:
    for at, known in enumerate(bundle.known):
        question = _question(bundle, sheets, known.question)
        assert question is not None, "questions that are not there were told before"
        kind = kind_of(question)
        try:
            kind.answer(question, kind.told(question, known.given), COUNTER)
        except Unclear as unclear:
            yield ("不用问", at, "答"), unclear.words, _("照这一题的选项写")


def _conditions(bundle: Bundle, _sheets: Sheets) -> Iterator[Found]:
    own = {question.code: question for question in bundle.first}
    for at, member in enumerate(bundle.members):
        if member.only_if is not None:
            yield from _looked_at(member.only_if, own, ("事项", at, "何时办"))
    for at, question in enumerate(bundle.first):
        if question.code == TOGETHER:
            yield ("先问", at, "编号"), _("“together”这个编号有别的用处"), _("换一个编号")
        if question.only_if is not None:
            before = {one.code: one for one in bundle.first[:at]}
            yield from _looked_at(question.only_if, before, ("先问", at, "何时问"))


def _looked_at(condition: Condition, own: Mapping[str, Question], path: Trail) -> Iterator[Found]:
    for clause in condition.clauses:
        question = own.get(clause.code)
        if question is None:
            words = _("条件看的“%(code)s”不在前面的“先问”里", code=clause.code)
            yield path, words, _("先问里补上这一题，或改对编号")
        elif question.choices:
            values = clause.value if isinstance(clause.value, tuple) else (clause.value,)
            for value in values:
                if isinstance(value, str) and question.choice(value) is None:
                    words = _("“%(code)s”没有“%(value)s”这个选项", code=clause.code, value=value)
                    yield path, words, _("写选项的编号")


def _samples(bundle: Bundle, sheets: Sheets) -> Iterator[Found]:
    bundled = compose(bundle, sheets)
    form = BundleForm(bundled, COUNTER, bundled)
    for at, sample in enumerate(bundle.samples):
        answers = {}
        for question in bundle.first:
            kind = kind_of(question)
            try:
                value = kind.answer(question, kind.told(question, sample.given.get(question.code)),
                                    COUNTER)  # fmt: skip
            except Unclear:
                continue
            if value is not None:
                answers[question.code] = value
        came = tuple(part.code for part in form.applies(form.applying(answers)))
        if set(came) != set(sample.items):
            words = _("样例“%(name)s”写的和实际要办的不一样，实际是：%(came)s",
                      name=sample.name, came="、".join(came))  # fmt: skip
            yield ("样例", at, "办哪几件"), words, _("改样例，或改“何时办”")


CHECKS = (
    Check("B01", N_("一件事里的事项都有，而且至少两个"), _items),
    Check("B02", N_("说到的题，事项里都有"), _questions),
    Check("B03", N_("共用的题是同一种题"), _same),
    Check("B04", N_("问法一样的题只问一遍"), _once),
    Check("B05", N_("不用问的题，答案合得上"), _known),
    Check("B06", N_("条件只看先问的题"), _conditions),
    Check("B07", N_("样例和实际一致"), _samples),
)
_FIRST = frozenset({"B01", "B02"})
"""What the others rest on: they are not looked at before it is right."""


def _named(bundle: Bundle) -> Iterator[tuple[Trail, str]]:
    """Every `item.question` of the file, and where it stands."""
    for at, shared in enumerate(bundle.shared):
        yield from ((("共用题", at, "就是", row), one) for row, one in enumerate(shared.same_as))
        yield from (
            (("共用题", at, "取自", row, "题"), one.question)
            for row, one in enumerate(shared.parts)
        )
    yield from ((("不用问", at, "题"), one.question) for at, one in enumerate(bundle.known))
    yield from ((("分开问", at, "题"), one.question) for at, one in enumerate(bundle.apart))


def _question(bundle: Bundle, sheets: Sheets, named: str) -> Question | None:
    item, _dot, code = named.partition(".")
    sheet = sheets.get(item) if bundle.member(item) else None
    return sheet.question(code) if sheet is not None else None
