"""特困人员认定的规则：“一样也做不了”不和能做的一起选。"""

from jointhall.service_items import Filing, check


@check("能做和做不了不一起选")
def able_or_not(filing: Filing) -> dict[str, str]:
    chosen = filing["can_do"] or ()
    if "nothing" in chosen and len(chosen) > 1:
        return {"can_do": "选了“一样也做不了”，又选了能做的。请只留对的。"}
    return {}
