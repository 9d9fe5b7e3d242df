"""Checks of what is asked for at all (收什么): nothing missing, nothing too much, nothing twice."""

import re
from collections.abc import Iterator

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.checks.asking import conditions_of
from jointhall.service_items.checks.finding import Check, Finding, error, warning
from jointhall.service_items.checks.kinds import questions_of
from jointhall.service_items.hooks.rulebook import rulebook_of
from jointhall.service_items.questions import kind_of
from jointhall.service_items.sheets import Material, Sheet
from jointhall.service_items.vocabulary import PREFILL

_HELD = re.compile(r"身份证(?!号)|户口簿|户口本")
_SAID = re.compile(r"【答\s+([^】]*)】")
_PREFILLS = {
    "profile.name": ("short_text", "person"),
    "profile.id_number": ("id_number", "person"),
    "profile.phone": ("phone", "person"),
    "profile.address": ("address",),
    "profile.bank_card": ("bank_card",),
    "household": ("household", "table"),
}
_SPEAK_FOR_THEMSELVES = ("consent", "information", "signature")


def _uncollected(sheet: Sheet) -> Iterator[Finding]:
    collected = {q.material for q in sheet.form}
    online = any(way.word == "网上办理" for way in sheet.ways)
    for row, material in enumerate(sheet.materials):
        if online and material.is_required and material.code not in collected:
            words = _("必要材料“%(name)s”没有题目收", name=material.name)
            mend = _("加一道文件或照片题，或写明“免提交”")
            yield Finding(("材料", row), words, mend)


