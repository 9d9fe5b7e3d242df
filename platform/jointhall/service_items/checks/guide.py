"""Checks of the guide (办事指南), by the rules townships are audited on."""

import re
from collections.abc import Iterator

from jointhall.kernel.words import _
from jointhall.service_items.checks.finding import Check, Finding, error, warning
from jointhall.service_items.sheets import Limit, Sheet

_AREA_PHONE = re.compile(r"0\d{2,3}-?\d{7,8}|12345|1\d{4}|400-?\d{3}-?\d{4}")
_ARTICLE = re.compile(r"第.+[条款项章节部分]|全文")
_CATCH_ALL = re.compile(r"其他(相关|有关|需要)?(的)?(材料|证明|资料)|等相关材料|需要提供的其他")
_HOURS = {"hour": 1, "workday": 24, "day": 24}


def _promised_too_long(sheet: Sheet) -> Iterator[Finding]:
    legal, promised = sheet.statutory_limit, sheet.promised_limit
    if legal and _is_longer(promised, legal):
        words = _("承诺%(promised)s，超过了法定%(legal)s", promised=promised, legal=legal)
        yield Finding(("承诺办结时限",), words, _("把承诺改到不超过法定"))


def _is_longer(promised: Limit, legal: Limit) -> bool:
    if promised.unit.code == "day" and legal.unit.code == "workday":
        # Five working days are at least seven days on end; fewer can never be longer.
        return promised.count > legal.count * 7 / 5
    return promised.count * _HOURS[promised.unit.code] > legal.count * _HOURS[legal.unit.code]


def _instant_but_slow(sheet: Sheet) -> Iterator[Finding]:
    if sheet.kind.word == "即办件" and _is_longer(
        sheet.promised_limit, Limit(1, sheet.promised_limit.unit)
    ):
        words = _("办件类型是即办件，承诺却要%(limit)s", limit=sheet.promised_limit)
        yield Finding(("办件类型",), words, _("改成承诺件，或把承诺改成1个工作日"))


def _law_without_article(sheet: Sheet) -> Iterator[Finding]:
    for row, law in enumerate(sheet.laws):
        if not _ARTICLE.search(law.article):
            words = _("依据“%(law)s”没有写到条", law=law.name)
            yield Finding(("设定依据", row, "条款"), words, _("写成“第几条”或“全文”"))


def _law_without_marks(sheet: Sheet) -> Iterator[Finding]:
    for row, law in enumerate(sheet.laws):
        if "《" not in law.name:
            words = _("依据“%(law)s”没有书名号", law=law.name)
            yield Finding(("设定依据", row, "名称"), words, _("写全名，加上《》"))
        if "法" not in law.name and "条例" not in law.name and not law.number:
            words = _("依据“%(law)s”没有写文号", law=law.name)
            yield Finding(("设定依据", row), words, _("补一行“文号: ……”"))


