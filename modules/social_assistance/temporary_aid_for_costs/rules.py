"""支出型临时救助的规则：报销和资助的，不会比花掉的还多。"""

from jointhall.service_items import Filing, check


@check("报销不比花费多")
def back_within_amount(filing: Filing) -> dict[str, str]:
    for number, each in enumerate(filing["costs"] or (), start=1):
        if each.get("back", 0) > each.get("amount", 0):
            return {"costs": f"第{number}行报销的比花的还多，请对着票再看一遍。"}
    return {}