def _collected_though_exempt(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        material = sheet.material(question.material or "")
        if material and material.exempt:
            words = _("“%(name)s”免提交，却还有题目收", name=material.name)
            yield Finding(("表单", row, "收材料"), words, _("删去这道题"))


def _applicant_again(sheet: Sheet) -> Iterator[Finding]:
    said = sheet.applicant
    about = {said.name: _("姓名"), said.id_number: _("身份证号"), said.phone: _("电话")}
    for row, question in enumerate(sheet.form):
        name = about.get(question.code)
        if name and not _is_excused(question):
            words = _(
                "登录时已经有申请人的%(what)s，“%(label)s”又问一遍",
                what=name, label=question.label,
            )  # fmt: skip
            mend = _("补“带出”，从已有的信息带出来；一定要再问的，补一行“再问原因: ……”")
            yield Finding(("表单", row), words, mend)


def _household_again(sheet: Sheet) -> Iterator[Finding]:
    for row, question in enumerate(sheet.form):
        if question.kind == "household" and not _is_excused(question):
            words = _("家里人的信息可能已经有了，“%(label)s”又问一遍", label=question.label)
            mend = _("补“带出”，来自“家庭成员”；一定要再问的，补一行“再问原因: ……”")
            yield Finding(("表单", row), words, mend)


def _card_again(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        if material.is_required and _HELD.search(material.name) and _is_uploaded(sheet, material):
            words = _("“%(name)s”政府部门已经有，不能再要人交", name=material.name)
            mend = _("写明“免提交”，或在收它的题目上补“带出”或“再问原因”")
            yield Finding(("材料", row), words, mend)


def _licence_again(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        if material.is_required and material.licence and _is_uploaded(sheet, material):
            words = _("“%(name)s”有电子证照，还要人交", name=material.name)
            mend = _("写明“免提交”，或让收它的题目从电子证照“带出”，或补“再问原因”")
            yield Finding(("材料", row, "证照代码"), words, mend)


def _is_uploaded(sheet: Sheet, material: Material) -> bool:
    """Whether it is asked for with nothing to say why it is not taken from where it is."""
    collecting = [q for q in sheet.form if q.material == material.code]
    return not any(_is_excused(question) for question in collecting)


def _is_excused(question: Question) -> bool:
    return bool(question.prefill or question.asked_again)


def _prefill(sheet: Sheet) -> Iterator[Finding]:
    words_of = {code: word for word, code in PREFILL.items()}
    for path, question in questions_of(sheet):
        for below, each in enumerate(question.prefill):
            kinds = _PREFILLS.get(each.source)
            where = (*path, "带出", below)
            if kinds and question.kind not in kinds:
                words = _(
                    "“%(source)s”带不到“%(label)s”这样的题里",
                    source=words_of[each.source], label=question.label,
                )  # fmt: skip
                yield Finding((*where, "来自"), words, _("换一个来处，或换一种题"))
            if each.source == "licence" and not each.licence:
                words = _("从电子证照带出，没有说是哪一种证照")
                yield Finding(where, words, _("补一行“证照代码: ……”"))
            if each.source != "licence" and each.licence:
                words = _("不是从电子证照带出，不用写证照代码")
                yield Finding((*where, "证照代码"), words, _("删去证照代码"))


def _nobody_looks(sheet: Sheet) -> Iterator[Finding]:
    for row, question in _unused(sheet):
        if not _is_sensitive(question):
            words = _("“%(label)s”问了没人看", label=question.label)
            mend = _("写进用得着的任务的“可看答案”“可看材料”，或删去这一题")
            yield Finding(("表单", row), words, mend)


def _nobody_may_see(sheet: Sheet) -> Iterator[Finding]:
    # 个人信息保护法 6: only what the purpose needs, and no more.
    for row, question in _unused(sheet):
        if _is_sensitive(question):
            words = _("“%(label)s”是个人信息，问了却没人用得着", label=question.label)
            mend = _("写进用得着的任务的“可看答案”“可看材料”，或删去这一题")
            yield Finding(("表单", row), words, mend)


def _is_sensitive(question: Question) -> bool:
    return question.is_personal or kind_of(question).is_personal


def _unused(sheet: Sheet) -> Iterator[tuple[int, Question]]:
    if not any(step.tasks for step in sheet.steps):
        # Who receives and decides sees the whole case.
        return
    used = _used(sheet)
    papers = {code for step in sheet.steps for task in step.tasks for code in task.materials}
    for row, question in enumerate(sheet.form):
        if question.kind in _SPEAK_FOR_THEMSELVES or question.code in used:
            continue
        if question.material not in papers:
            yield row, question


def _used(sheet: Sheet) -> set[str]:
    said = sheet.applicant
    used = {said.name, said.id_number, said.phone, said.org_name, said.credit_code}
    conditions = [c for _path, c in conditions_of(sheet)]
    conditions += [q.only_if for q in sheet.form if q.only_if]
    conditions += [p.only_if for q in sheet.form for p in q.prefill if p.only_if]
    used |= {clause.code for condition in conditions for clause in condition.clauses}
    for step in sheet.steps:
        used |= set(step.notice.answers) if step.notice else set()
        for task in step.tasks:
            used |= {*task.answers, task.addressee.question}
    for text in (sheet.public_title, *(f"{x.title}{x.text}" for x in sheet.letters)):
        used |= {code.strip() for code in _SAID.findall(text)}
    used |= rulebook_of(sheet).words
    for question in reversed(sheet.form):
        if question.code in used:
            used |= {added.partition(".")[0] for added in question.adds_up}
    return {code for code in used if code}


FORM: tuple[Check, ...] = (
    error("C23", _uncollected, "网上能办的，每样必要材料都有题目收"),
    warning("C24", _collected_though_exempt, "免提交的材料不再收"),
    error(
        "C43",
        _applicant_again,
        "申请人的姓名、身份证号、电话带出来，再问要说原因",
        "优化营商环境条例第三十七条",
    ),
    error("C44", _card_again, "身份证、户口簿不再要人交", "优化营商环境条例第三十七条"),
    error("C45", _licence_again, "有电子证照的材料免提交或带出来", "优化营商环境条例第三十七条"),
    error("C46", _prefill, "带出的来处和题型合得上，电子证照写明代码"),
    error("C47", _household_again, "家庭成员先带出来，再问要说原因"),
    warning("C48", _nobody_looks, "问的每一题都有人看、有地方用"),
    error("C49", _nobody_may_see, "个人信息只问有人用得着的", "个人信息保护法第六条"),
)
