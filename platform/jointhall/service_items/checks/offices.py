"""Checks of who is asked (交给谁): known offices, substitutes, public notices."""

from collections.abc import Iterator
from functools import cache

from jointhall.kernel.words import _
from jointhall.service_items.checks.finding import Check, Finding, error, unknown, warning
from jointhall.service_items.questions import kind_of
from jointhall.service_items.questions.kind import Kind
from jointhall.service_items.sheets import Sheet
from jointhall.service_items.stations import Where
from jointhall.service_items.tree import Trail
from jointhall.service_items.vocabulary import nearest
from jointhall.tenancy.starter import starter

# Days a notice must at least stand, by the paper that says so.
_AT_LEAST = {
    "最低生活保障审核确认办法": 7,
    "民发〔2021〕57号": 7,
    "特困人员认定办法": 7,
    "民发〔2021〕43号": 7,
    "财农〔2016〕26号": 7,
}
_HIDDEN_WHOLE = ("file", "photo", "signature")


@cache
def known_offices(kind: str) -> dict[str, str]:
    """Code → name of the offices every tenant of this kind begins with."""
    return {office.code: office.name for office in starter(kind).offices}


def _named(sheet: Sheet) -> Iterator[tuple[Trail, str, Where]]:
    yield ("办理窗口", "站所"), sheet.window.office, Where.HERE
    yield ("受理", "站所"), sheet.acceptance.office, Where.HERE
    for row, route in enumerate(sheet.acceptance.routes):
        yield ("受理", "分流", row, "站所"), route.office, Where.HERE
    for row, step in enumerate(sheet.steps):
        if step.notice is not None:
            yield ("步骤", row, "公示", "异议站所"), step.notice.objections_to, Where.HERE
        for below, task in enumerate(step.tasks):
            path: Trail = ("步骤", row, "交给", below, "站所")
            yield path, task.addressee.office, task.addressee.where
    yield ("决定", "站所"), sheet.decision.addressee.office, Where.HERE


def _offices(sheet: Sheet) -> Iterator[Finding]:
    for path, office, where in _named(sheet):
        kind = "county" if where is Where.COUNTY else "township"
        known = known_offices(kind)
        if office in known:
            continue
        whose = _("县里") if kind == "county" else _("乡镇")
        words = _("%(whose)s没有编号叫“%(office)s”的站所", whose=whose, office=office)
        near = nearest(office, known)
        listed = "、".join(f"{code}（{name}）" for code, name in known.items())
        mend = _("是不是“%(near)s”？可用：%(listed)s", near=near, listed=listed)
        yield Finding(path, words, mend if near else _("可用：%(listed)s", listed=listed))


def _substitutes(sheet: Sheet) -> Iterator[Finding]:
    for row, step in enumerate(sheet.steps):
        for below, task in enumerate(step.tasks):
            path: Trail = ("步骤", row, "交给", below)
            post = task.addressee.post
            if post and not task.substitute:
                words = _("只交给一个岗位，没有替补：人不在就没人办")
                mend = _("补一行“替补岗位: 负责人”，或删去“岗位”，整个站所都能办")
                yield Finding(path, words, mend)
            elif task.substitute and task.substitute == post:
                words = _("替补岗位和岗位是同一个")
                yield Finding((*path, "替补岗位"), words, _("换一个岗位"))


def _notice_answers(sheet: Sheet) -> Iterator[Finding]:
    for row, step in enumerate(sheet.steps):
        for below, code in enumerate(step.notice.answers if step.notice else ()):
            path: Trail = ("步骤", row, "公示", "公示答案", below)
            question = sheet.question(code)
            if question is None:
                yield unknown(path, code, [q.code for q in sheet.form])
                continue
            kind = kind_of(question)
            bare = kind.is_personal and type(kind).masked is Kind.masked
            if bare or question.kind in _HIDDEN_WHOLE:
                words = _("“%(label)s”不能公示", label=question.label)
                yield Finding(path, words, _("从公示答案里删去"))


def _notice_numbers(sheet: Sheet) -> Iterator[Finding]:
    for row, step in enumerate(sheet.steps):
        for below, code in enumerate(step.notice.answers if step.notice else ()):
            question = sheet.question(code)
            if question and question.kind in ("id_number", "bank_card", "phone", "person"):
                words = _("“%(label)s”公示出来要遮住一半，多半用不着", label=question.label)
                path: Trail = ("步骤", row, "公示", "公示答案", below)
                yield Finding(path, words, _("没有规定要公示的就删去"))


def _notice_period(sheet: Sheet) -> Iterator[Finding]:
    cited = " ".join(f"{law.name}{law.number or ''}" for law in sheet.laws)
    least = max((days for paper, days in _AT_LEAST.items() if paper in cited), default=0)
    for row, step in enumerate(sheet.steps):
        if step.notice is None:
            continue
        period = step.notice.period
        days = period.count * 7 / 5 if period.unit.code == "workday" else period.count
        if period.unit.code == "hour" or days < least:
            words = _(
                "公示%(period)s太短，依据规定至少%(least)s天", period=period, least=max(least, 1)
            )
            yield Finding(("步骤", row, "公示", "期限"), words, _("改长"))


OFFICES: tuple[Check, ...] = (
    error("C68", _offices, "交给的站所都是有的（tenants/starter/offices.yaml）"),
    error("C69", _substitutes, "只交给一个岗位的任务有替补岗位"),
    error("C70", _notice_answers, "公示的答案有这一题，文件照片不公示，个人信息能遮住"),
    error("C71", _notice_period, "公示的天数不少于规定", "各项规定"),
    warning("C76", _notice_numbers, "公示里没有身份证号、银行卡号、电话", "个人信息保护法"),
)
