"""灾后住房补助的规则：受灾的日子不会在今天以后，“都没有”不和别的一起选。"""

from jointhall.service_items import Filing, check, figure


@check("受灾的日子在今天以前")
def already_happened(filing: Filing) -> dict[str, str]:
    if filing["happened_on"] and filing["happened_on"] > filing.today.isoformat():
        return {"happened_on": "这一天还没到，请看看年份和月份对不对。"}
    return {}


@check("选了“都没有”就不选别的")
def nobody_else(filing: Filing) -> dict[str, str]:
    chosen = filing["special"] or ()
    if "none" in chosen and len(chosen) > 1:
        return {"special": "又选了“都没有”，又选了别的。请只留对的。"}
    return {}


@figure("受助人口", unit="人")
def people(filing: Filing) -> int | None:
    return len(filing["members"] or ()) or None
