"""Kinds of letters (文书种类) and the series each is numbered in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..kernel.words import N_, _


@dataclass(frozen=True)
class Kind:
    """What a kind of letter is called, and its word in the letter's number (机关代字后的类别字)."""

    name: str
    series: str


# 准予 and 不予 are both decisions, so they count in one series.
KINDS: dict[str, Kind] = {
    "acceptance": Kind(N_("受理通知书"), "受"),
    "correction": Kind(N_("补正告知书"), "补"),
    "decision": Kind(N_("决定书"), "决"),
    "delivery": Kind(N_("送达回证"), "达"),
    "extension": Kind(N_("延期告知书"), "延"),
    "granted": Kind(N_("准予决定书"), "决"),
    "non_acceptance": Kind(N_("不予受理通知书"), "不受"),
    "receipt": Kind(N_("收件回执"), "收"),
    "refusal": Kind(N_("不予决定书"), "决"),
    "refused": Kind(N_("不予决定书"), "决"),
    "termination": Kind(N_("终止办理告知书"), "终"),
    "passed_on": Kind(N_("转送告知书"), "转"),
    "withdrawal": Kind(N_("准予撤回通知书"), "回"),
    "procedure": Kind(N_("特别程序告知书"), "程"),
    "procedure_ended": Kind(N_("恢复办理告知书"), "程"),
    "clerical": Kind(N_("更正通知书"), "更"),
    "revocation": Kind(N_("撤销决定书"), "撤"),
    "supervision": Kind(N_("督办通知单"), "督"),
    "handover": Kind(N_("收件移交单"), "移"),
    "posting": Kind(N_("公示张贴证明"), "公"),
}


def kind_in_words(kind: str) -> str:
    """The kind as people call it."""
    return _(KINDS[kind].name)


def numbered(mark: str, kind: str, made_on: date, number: int) -> str:
    """The letter's number (文号), in the brackets of GB/T 9704 and unpadded: 花政受〔2026〕37号."""
    return in_series(mark, KINDS[kind].series, made_on.year, str(number))


def in_series(mark: str, series: str, year: int, number: str) -> str:
    """A number, or several, of a series: 花政受〔2026〕38—41号."""
    return f"{mark}政{series}〔{year}〕{number}号"


def mark_of(name: str) -> str:
    """The office's own word in its letters' numbers (机关代字): the first character of its name."""
    return name[:1]
