"""Checks of what each kind of question must say (题目类型): choices, columns, sums, bounds."""

from collections import Counter as Tally
from collections.abc import Iterator

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.checks.asking import columns_of
from jointhall.service_items.checks.finding import Check, Finding, error, unknown, warning
from jointhall.service_items.questions import kind_of
from jointhall.service_items.questions.compound import SIMPLE
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.tree import Trail
from jointhall.service_items.vocabulary import KINDS

_CHOICES = ("one_choice", "several_choices", "linked_choices")
_ROWS = ("table", "household")
_NUMBERS = ("quantity", "money")
_SUMMED = (*_NUMBERS, "computed_sum", "land_parcel", "map_area", *_ROWS)
# What stands after the draft's number in the addresses of the portal.
PATHS = frozenset({"check", "stop", "submission", "removal", "without"})


def questions_of(sheet: Sheet) -> Iterator[tuple[Trail, Question]]:
    """Every question and every column, with its place."""
    for row, question in enumerate(sheet.form):
        yield ("表单", row), question
        for below, column in enumerate(question.columns):
            yield ("表单", row, "列", below), column


def _twice(sheet: Sheet) -> Iterator[Finding]:
    yield from _doubles("表单", [q.code for q in sheet.form])
    yield from _doubles("材料", [m.code for m in sheet.materials])
    yield from _doubles("县里设定", [s.code for s in sheet.settings])
    yield from _doubles("步骤", [s.code for s in sheet.steps])
    for row, step in enumerate(sheet.steps):
        yield from _doubles("步骤", [t.code for t in step.tasks], (row, "交给"))
    for row, question in enumerate(sheet.form):
        below = [child.code for choice in question.choices for child in choice.below]
        codes = [c.code for c in question.choices]
        yield from _doubles("表单", codes, (row, "选项"))
        for code in sorted({c for c in below if below.count(c) > 1 or c in codes}):
            words = _("编号“%(code)s”用了两次", code=code)
            yield Finding(("表单", row, "选项"), words, _("换一个编号"))
        yield from _doubles("表单", [c.code for c in columns_of(question)], (row, "列"))


def _doubles(heading: str, codes: list[str], below: Trail = ()) -> Iterator[Finding]:
    tally = Tally(codes)
    for row, code in enumerate(codes):
        if tally[code] > 1 and codes.index(code) != row:
            words = _("编号“%(code)s”用了两次", code=code)
            yield Finding((heading, *below, row, "编号"), words, _("换一个编号"))


def _choices(sheet: Sheet) -> Iterator[Finding]:
    for path, question in questions_of(sheet):
        if question.kind in _CHOICES and len(question.choices) < 2:
            words = _("“%(label)s”至少要有两个选项", label=question.label)
            yield Finding(path, words, _("在“选项”下补上"))
        if question.kind not in _CHOICES and question.choices:
            words = _("“%(label)s”不是选择题，不能有选项", label=question.label)
            yield Finding((*path, "选项"), words, _("删去选项，或改成单选、多选、联动选择"))
        if question.kind == "quantity" and not question.unit:
            words = _("“%(label)s”没有写单位", label=question.label)
            yield Finding(path, words, _("补一行“单位: 亩”"))


def _linked(sheet: Sheet) -> Iterator[Finding]:
    for path, question in questions_of(sheet):
        for row, choice in enumerate(question.choices):
            if question.kind == "linked_choices" and not choice.below:
                words = _("“%(label)s”下面没有选项，选到这里就走不下去", label=choice.label)
                yield Finding((*path, "选项", row), words, _("补上“下级”"))
            elif question.kind != "linked_choices" and choice.below:
                words = _("“%(label)s”有下级选项，题却不是联动选择", label=choice.label)
                yield Finding((*path, "选项", row), words, _("类型改成联动选择，或删去“下级”"))


