"""高龄津贴的规则：替别人办时名字要对得上，批准后告诉从哪个月发，按年龄记档次。"""

from jointhall.service_items import Filing, Tell, check, effect, figure


@check("代办人和老人是两个人")
def two_people(filing: Filing) -> dict[str, str]:
    if filing["agent_name"] and filing["agent_name"] == filing["applicant_name"]:
        return {
            "agent_name": "这里填您自己的名字，不是老人的。给自己办，请把第一题改成“替自己办”。"
        }
    return {}


@effect("从哪个月发")
def begins(filing: Filing) -> Tell:
    year, month = filing.today.year, filing.today.month
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return Tell(f"高龄津贴从{year}年{month}月起发，到登记的卡上查。换卡、迁户口要告诉我们。")


@figure("年龄档次", unit="档")
def tier(filing: Filing) -> int | None:
    """八十岁一档，九十岁二档，一百岁三档。"""
    age = filing.ages.get("id_number")
    if age is None:
        return None
    return 3 if age >= 100 else 2 if age >= 90 else 1