def _catch_all(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        if _CATCH_ALL.search(material.name):
            words = _("材料“%(name)s”是兜底的说法", name=material.name)
            yield Finding(("材料", row, "名称"), words, _("写清楚是哪一样材料，或删去"))


def _material_from_nowhere(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        if material.is_required and material.source.word == "其他" and not material.note:
            words = _("必要材料“%(name)s”没有说从哪里来", name=material.name)
            yield Finding(("材料", row, "来源渠道"), words, _("写明来源，或补“填报须知”"))


def _material_without_basis(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        if material.is_required and not material.basis:
            words = _("必要材料“%(name)s”没有写要求依据", name=material.name)
            yield Finding(("材料", row), words, _("补一行“要求依据: ……”"))


def _copies(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        if material.form.word == "纸质" and not material.copies and not material.exempt:
            words = _("纸质材料“%(name)s”没有写份数", name=material.name)
            yield Finding(("材料", row), words, _("补一行“纸质份数: 1”"))


def _phones(sheet: Sheet) -> Iterator[Finding]:
    said = {"咨询电话": sheet.window.phone, "投诉电话": sheet.window.complaint_phone}
    for heading, phone in said.items():
        if phone and not _AREA_PHONE.fullmatch(phone.replace(" ", "")):
            words = _("%(heading)s“%(phone)s”没有区号或写得不对", heading=heading, phone=phone)
            yield Finding(("办理窗口", heading), words, _("写成 0731-55550123 这样"))
    if sheet.window.phone and sheet.window.phone == sheet.window.complaint_phone:
        words = _("咨询电话和投诉电话是同一个")
        yield Finding(("办理窗口", "投诉电话"), words, _("换成监督部门的电话"))


def _visits(sheet: Sheet) -> Iterator[Finding]:
    if sheet.visits and not sheet.visits_reason:
        words = _("要到现场%(count)s次，没有说为什么", count=sheet.visits)
        yield Finding(("到现场次数",), words, _("补一行“到现场原因: ……”"))
    if not sheet.visits and sheet.visits_reason:
        yield Finding(("到现场原因",), _("不用到现场，却写了原因"), _("删去原因"))


def _too_many_visits(sheet: Sheet) -> Iterator[Finding]:
    if sheet.visits > 1:
        words = _("要跑%(count)s次，应当最多跑一次", count=sheet.visits)
        yield Finding(("到现场次数",), words, _("改成0或1"))


def _no_visit_no_way(sheet: Sheet) -> Iterator[Finding]:
    ways = {way.word for way in sheet.ways}
    if not sheet.visits and not ways & {"网上办理", "快递申请"}:
        words = _("不用到现场，却既不能网上办也不能寄")
        yield Finding(("办理形式",), words, _("加上“网上办理”或“快递申请”"))


def _fee_on_permit(sheet: Sheet) -> Iterator[Finding]:
    # 行政许可法 58: no fee unless a law or an administrative regulation says so.
    for row, fee in enumerate(sheet.fees):
        if sheet.type.word == "行政许可" and not re.search(r"法|条例", fee.basis):
            words = _("行政许可收费要有法律或行政法规，“%(name)s”没有", name=fee.name)
            yield Finding(("收费", row, "依据"), words, _("写明依据，或改成不收费"))


def _result_without_sample(sheet: Sheet) -> Iterator[Finding]:
    for row, result in enumerate(sheet.results):
        if result.kind.word != "无" and not result.sample:
            words = _("结果“%(name)s”没有样本", name=result.name)
            yield Finding(("办理结果", row), words, _("补一行“样本: ……”"))


def _no_faq(sheet: Sheet) -> Iterator[Finding]:
    if sheet.type.word == "行政许可" and not sheet.faq:
        words = _("行政许可至少要有一条常见问题")
        yield Finding((), words, _("补上“常见问题”"))


def _reach_without_ways(sheet: Sheet) -> Iterator[Finding]:
    if sheet.reach.word not in ("全镇", "跨村") and not sheet.reach_ways:
        words = _("通办范围是%(reach)s，没有说怎么通办", reach=sheet.reach)
        yield Finding(("通办范围",), words, _("补上“通办形式”"))


def _to_confirm(sheet: Sheet) -> Iterator[Finding]:
    for row, each in enumerate(sheet.to_confirm):
        words = _("发布前请县里确认“%(what)s”：%(why)s", what=each.what, why=each.why)
        yield Finding(("县里要确认", row), words, _("由县里在控制台“事项”里核对打勾"))


GUIDE: tuple[Check, ...] = (
    error("C01", _promised_too_long, "承诺时限不超过法定时限", "导则"),
    error("C02", _instant_but_slow, "即办件承诺当日办结", "导则1"),
    error("C03", _law_without_article, "设定依据写到条", "导则"),
    warning("C04", _law_without_marks, "设定依据写全名、带书名号，文件写文号", "导则"),
    error("C05", _catch_all, "材料没有“其他材料”这样的兜底", "优化营商环境条例"),
    error("C06", _material_from_nowhere, "必要材料写明从哪里来", "导则"),
    warning("C07", _material_without_basis, "必要材料写明要求依据", "行政许可法第三十一条"),
    error("C08", _copies, "要纸质材料的写明份数", "导则"),
    error("C09", _phones, "电话带区号，咨询和投诉不是同一个", "导则7"),
    error("C10", _visits, "要到现场的写明原因，不用到现场的不写原因", "导则3"),
    warning("C11", _too_many_visits, "最多跑一次", "导则"),
    error("C12", _no_visit_no_way, "不用到现场的，能网上办或能寄", "导则4"),
    error("C13", _fee_on_permit, "行政许可收费有法律或行政法规", "行政许可法第五十八条"),
    warning("C14", _result_without_sample, "办理结果有样本", "导则11"),
    error("C15", _no_faq, "行政许可至少一条常见问题", "导则9"),
    warning("C16", _reach_without_ways, "能通办的写明怎么通办", "导则"),
    warning("C17", _to_confirm, "县里要确认的，确认后删去"),
)
