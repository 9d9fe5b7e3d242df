"""The light of a notice at the desk, with the words that go with it."""

from __future__ import annotations

from datetime import date

from jointhall.kernel.words import _

from ..notice_station import notice_words
from ..notices import PublicNotice, Standing


def standing_of(notice: PublicNotice, today: date) -> tuple[str, str]:
    """Its light and the words of it."""
    if not notice.is_settled:
        is_held = notice.status == Standing.HELD
        return ("late" if is_held else "ok"), notice_words(notice, today)
    return {
        Standing.AGREED.value: ("done", _("没有成立的异议")),
        Standing.REFUSED.value: ("no", _("有异议成立")),
        Standing.WITHDRAWN.value: ("none", _("跟着申请撤了")),
    }[notice.status]
