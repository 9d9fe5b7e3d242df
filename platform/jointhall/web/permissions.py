"""All permissions (权限) on one page: `<subject>:<act>` and what it lets a person do."""

from __future__ import annotations

PERMISSIONS: dict[str, str] = {
    "calendar:change": "修改工作日历",
    "calendar:read": "查看工作日历",
    "case:accept": "受理、不予受理办件",
    "case:decide": "作出决定",
    "case:read": "查看本单位的办件",
    "case:review": "在办件的环节里提出意见",
    "exchange:read": "查看往来信封",
    "item:adopt": "承接或停用事项",
    "item:publish": "发布全县事项",
    "job:retry": "处理没办成的后台任务",
    "journal:read": "查看操作记录",
    "office:change": "修改机构和岗位",
    "policy:change": "修改谁能做什么",
    "policy:read": "查看谁能做什么",
    "referral:answer": "答复别处送来的联办请求",
    "referral:read": "查看别处送来的联办请求",
    "tenant:change": "修改本单位的名称、电话和样子",
    "tenant:onboard": "接入乡镇",
    "tenant:read": "查看全县乡镇",
}
