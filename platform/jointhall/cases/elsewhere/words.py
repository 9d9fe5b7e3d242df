"""The letters of an intake (收件回执、收件移交单), which has no case of its own here."""

from __future__ import annotations

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.clock.now import on_which_day
from jointhall.kernel.words import _
from jointhall.web.place import Place

from .records import Intake


def receipt_words(place: Place, intake: Intake, applicant: str, papers: int) -> str:
    """What the applicant takes home: who took it in, who handles it, under which number."""
    assert intake.sent_at is not None, "a receipt is for what was sent"
    lines = [
        f"{applicant}：",
        "",
        _("您办理%(item)s的申请，我们替%(there)s收下了，已经送过去。",
          item=intake.item_title, there=intake.for_name),
        "",
        _("办件编号：%(number)s", number=intake.number),
        _("收件时间：%(when)s", when=_day(intake)),
        _("收件地方：%(place)s %(office)s", place=place.name, office=intake.office),
        _("办理地方：%(there)s", there=intake.for_name),
        _("传过去的材料：%(n)s 份", n=papers),
        "",
        *([_("留下转交的纸质材料："), "", *_listed(intake), ""] if intake.left else []),
        _("%(there)s五个工作日内告诉您是否受理。凭编号可以随时查进度，有事打%(phone)s。",
          there=intake.for_name, phone=intake.for_phone),
    ]  # fmt: skip
    return "\n".join(lines)


def handover_words(place: Place, intake: Intake, applicant: str) -> str:
    """The list that goes along with the papers, signed for on arrival."""
    lines = [
        f"{intake.for_name}：",
        "",
        _("我们替你们收下了%(who)s办理%(item)s的申请（办件编号%(number)s），材料看过了。"
          "下列纸质材料现在移交，请清点以后在系统里签收：",
          who=applicant, item=intake.item_title, number=intake.number),
        "",
        *_listed(intake),
        "",
        _("移交单位：%(place)s %(office)s", place=place.name, office=intake.office),
        _("经手人：%(name)s", name=intake.officer_name),
        _("移交日期：%(when)s", when=_day(intake)),
    ]  # fmt: skip
    return "\n".join(lines)


def _listed(intake: Intake) -> list[str]:
    return [f"{number}. {one['material']}" for number, one in enumerate(intake.left, start=1)]


def _day(intake: Intake) -> str:
    assert intake.sent_at is not None
    return day_words(on_which_day(intake.sent_at), with_year=True)
