"""殡葬补贴的规则：火化的日子不会在今天以后；批准的按票据合计记数。"""

from jointhall.service_items import Filing, check, figure


@check("火化的日子在今天以前")
def already_happened(filing: Filing) -> dict[str, str]:
    if filing["died_on"] and filing["died_on"] > filing.today.isoformat():
        return {"died_on": "这一天还没到，请看看年份和月份对不对。"}
    return {}


@figure("票据合计", unit="元")
def receipts(filing: Filing) -> int | float | None:
    total = filing["total"]
    return total if isinstance(total, int | float) else None
