"""All permissions (权限) on one page: `<subject>:<act>` and what it lets a person do."""

from __future__ import annotations

from jointhall.kernel.words import N_

PERMISSIONS: dict[str, str] = {
    "calendar:change": N_("修改工作日历"),
    "calendar:read": N_("查看工作日历"),
    "case:accept": N_("受理、不予受理办件"),
    "case:decide": N_("作出决定"),
    "case:deliver": N_("把文书送到申请人手上，记送达"),
    "case:end": N_("终止没法办下去的办件"),
    "case:extend": N_("申请延长办理期限"),
    "case:mend": N_("更正文书里的笔误"),
    "case:move": N_("把办到一半的办件换到事项的新版"),
    "case:pass_on": N_("把不归这里办的转给该办的地方"),
    "case:read": N_("查看本单位的办件"),
    "case:review": N_("在办件的环节里提出意见"),
    "case:revoke": N_("提出撤销已经作出的决定"),
    "case:suspend": N_("启动、结束听证鉴定等特别程序"),
    "case:urge": N_("催办"),
    "exchange:export": N_("导出办件和联办请求的凭证包"),
    "exchange:read": N_("查看往来信封"),
    "item:adopt": N_("承接或停用事项"),
    "item:approve": N_("审批别人改好的事项"),
    "item:edit": N_("在控制台改事项"),
    "item:publish": N_("发布全县事项"),
    "job:retry": N_("处理没办成的后台任务"),
    "journal:read": N_("查看操作记录"),
    "office:change": N_("修改机构和岗位"),
    "policy:change": N_("修改谁能做什么"),
    "policy:read": N_("查看谁能做什么"),
    "referral:answer": N_("答复别处送来的联办请求"),
    "referral:read": N_("查看别处送来的联办请求"),
    "search:keep": N_("记居民的说法，看搜不到的"),
    "supervision:order": N_("发督办通知单"),
    "supervision:read": N_("查看红黄牌和谁晚了"),
    "supervision:reply": N_("答复督办通知单"),
    "tenant:change": N_("修改本单位的名称、电话和样子"),
    "tenant:onboard": N_("接入乡镇"),
    "tenant:read": N_("查看全县乡镇"),
}
