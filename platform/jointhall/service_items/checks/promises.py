"""Checks of what people are promised (对外承诺): instant items, online, themes, results, laws."""

import re
from collections.abc import Iterator

from jointhall.kernel.words import _
from jointhall.service_items.checks.finding import Check, Finding, error, warning
from jointhall.service_items.sheets import Law, Sheet
from jointhall.service_items.stations import Where

_ENDINGS = (
    (re.compile(r"(批复|批文|决定书)$"), "批文"),
    (re.compile(r"(?<![凭验公取保辩])证$|(证书|执照|许可证)$"), "证照"),
)
_OF_PERSONS = {
    "生育收养", "户籍办理", "入伍服役", "婚姻登记", "优待抚恤", "离职退休", "死亡殡葬", "出境入境",
    "养老敬老",
}  # fmt: skip
_OF_ENTERPRISES = {"税收财务", "资质认证", "年检年审", "投资审批", "融资信贷", "招标拍卖"}
# 民法典 1260 ended nine laws on 2021-01-01; 信访工作条例 50 the old regulation.
_REPEALED = {
    "婚姻法": "民法典", "继承法": "民法典", "民法通则": "民法典", "收养法": "民法典",
    "担保法": "民法典", "合同法": "民法典", "物权法": "民法典", "侵权责任法": "民法典",
    "民法总则": "民法典", "信访条例": "信访工作条例",
}  # fmt: skip
_ENTRUSTED = ("上级委托", "同级委托")


def _hours_but_no_instant(sheet: Sheet) -> Iterator[Finding]:
    limit = sheet.promised_limit
    if limit.unit.code == "hour" and limit.count <= 8 and sheet.kind.word != "即办件":
        words = _("承诺%(limit)s办结，办件类型却不是即办件", limit=limit)
        yield Finding(("办件类型",), words, _("改成即办件"))


def _instant_but_asked_elsewhere(sheet: Sheet) -> Iterator[Finding]:
    if sheet.kind.word != "即办件":
        return
    for row, step in enumerate(sheet.steps):
        if step.notice is not None:
            words = _("即办件当场办结，不能有公示“%(step)s”", step=step.name)
            yield Finding(("步骤", row), words, _("办件类型改成承诺件"))
        elif any(task.addressee.where is not Where.HERE for task in step.tasks):
            words = _("即办件当场办结，不能再去问别家（“%(step)s”）", step=step.name)
            yield Finding(("步骤", row), words, _("办件类型改成承诺件，或不问别家"))


def _result_kind(sheet: Sheet) -> Iterator[Finding]:
    for row, result in enumerate(sheet.results):
        kind = next((kind for ending, kind in _ENDINGS if ending.search(result.name)), None)
        if kind and result.kind.word != kind:
            words = _("结果“%(name)s”的类型应当是%(kind)s", name=result.name, kind=kind)
            yield Finding(("办理结果", row, "类型"), words, _("改成“类型: %(kind)s”", kind=kind))


def _online_but_visits(sheet: Sheet) -> Iterator[Finding]:
    if sheet.visits and any(way.word == "全程网办" for way in sheet.reach_ways):
        words = _("写了全程网办，却要到现场%(count)s次", count=sheet.visits)
        yield Finding(("到现场次数",), words, _("到现场次数改成0，或删去“全程网办”"))


def _no_visit_but_shallow(sheet: Sheet) -> Iterator[Finding]:
    ways, depth = {w.word for w in sheet.ways}, {d.word for d in sheet.online_depth}
    if not sheet.visits and "网上办理" in ways and "办理" not in depth:
        words = _("不用到现场，网上办理深度却没有到“办理”")
        yield Finding(("网上办理深度",), words, _("补上“办理”，或写明要到现场几次"))


def _fee_not_online(sheet: Sheet) -> Iterator[Finding]:
    online = any(way.word == "网上办理" for way in sheet.ways)
    for row, fee in enumerate(sheet.fees):
        if online and not fee.is_online:
            words = _("网上能办，“%(name)s”却不能网上缴", name=fee.name)
            yield Finding(("收费", row), words, _("能网上缴的补一行“网上缴费: 是”"))


def _themes(sheet: Sheet) -> Iterator[Finding]:
    for row, theme in enumerate(sheet.themes):
        if theme in _OF_PERSONS and not sheet.serves_people:
            words = _("主题“%(theme)s”是给自然人的，服务对象里没有自然人", theme=theme)
            yield Finding(("主题", row), words, _("改主题，或在服务对象里加上自然人"))
        if theme in _OF_ENTERPRISES and not sheet.serves_enterprises:
            words = _("主题“%(theme)s”是给单位的，服务对象里没有单位", theme=theme)
            yield Finding(("主题", row), words, _("改主题，或在服务对象里加上单位"))


