"""养老保险注销的规则：去世的日子不会在今天以后；去世的人和来办的人不是一个人。"""

from jointhall.service_items import Filing, check


@check("去世的日子在今天以前")
def already_happened(filing: Filing) -> dict[str, str]:
    if filing["died_on"] and filing["died_on"] > filing.today.isoformat():
        return {"died_on": "这一天还没到，请看看年份和月份对不对。"}
    return {}


@check("去世的人和来办的人是两个人")
def two_people(filing: Filing) -> dict[str, str]:
    if filing["insured_number"] and filing["insured_number"] == filing["id_number"]:
        return {"id_number": "这里填您自己的身份证号，不是去世的人的。"}
    return {}
