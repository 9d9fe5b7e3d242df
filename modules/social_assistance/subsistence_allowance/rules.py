"""低保的规则：申请人要写在家里人里面，“都没有”不和别的一起选，批准后告诉从哪个月发，按人口记数。"""

from jointhall.service_items import Filing, Tell, check, effect, figure


@check("申请人写在家里人里面")
def one_of_them(filing: Filing) -> dict[str, str]:
    members, own = filing["members"], filing["id_number"]
    if members and own and all(each.get("id_number") != own for each in members):
        return {"members": "家里人里面没有您自己。您也算一口人，请加一行，关系选“本人”。"}
    return {}


@check("选了“都没有”就不选别的")
def nothing_else(filing: Filing) -> dict[str, str]:
    if "none" in (filing["property"] or ()) and len(filing["property"]) > 1:
        return {"property": "又选了“都没有”，又选了别的。请只留对的。"}
    return {}


@effect("从哪个月发")
def begins(filing: Filing) -> Tell:
    year, month = filing.today.year, filing.today.month
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return Tell(f"低保金从{year}年{month}月起发，到登记的卡上查。家里情况变了，一个月里告诉我们。")


@figure("保障人数", unit="人")
def people(filing: Filing) -> int | None:
    return len(filing["members"] or ()) or None
