"""Where a case stands after its decision, in plain words: the line, the heading, each letter."""

from __future__ import annotations

from datetime import date
from typing import Literal

from jointhall.documents.models import Letter, LetterStatus
from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.service_items.stations import Outcome
from jointhall.web.stations import Station

from ..models import Case
from ..status import Status
from .deliveries import Delivery, Standing, Way, Wish
from .passings import Passing

Tone = Literal["", "ok", "soon", "late"]
Said = tuple[str, tuple[str, ...], Tone]


def delivery_station(case: Case, delivery: Delivery | None, *, today: date) -> Station:
    """The last station of the line: brought, on its way, or still to come."""
    if case.status in (Status.DELIVERED, Status.CLOSED):
        brought_on = on_which_day(case.closed_at) if case.closed_at else today
        if delivery is not None and delivery.effective_on is not None:
            brought_on = delivery.effective_on
        way = (delivery.way_words,) if delivery is not None and delivery.way_words else ()
        return Station(_("送达"), "done", (day_words(brought_on), *way))
    if case.status == Status.REVOKED:
        return Station(_("决定撤销了"), "stopped", (day_words(on_which_day(case.updated_at)),))
    if case.decided_at is not None:
        return Station(_("送达"), "now", (_on_its_way(delivery),))
    by = (_("最迟%(day)s", day=day_words(case.due_on)),) if case.due_on else ()
    how = _("发到手机") if case.serve_by == Wish.ONLINE else _("送到手上")
    return Station(_("送达"), "coming", (*by, how))


def said_after(case: Case, chosen: Outcome | None, delivery: Delivery | None) -> Said:
    """Heading, lines and tone of a case that is decided."""
    word = chosen.word if chosen else case.status_words
    lines: tuple[str, ...]
    if case.status == Status.REVOKED:
        lines = (
            _("原来的决定不算数了，原来的决定书不要再用。"),
            _("原因、不服怎么办、多久以内，都写在撤销决定书里；还想办，可以重新申请。"),
        )
        return _("决定撤销了"), lines, "soon"
    if case.status in (Status.DELIVERED, Status.CLOSED):
        words = (chosen.words,) if chosen else ()
        if case.outcome == "granted":
            return word, words, "ok"
        return word, (*words, _ends_of_remedies(delivery)), ""
    if delivery is None:
        rest = _("现在不用您做什么。")
        return word, (_("正在做决定书，做好了发短信告诉您。"), rest), ""
    if delivery.way == Way.NOTICE and delivery.ends_on is not None:
        until = day_words(delivery.ends_on)
        lines = (_("没能联系上您，决定书公告送达，%(day)s满期，满了就算送到。", day=until),)
    elif delivery.way == Way.POST:
        lines = (_("决定书寄出了，请留意签收。"), _("等不及，也可以现在就在网上收。"))
    elif case.serve_by == Wish.POST:
        lines = (_("决定书做好了，会照您说的寄给您。"), _("等不及，也可以现在就在网上收。"))
    else:
        lines = (_("决定书做好了，请带身份证到窗口取。"), _("不想跑一趟，也可以现在就在网上收。"))
    return word, lines, "soon"


def next_for(letter: Letter, delivery: Delivery | None) -> str:
    """What is to be done with a letter now; empty where there is nothing to do."""
    if letter.status == LetterStatus.REVOKED:
        return _("不算数了，不要再用；为什么，看撤销决定书。")
    if letter.status == LetterStatus.SUPERSEDED:
        return _("有笔误，换了新的，这份不要再用；决定没有变。")
    if delivery is not None and delivery.is_open:
        return _to_take(delivery)
    if letter.kind == "clerical":
        return _("看看改了哪几个字。决定没有变，不用您做什么。")
    if letter.kind == "granted":
        return _("可以下载、打印，扫码能验真假；要纸的到窗口拿。")
    return _ends_of_remedies(delivery) if letter.kind in REMEDIED else ""


REMEDIED = ("refused", "revocation", "non_acceptance", "termination")
"""Letters against which there is a remedy, whose days run from their delivery."""


def _ends_of_remedies(delivery: Delivery | None) -> str:
    if delivery is None or delivery.effective_on is None:
        return _("不服的，怎么办、多久以内，写在文书最后。")
    day = day_words(delivery.effective_on)
    return _("不服的，期限从%(day)s送达起算，怎么办、多久以内，写在文书最后。", day=day)


def _to_take(delivery: Delivery) -> str:
    if delivery.way == Way.NOTICE and delivery.ends_on is not None:
        until = day_words(delivery.ends_on)
        return _("正在公告，%(day)s满期就算送到；可以来取，也可以在网上收。", day=until)
    if delivery.way == Way.POST:
        return _("寄出了，留意签收；等不及可以在网上收。")
    return _("等着送给您；可以带身份证到窗口取，也可以在网上收。")


def said_of_passing(passing: Passing | None) -> Said:
    """Heading and lines of a case that belongs to another tenant."""
    if passing is None:
        return _("已经转给该办的地方"), (_("编号和日子都接着算。"),), ""
    if passing.status != "taken":
        lines = (_("那边收下了就发短信告诉您，您不用做什么。"), _("编号和日子都接着算。"))
        return _("正在转给%(who)s", who=passing.peer_name), lines, ""
    lines = (_("您不用重新申请，也不用再交材料。"), _("编号和收件日期都没有变。"))
    return _("已经转给%(who)s办", who=passing.peer_name), lines, ""


def _on_its_way(delivery: Delivery | None) -> str:
    if delivery is None or delivery.status == Standing.CALLED_OFF:
        return _("正在做决定书")
    if delivery.way == Way.POST:
        return _("寄出了，等签收")
    if delivery.way == Way.NOTICE:
        return _("公告中")
    if delivery.due_on is None:
        return _("等您来收")
    return _("等您来收，%(day)s前", day=day_words(delivery.due_on))
