"""医疗救助的规则：自己出的不会比总费用还多；批准的按自己出的钱记数。"""

from jointhall.service_items import Filing, check, figure


@check("自己出的不比总费用多")
def own_within_total(filing: Filing) -> dict[str, str]:
    for number, each in enumerate(filing["bills"] or (), start=1):
        if each.get("own", 0) > each.get("total", 0):
            return {"bills": f"第{number}行自己出的比总费用还多，两个数是不是写反了？"}
    return {}


@figure("自己负担的医药费", unit="元")
def borne(filing: Filing) -> int | float | None:
    own = filing["own"]
    return own if isinstance(own, int | float) else None