def _columns(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        path: Trail = ("表单", row)
        if question.kind == "table" and not question.columns:
            words = _("表格“%(label)s”没有列", label=question.label)
            yield Finding(path, words, _("在“列”下写清楚每一列问什么"))
        if question.columns and question.kind not in _ROWS:
            words = _("“%(label)s”不是表格，不能有列", label=question.label)
            yield Finding((*path, "列"), words, _("删去“列”，或类型改成表格、家庭成员"))
        for below, column in enumerate(question.columns):
            if column.kind not in SIMPLE:
                name = next(word for word, code in KINDS.items() if code == column.kind)
                words = _("“%(kind)s”不能做表格的一列", kind=name)
                allowed = "、".join(word for word, code in KINDS.items() if code in SIMPLE)
                yield Finding((*path, "列", below, "类型"), words, _("可用：%(w)s", w=allowed))


def _sums(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        path: Trail = ("表单", row)
        if question.kind == "computed_sum" and not question.adds_up:
            words = _("“%(label)s”没有写把什么加起来", label=question.label)
            yield Finding(path, words, _("在“加总”下写题的编号，或“题.列”"))
        if question.adds_up and question.kind != "computed_sum":
            words = _("“%(label)s”不是自动合计，不能写加总", label=question.label)
            yield Finding((*path, "加总"), words, _("删去“加总”，或类型改成自动合计"))
        for below, said in enumerate(question.adds_up):
            yield from _addend(sheet, (*path, "加总", below), said, sheet.form[:row])


def _addend(
    sheet: Sheet, path: Trail, said: str, earlier: tuple[Question, ...]
) -> Iterator[Finding]:
    code, _dot, column_code = said.partition(".")
    question = next((q for q in earlier if q.code == code), None)
    if question is None:
        if sheet.question(code):
            words = _("要加的“%(code)s”排在后面，还没问到", code=code)
            yield Finding(path, words, _("把那一题挪到前面"))
        else:
            yield unknown(path, code, [q.code for q in earlier])
        return
    if column_code:
        columns = columns_of(question)
        column = next((c for c in columns if c.code == column_code), None)
        if column is None:
            yield unknown(path, column_code, [c.code for c in columns])
            return
        question = column
    if question.kind not in (_NUMBERS if column_code else _SUMMED):
        words = _("“%(said)s”不是数，不能相加", said=said)
        yield Finding(path, words, _("只能加数量、金额、自动合计、地块面积和表格里的数"))


def _bounds(sheet: Sheet) -> Iterator[Finding]:
    for path, question in questions_of(sheet):
        low, high = question.at_least, question.at_most
        if low is not None and high is not None and low > high:
            words = _("“%(label)s”最少比最多还大，怎么填都不对", label=question.label)
            yield Finding((*path, "最多"), words, _("把“最少”“最多”换过来"))


def _materials(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        is_file = kind_of(question).is_file
        if is_file and not question.material and question.kind != "signature":
            words = _("“%(label)s”没有说收的是哪一样材料", label=question.label)
            yield Finding(("表单", row), words, _("补一行“收材料: 材料编号”"))
        if question.material and not is_file:
            words = _("“%(label)s”不是文件也不是照片，不能收材料", label=question.label)
            yield Finding(("表单", row, "收材料"), words, _("改成文件或照片，或删去“收材料”"))
        if question.material and not sheet.material(question.material):
            codes = [m.code for m in sheet.materials]
            yield unknown(("表单", row, "收材料"), question.material, codes)


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
            yield unknown(("申请人", heading), code, [q.code for q in sheet.form])
        elif question and question.kind not in kinds:
            words = _("“%(code)s”不是填%(heading)s的题", code=code, heading=heading)
            yield Finding(("申请人", heading), words, _("换成对的那一题"))


def _paths(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        if question.code in PATHS:
            words = _("题目编号“%(code)s”和网页地址撞了", code=question.code)
            mend = _("换一个编号，比如“%(code)s_said”", code=question.code)
            yield Finding(("表单", row, "编号"), words, mend)


def _unused_settings(sheet: Sheet) -> Iterator[Finding]:
    # The sheet has the figures filled in; only its source still names them.
    text = str({key: below for key, below in sheet.source.items() if key != "县里设定"})
    for row, setting in enumerate(sheet.settings):
        if f"设定 {setting.code}】" not in text:
            words = _("县里设定“%(name)s”没有用到", name=setting.name)
            yield Finding(("县里设定", row), words, _("在用到的地方写【设定 编号】，或删去"))


ASKED: tuple[Check, ...] = (
    error("C20", _twice, "编号在自己那一组里只用一次"),
    error("C21", _choices, "选择题至少两个选项，别的题没有选项，数量题有单位"),
    error("C22", _materials, "文件题、照片题说清收哪一样材料，别的题不收材料"),
    error("C27", _applicant, "申请人的姓名、证件号、电话指着对的题"),
    error("C60", _columns, "表格有列，列只用简单的题型，别的题没有列"),
    error("C61", _linked, "联动选择每一项都有下级，别的题没有下级"),
    error("C62", _sums, "自动合计只加前面的数"),
    error("C63", _bounds, "最少不大于最多"),
    error("C64", _paths, "题目编号不和网页地址（check、stop、submission、removal）相撞"),
    warning("C65", _unused_settings, "县里设定都用得上"),
)
