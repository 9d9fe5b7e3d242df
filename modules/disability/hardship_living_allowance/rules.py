"""困难残疾人生活补贴的规则：“都没有”不和别的一起选。"""

from jointhall.service_items import Filing, check


@check("选了“都没有”就不选别的")
def nothing_else(filing: Filing) -> dict[str, str]:
    chosen = filing["other"] or ()
    if "none" in chosen and len(chosen) > 1:
        return {"other": "又选了“都没有”，又选了别的。请只留对的。"}
    return {}
