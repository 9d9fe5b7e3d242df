"""The closed vocabulary of a sheet: the national dictionary's words and ours, with codes.

Values follow GB/T 39554 and the exchange library of the national platform (政务服务事项实施清单).
"""

from collections.abc import Mapping
from difflib import get_close_matches

from jointhall.kernel.words import N_
from jointhall.service_items.sheets import Comparison, RuleKind, Where

Table = Mapping[str, str]
"""Word → code."""

ITEM_TYPE: Table = {
    N_("行政许可"): "01",
    N_("行政处罚"): "02",
    N_("行政强制"): "03",
    N_("行政征收"): "04",
    N_("行政给付"): "05",
    N_("行政检查"): "06",
    N_("行政确认"): "07",
    N_("行政奖励"): "08",
    N_("行政裁决"): "09",
    N_("其他行政权力"): "20",
    N_("公共服务"): "21",
}
LEVEL: Table = {
    N_("国家级"): "1",
    N_("省级"): "2",
    N_("市级"): "3",
    N_("县级"): "4",
    N_("乡镇级"): "5",
    N_("村级"): "6",
}
POWER_SOURCE: Table = {
    N_("法定本级行使"): "1",
    N_("上级下放"): "2",
    N_("上级授权"): "3",
    N_("同级授权"): "4",
    N_("上级委托"): "5",
    N_("同级委托"): "6",
}
BODY_NATURE: Table = {N_("法定机关"): "1", N_("授权组织"): "2", N_("受委托组织"): "3"}
ITEM_KIND: Table = {N_("即办件"): "1", N_("承诺件"): "2"}
SERVES: Table = {
    N_("自然人"): "1",
    N_("企业法人"): "2",
    N_("事业法人"): "3",
    N_("社会组织法人"): "4",
    N_("非法人企业"): "5",
    N_("行政机关"): "6",
    N_("其他组织"): "9",
}
WAYS: Table = {N_("窗口办理"): "1", N_("网上办理"): "2", N_("快递申请"): "3"}
ONLINE_DEPTH: Table = {
    "互联网咨询": "1",
    "收件": "2",
    "预审": "3",
    "受理": "4",
    "办理": "5",
    "结果信息反馈": "6",
    "电子证照反馈": "7",
    "其他": "8",
}
REACH: Table = {
    N_("全国"): "1",
    N_("全省"): "2",
    N_("全市"): "3",
    N_("全县"): "4",
    N_("全镇"): "5",
    N_("跨村"): "6",
}
REACH_WAYS: Table = {
    N_("全程网办"): "online",
    N_("异地代收代办"): "elsewhere",
    N_("多地联办"): "together",
}
NECESSITY: Table = {N_("必要"): "1", N_("非必要"): "2", N_("容缺后补"): "3"}
MATERIAL_FORM: Table = {
    N_("纸质"): "1",
    N_("电子"): "2",
    N_("纸质和电子"): "3",
    N_("纸质或电子"): "4",
}
MATERIAL_KIND: Table = {"原件": "1", "复印件": "2", "原件和复印件": "3", "原件或复印件": "4"}
SOURCE: Table = {"申请人自备": "10", "政府部门核发": "20", "其他": "99"}
RESULT_KIND: Table = {"证照": "1", "批文": "2", "其他": "3", "无": "4"}
LIMIT_UNIT: Table = {"工作日": "workday", "自然日": "day", "小时": "hour"}
POST: Table = {"负责人": "head", "经办人": "clerk"}
LETTER: Table = {
    "受理通知书": "acceptance",
    "补正告知书": "correction",
    "不予受理通知书": "non_acceptance",
    "准予决定书": "granted",
    "不予决定书": "refused",
}
OUTCOME: Table = {"准予": "granted", "不予": "refused"}
VOTE: Table = {"同意": "agree", "不同意": "refuse", "未答": "open"}
STEP_RESULT: Table = {"通过": "agreed", "不通过": "refused", "未完": "open"}
EXAMPLE_END: Table = {
    "准予": "granted",
    "不予": "refused",
    "不符合条件": "ineligible",
    "填不完": "form",
}
YES_NO: Mapping[str, bool] = {"是": True, "否": False}
WHERE: Mapping[str, Where] = {
    "本乡镇": Where.HERE,
    "答案里的乡镇": Where.ANSWER,
    "县里": Where.COUNTY,
}
RULES: Mapping[str, RuleKind] = {
    "全部同意": RuleKind.ALL,
    "一家同意即可": RuleKind.ANY,
    "过半同意": RuleKind.MAJORITY,
}
KINDS: Table = {
    "短文字": "short_text",
    "长文字": "long_text",
    "数量": "quantity",
    "金额": "money",
    "日期": "day",
    "起止日期": "period",
    "是否": "yes_no",
    "单选": "one_choice",
    "多选": "several_choices",
    "手机号": "phone",
    "身份证号": "id_number",
    "统一社会信用代码": "credit_code",
    "银行卡号": "bank_card",
    "乡镇": "township",
    "村和地址": "address",
    "文件": "file",
    "照片": "photo",
    "承诺": "consent",
    "联动选择": "linked_choices",
    "车牌号": "licence_plate",
    "地图点位": "map_point",
    "地图范围": "map_area",
    "表格": "table",
    "家庭成员": "household",
    "个人": "person",
    "单位": "enterprise",
    "地块": "land_parcel",
    "手写签名": "signature",
    "自动合计": "computed_sum",
    "说明": "information",
}
PREFILL: Table = {
    N_("本人姓名"): "profile.name",
    N_("本人身份证号"): "profile.id_number",
    N_("本人手机号"): "profile.phone",
    N_("本人住址"): "profile.address",
    N_("本人银行卡号"): "profile.bank_card",
    N_("家庭成员"): "household",
    N_("上次办件"): "earlier",
    N_("电子证照"): "licence",
}
VISITS: Table = {N_("入户"): "home", N_("踏勘"): "site", N_("验收"): "inspection"}
COMPARISONS: Mapping[str, Comparison] = {c.value: c for c in Comparison}

MAY_VARY: Table = {
    N_("承诺办结时限"): "promised_limit",
    N_("办理地点"): "place",
    N_("办理时间"): "hours",
    N_("咨询电话"): "phone",
    N_("联系人"): "contact",
    N_("补充常见问题"): "faq",
}

PLACEHOLDERS = (
    "申请人",
    "事项",
    "办件编号",
    "收件日期",
    "受理日期",
    "办结期限",
    "决定日期",
    "乡镇",
    "县",
    "承办站所",
    "电话",
    "地点",
    "办理时间",
    "理由",
    "补正内容",
    "救济途径",
)
"""What may stand in 【】 in a letter, besides 【答 题目编号】 and 【设定 编号】."""

TODAY = "今天"
"""What 早于 and 晚于 may name instead of a date."""
HERE = "本乡镇"
NEIGHBOURS = ("邻乡镇甲", "邻乡镇乙", "邻乡镇丙", "邻乡镇丁")
"""How a worked example names townships, so that it holds in every county."""


def nearest(word: str, known: "Mapping[str, object] | list[str] | tuple[str, ...]") -> str | None:
    """The known word that was probably meant, or None when nothing is near."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.5)
    if found:
        return found[0]
    sharing = [k for k in known if len(word) > 1 and (word in k or k in word)]
    return sharing[0] if sharing else None
