"""The day of receipt (收到之日): by how it came, from which the days are counted.

政府信息公开条例 31 says it for every way there is, and what is applied for is taken in alike:
handed over in person, on that day; by registered mail, on the day it was signed for; by ordinary
mail, on the day agreed with the applicant; by the internet or fax, on the day both confirmed: for
what is filed with us online that is the day itself, for a fax or an e-mail the day we agree on.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from jointhall.kernel.words import N_, _

from .now import BEIJING, on_which_day

LOOKS_BACK = timedelta(days=60)
"""Nothing lies on a counter longer than this without a receipt."""


class Receipt(StrEnum):
    """How an application was received."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    REGISTERED = "registered"
    ORDINARY = "ordinary"
    REMOTE = "remote"


NAMES = {
    Receipt.ONLINE: N_("网上提交"),
    Receipt.IN_PERSON: N_("当面交来"),
    Receipt.REGISTERED: N_("挂号信、快递寄来"),
    Receipt.ORDINARY: N_("平信寄来"),
    Receipt.REMOTE: N_("传真、电子邮件发来"),
}
WHICH_DAY = {
    # The receipt is given at once, so that the applicant's sending and our confirming are one.
    Receipt.ONLINE: N_("提交当场给了收件回执，双方确认的就是这一天"),
    Receipt.IN_PERSON: N_("当面交来，交来的那天就是收到"),
    Receipt.REGISTERED: N_("寄来要签收的，签收的那天就是收到"),
    Receipt.ORDINARY: N_("寄来不用签收的，和申请人说定的那天就是收到"),
    Receipt.REMOTE: N_("传真、邮件发来的，和申请人双方确认的那天就是收到"),
}


class BadReceipt(ValueError):
    """A day of receipt that cannot be, in words."""


def begins(how: Receipt, day: date, *, now: datetime) -> datetime:
    """The moment of receipt: today it is now, on another day noon, which counts the same days."""
    today = on_which_day(now)
    if day > today:
        raise BadReceipt(_("收到的日子不能在今天以后。"))
    if day < today - LOOKS_BACK:
        raise BadReceipt(_("收到的日子太早了，请核对。"))
    if how is Receipt.ONLINE and day != today:
        raise BadReceipt(_("网上提交的，收到的日子就是提交那天。"))
    return now if day == today else datetime.combine(day, time(12), BEIJING)
