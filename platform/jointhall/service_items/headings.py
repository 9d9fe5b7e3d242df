"""Every heading a sheet may carry (标题表); what is not here is refused."""

from collections.abc import Iterator
from typing import Any

from jointhall.service_items import headings_form as form
from jointhall.service_items import headings_steps as steps
from jointhall.service_items import readers as r
from jointhall.service_items import sheets as s
from jointhall.service_items import vocabulary as v
from jointhall.service_items.readers import Heading, Shape
from jointhall.service_items.shapes import Content, Each, Either, Free, Under, Words
from jointhall.service_items.tree import Text, Told, Tree


@r.reads(Either((Words(("没有规定",)), r.limit.content)))
def _statutory(tree: Tree, told: Told, heading: str) -> Any:
    if isinstance(tree, Text) and tree.text == "没有规定":
        return None
    return r.limit(tree, told, heading)


CODES = Shape(
    "编码",
    s.Codes,
    (
        Heading("基本编码", "catalog", r.text),
        Heading("实施编码", "task", r.text),
        Heading("业务办理项编码", "handling", r.text),
    ),
)
BODY = Shape(
    "实施主体",
    s.Body,
    (
        Heading("名称", "name", r.text, True),
        Heading("性质", "nature", r.coded(v.BODY_NATURE), True),
    ),
)
LAW = Shape(
    "设定依据",
    s.Law,
    (
        Heading("名称", "name", r.text, True),
        Heading("条款", "article", r.text, True),
        Heading("文号", "number", r.text),
        Heading("施行日期", "in_force", r.day),
        Heading("原文", "text", r.text),
    ),
)
MATERIAL = Shape(
    "材料",
    s.Material,
    (
        Heading("编号", "code", r.code, True),
        Heading("名称", "name", r.text, True),
        Heading("来源渠道", "source", r.coded(v.SOURCE), True),
        Heading("材料形式", "form", r.coded(v.MATERIAL_FORM), True),
        Heading("必要性", "necessity", r.coded(v.NECESSITY), True),
        Heading("材料类型", "kind", r.coded(v.MATERIAL_KIND)),
        Heading("纸质份数", "copies", r.count, otherwise=0),
        Heading("免提交", "exempt", r.text),
        Heading("要求依据", "basis", r.text),
        Heading("填报须知", "note", r.text),
        Heading("证照代码", "licence", r.text),
        Heading("空白表格", "blank", r.text),
        Heading("示例样表", "sample", r.text),
        Heading("受理标准", "standard", r.text),
        Heading("容缺期限", "within_days", r.workdays),
        Heading("何时要", "only_if", form.condition),
    ),
)
FEE = Shape(
    "收费",
    s.Fee,
    (
        Heading("项目", "name", r.text, True),
        Heading("标准", "standard", r.text, True),
        Heading("依据", "basis", r.text, True),
        Heading("减免", "relief", r.text),
        Heading("网上缴费", "is_online", r.yes_no, otherwise=False),
    ),
)
RESULT = Shape(
    "办理结果",
    s.Result,
    (
        Heading("名称", "name", r.text, True),
        Heading("类型", "kind", r.coded(v.RESULT_KIND), True),
        Heading("样本", "sample", r.text),
        Heading("有效期", "valid", r.text),
        Heading("证照代码", "licence", r.text),
    ),
)
SPECIAL_PROCEDURE = Shape(
    "特别程序",
    s.SpecialProcedure,
    (
        Heading("名称", "name", r.text, True),
        Heading("依据", "basis", r.text, True),
        Heading("期限", "limit", r.limit),
    ),
)
EXTENSION = Shape(
    "延期",
    s.Extension,
    (
        Heading("期限", "limit", r.limit, True),
        Heading("依据", "basis", r.text, True),
    ),
)
WINDOW = Shape(
    "办理窗口",
    s.Window,
    (
        Heading("站所", "office", r.code, True),
        Heading("办理地点", "place", r.text),
        Heading("办理时间", "hours", r.text),
        Heading("咨询电话", "phone", r.text),
        Heading("投诉电话", "complaint_phone", r.text),
        Heading("联系人", "contact", r.text),
    ),
)
FAQ = Shape(
    "常见问题",
    s.Faq,
    (Heading("问", "question", r.text, True), Heading("答", "answer", r.text, True)),
)
REMEDIES = Shape(
    "救济途径",
    s.Remedies,
    (
        Heading("行政复议", "review", r.text, True),
        Heading("行政诉讼", "lawsuit", r.text, True),
    ),
)
APPLICANT = Shape(
    "申请人",
    s.Applicant,
    (
        Heading("姓名", "name", r.code, True),
        Heading("证件号", "id_number", r.code),
        Heading("电话", "phone", r.code),
        Heading("单位名称", "org_name", r.code),
        Heading("单位代码", "credit_code", r.code),
    ),
)
SETTING = Shape(
    "县里设定",
    s.Setting,
    (
        Heading("编号", "code", r.code, True),
        Heading("名称", "name", r.text, True),
        Heading("值", "value", r.text, True),
        Heading("单位", "unit", r.text),
        Heading("说明", "why", r.text),
    ),
)
TO_CONFIRM = Shape(
    "县里要确认",
    s.ToConfirm,
    (Heading("事", "what", r.text, True), Heading("原因", "why", r.text, True)),
)
SHEET = Shape(
    "事项表",
    dict,
    (
        Heading("名称", "title", r.text, True),
        Heading("一句话", "lede", r.text, True),
        Heading("俗称", "common_names", r.each(r.text), True),
        Heading("编码", "codes", CODES.read, otherwise=s.Codes()),
        Heading("事项类型", "type", r.coded(v.ITEM_TYPE), True),
        Heading("行使层级", "level", r.coded(v.LEVEL), True),
        Heading("权力来源", "power_source", r.coded(v.POWER_SOURCE), True),
        Heading("实施主体", "body", BODY.read, True),
        Heading("服务对象", "serves", r.each(r.coded(v.SERVES)), True),
        Heading("主题", "themes", r.each(r.text), True),
        Heading("办事场景", "life_events", r.each(r.text), otherwise=()),
        Heading("办件类型", "kind", r.coded(v.ITEM_KIND), True),
        Heading("办理形式", "ways", r.each(r.coded(v.WAYS)), True),
        Heading("网上办理深度", "online_depth", r.each(r.coded(v.ONLINE_DEPTH)), True),
        Heading("设定依据", "laws", r.each(LAW.read), True),
        Heading("法定办结时限", "statutory_limit", _statutory, True),
        Heading("承诺办结时限", "promised_limit", r.limit, True),
        Heading("时限说明", "limit_explained", r.text),
        Heading("到现场次数", "visits", r.count, True),
        Heading("到现场原因", "visits_reason", r.text),
        Heading("受理条件", "conditions", r.each(r.text), True),
        Heading("材料", "materials", r.each(MATERIAL.read), True),
        Heading("收费", "fees", r.unless("不收费", (), r.each(FEE.read)), True),
        Heading("办理结果", "results", r.each(RESULT.read), True),
        Heading("办理窗口", "window", WINDOW.read, True),
        Heading("通办范围", "reach", r.coded(v.REACH), True),
        Heading("通办形式", "reach_ways", r.each(r.coded(v.REACH_WAYS)), otherwise=()),
        Heading("常见问题", "faq", r.each(FAQ.read), otherwise=()),
        Heading("权利", "rights", r.each(r.text), True),
        Heading("义务", "duties", r.each(r.text), otherwise=()),
        Heading("救济途径", "remedies", REMEDIES.read, True),
        Heading("县里设定", "settings", r.each(SETTING.read), otherwise=()),
        Heading("县里要确认", "to_confirm", r.each(TO_CONFIRM.read), otherwise=()),
        Heading("乡镇可调整", "may_vary", r.each(r.one_of(v.MAY_VARY)), otherwise=()),
        Heading("表单", "form", r.each(form.QUESTION.read), True),
        Heading("不符合条件", "ineligible", r.each(form.INELIGIBLE.read), otherwise=()),
        Heading("申请人", "applicant", APPLICANT.read, True),
        Heading("受理", "acceptance", steps.ACCEPTANCE.read, True),
        Heading("步骤", "steps", r.each(steps.step), otherwise=()),
        Heading("决定", "decision", steps.DECISION.read, True),
        Heading("文书", "letters", r.each(steps.LETTER.read), True),
        Heading("特别程序", "special_procedures", r.each(SPECIAL_PROCEDURE.read), otherwise=()),
        Heading("延期", "extension", EXTENSION.read),
        Heading("告知承诺", "promise", r.text),
        Heading("数量限制", "quota", r.text),
        Heading("委托部门", "entrusted_by", r.text),
        Heading("规则指纹", "rules", r.text, otherwise=""),
        Heading("公开摘要", "public_title", r.text, True),
        Heading("样例", "examples", r.each(steps.EXAMPLE.read), True),
    ),
)
MODULE = Shape(
    "模块表",
    dict,
    (Heading("名称", "name", r.text, True), Heading("主题", "theme", r.text, True)),
)


def shapes(content: Content = SHEET.read.content) -> Iterator[Shape]:
    """Every shape there is below this content, each once, in the order it is first met."""
    seen: dict[Shape, None] = {}
    _gather(content, seen)
    return iter(seen)


def _gather(content: Content, seen: dict[Shape, None]) -> None:
    if isinstance(content, Each | Free):
        _gather(content.content, seen)
    elif isinstance(content, Either):
        for one in content.contents:
            _gather(one, seen)
    elif isinstance(content, Under):
        for shape in content.shapes:
            if shape not in seen:
                seen[shape] = None
                for heading in (*shape.headings, *shape.one_of):
                    _gather(heading.read.content, seen)


WORDS: frozenset[str] = frozenset(word for shape in (*shapes(), MODULE) for word in shape.words)
"""Every heading there is, wherever it may stand."""
