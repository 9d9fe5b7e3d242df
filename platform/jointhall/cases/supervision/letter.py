"""The supervision order as a letter (督办通知单): the standard text with its places filled."""

from __future__ import annotations

import re
from datetime import date

from jointhall.kernel.clock.days import day_words
from jointhall.kernel.words import speaking
from jointhall.tenancy.starter import standard_letters
from jointhall.web.place import Place

from .ladder import due_words
from .models import WatchedClock


def letter_of(
    place: Place, where: Place, clock: WatchedClock, *, left: int, words: str, reply_by: date
) -> tuple[str, str]:
    """Title and text, in Chinese whoever issues it; `where` is the tenant whose clock it is."""
    same = clock.office_name == where.name
    with speaking("zh"):
        said = {
            "承办单位": where.name if same else f"{where.name}{clock.office_name}",
            "事项": clock.item_title,
            "办件编号": clock.case_number,
            "环节": clock.matter,
            "原期限": day_words(clock.due_on, with_year=True),
            "情况": due_words(left),
            "要求": words,
            "新期限": day_words(reply_by, with_year=True),
            "电话": place.phone,
        }
    title, text = standard_letters()["supervision"]
    return title, re.sub(r"【([^】]*)】", lambda found: said.get(found[1], ""), text)
