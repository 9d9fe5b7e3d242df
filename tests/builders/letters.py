"""A letter as a township would write it."""

from __future__ import annotations

from datetime import date
from typing import Any

from jointhall.documents.letters import LetterText

TEXT = """
你于2026年10月9日提交的申请收悉。
经审查，符合规定，予以备案。

办件编号：HS26-1009-021
使用期限：五年

一、不得改变用途。

特此通知。
"""


def a_letter(**change: Any) -> LetterText:
    """The decision on a facility farmland filing, changed as told."""
    told: dict[str, Any] = {
        "kind": "decision",
        "head": "湘潭县花石镇人民政府",
        "number": "花政决〔2026〕37号",
        "title": "设施农业用地备案通知书",
        "addressee": "冯建设",
        "signer": "湘潭县花石镇人民政府",
        "seal_name": "湘潭县花石镇人民政府",
        "made_on": date(2026, 11, 6),
        "verify_url": "https://hall.test/t/huashi/v/Q2wKk3vXc0mT1pYb7nZs4A",
        "verify_code": "Q2wKk3vXc0mT1pYb7nZs4A",
        "text": TEXT,
        "remedies": ("自收到本通知书之日起60日内，向湘潭县人民政府申请行政复议。",),
    }
    return LetterText(**(told | change))