def _permit_stations(sheet: Sheet) -> Iterator[Finding]:
    """受理, 送达 and 办结 every case has; 审核 and 审批 have to be in the sheet."""
    if sheet.type.word != "行政许可":
        return
    if not any(step.tasks for step in sheet.steps):
        words = _("行政许可要有受理、审核、审批、办结、送达，这里没有审核")
        yield Finding(("步骤",), words, _("加一个步骤，写明谁审核"))
    if sheet.decision.addressee.post != "head":
        words = _("行政许可的审批要由负责人来决定")
        yield Finding(("决定",), words, _("在“决定”下补一行“岗位: 负责人”"))


def _typed_window(sheet: Sheet) -> Iterator[Finding]:
    window = sheet.window
    said = {"办理地点": window.place, "办理时间": window.hours, "咨询电话": window.phone}
    for heading, text in said.items():
        if text:
            words = _("%(heading)s写死在表里，和登记的会对不上", heading=heading)
            mend = _("删去这一行，办事指南会用各乡镇登记的")
            yield Finding(("办理窗口", heading), words, mend)


def _undated(sheet: Sheet) -> Iterator[Finding]:
    confirmed = " ".join(each.what for each in sheet.to_confirm)
    for row, law in enumerate(sheet.laws):
        if law.number or law.in_force or "设定依据" in confirmed or _name(law) in confirmed:
            continue
        words = _("依据“%(law)s”没有文号，也没有施行日期", law=law.name)
        mend = _(
            "补一行“施行日期: 2020-01-01”或“文号: ……”；拿不准的写进“县里要确认”，事写“设定依据”"
        )
        yield Finding(("设定依据", row), words, mend)


def _repealed(sheet: Sheet) -> Iterator[Finding]:
    for row, law in enumerate(sheet.laws):
        new = _REPEALED.get(_name(law))
        if new:
            words = _("“%(law)s”已经废止", law=law.name)
            yield Finding(("设定依据", row), words, _("改引《%(new)s》", new=new))


def _name(law: Law) -> str:
    return re.sub(r"[《》]|中华人民共和国|（.*）", "", law.name)


def _entrusted_by_nobody(sheet: Sheet) -> Iterator[Finding]:
    if sheet.power_source.word in _ENTRUSTED and not sheet.entrusted_by:
        words = _("权力来源是%(source)s，没有写谁委托", source=sheet.power_source)
        yield Finding(("权力来源",), words, _("补一行“委托部门: ……”"))


def _no_sample(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        if material.is_required and not (material.sample or material.blank or material.note):
            words = _("必要材料“%(name)s”没有样表，也没有说怎么准备", name=material.name)
            yield Finding(("材料", row), words, _("补一行“示例样表: ……”或“填报须知: ……”"))


def _later(sheet: Sheet) -> Iterator[Finding]:
    for row, material in enumerate(sheet.materials):
        may_follow = material.necessity.word == "容缺后补"
        if may_follow and not material.within_days:
            words = _("“%(name)s”可以容缺后补，没有说几天内补", name=material.name)
            yield Finding(("材料", row), words, _("补一行“容缺期限: 5个工作日”"))
        if material.within_days and not may_follow:
            words = _("“%(name)s”写了容缺期限，必要性却不是容缺后补", name=material.name)
            yield Finding(("材料", row, "容缺期限"), words, _("必要性改成“容缺后补”，或删去"))


PROMISES: tuple[Check, ...] = (
    error("C18", _hours_but_no_instant, "承诺几小时办结的是即办件", "导则1"),
    error("C19", _instant_but_asked_elsewhere, "即办件不公示、不问别家", "导则1"),
    error("C50", _result_kind, "结果名称和类型一致：……证是证照，……批复、决定书是批文", "导则2"),
    error("C51", _online_but_visits, "全程网办的到现场次数是0", "导则5"),
    warning("C52", _no_visit_but_shallow, "不用到现场的，网上办理深度到“办理”", "导则5"),
    warning("C53", _fee_not_online, "网上能办的，费用能网上缴", "导则6"),
    error("C54", _themes, "主题和服务对象一致", "导则8"),
    error("C55", _permit_stations, "行政许可有受理、审核、审批、办结、送达", "导则10"),
    warning("C56", _typed_window, "地点、时间、电话从登记里来，不写死在表里"),
    error("C57", _undated, "设定依据有文号或施行日期，拿不准的写进“县里要确认”"),
    error("C58", _repealed, "设定依据没有废止"),
    warning("C59", _no_sample, "必要材料有样表、空白表或填报须知，或者免提交", "导则"),
    error("C66", _later, "容缺后补的写明几天内补"),
    warning("C67", _entrusted_by_nobody, "受委托行使的写明谁委托", "导则"),
)
