"""An item as one township offers it (本地事项): the sheet, with what the township varies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Faq, Limit, Sheet
from jointhall.service_items.vocabulary import MAY_VARY
from jointhall.tenancy.cells import phone_trouble

WINDOW = ("place", "hours", "phone", "contact")
LONGEST = 200
MOST_QUESTIONS = 10
LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class Closed:
    """Why an item takes no applications now, and what to do instead (为什么不收、改办什么)."""

    why: str = ""
    instead: str = ""
    instead_code: str = ""
    instead_title: str = ""
    is_countys: bool = False
    """The county closed it for all, not this township for itself."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A sheet open for application, on its shelf, with the township's own figures in it.

    `status` is in_use, paused, withdrawn, or off when its module is not switched on here.
    """

    sheet: Sheet
    module_name: str
    theme: str
    status: str = "in_use"
    closed: Closed = Closed()
    asked: int = 0
    """How often it was applied for here within a year."""

    @property
    def code(self) -> str:
        return self.sheet.code

    @property
    def title(self) -> str:
        return self.sheet.title

    @property
    def is_open(self) -> bool:
        return self.status == "in_use"


def most_asked(offers: Sequence[Offer]) -> list[Offer]:
    """What is asked for most here first (办得最多的); what nobody asked for keeps its order."""
    return sorted(offers, key=lambda offer: -offer.asked)


def varied(sheet: Sheet, variations: Mapping[str, Any]) -> Sheet:
    """The sheet with a township's promised days, window, contact and further questions in it."""
    if not variations:
        return sheet
    allowed = {key: value for key, value in variations.items() if key in sheet.may_vary}
    window = replace(sheet.window, **{key: allowed[key] for key in WINDOW if key in allowed})
    faq = sheet.faq + tuple(Faq(one["question"], one["answer"]) for one in allowed.get("faq", ()))
    promised = sheet.promised_limit
    if "promised_days" in variations and "promised_limit" in sheet.may_vary:
        # The county may have promised less since.
        days = min(int(variations["promised_days"]), promised.count)
        promised = Limit(days, promised.unit)
    return replace(sheet, window=window, promised_limit=promised, faq=faq)


def checked_variations(sheet: Sheet, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a township may vary, as kept; raises BadForm for what it may not."""
    kept: dict[str, Any] = {}
    troubles: dict[str, str] = {}
    for key, value in given.items():
        heading = "promised_limit" if key == "promised_days" else key
        if heading not in sheet.may_vary:
            word = next((w for w, code in MAY_VARY.items() if code == heading), key)
            troubles[key] = _("县里不让乡镇改“%(word)s”。", word=word)
        elif trouble := _trouble(sheet, key, value):
            troubles[key] = trouble
        elif key == "faq":
            kept |= {"faq": _questions(value)} if _questions(value) else {}
        elif key == "promised_days":
            kept[key] = value
        elif value.strip():
            kept[key] = value.strip()
    if troubles:
        raise BadForm(troubles)
    return kept


def still_allowed(sheet: Sheet, before: Mapping[str, Any]) -> dict[str, Any]:
    """What of a township's variations another edition of the sheet allows as well."""
    kept: dict[str, Any] = {}
    for key, value in before.items():
        try:
            kept |= checked_variations(sheet, {key: value})
        except BadForm:
            continue
    return kept


def variation_name(key: str) -> str:
    """What a township varied, as the sheet calls it."""
    heading = "promised_limit" if key == "promised_days" else key
    return next((_(word) for word, code in MAY_VARY.items() if code == heading), key)


def _trouble(sheet: Sheet, key: str, value: Any) -> str:
    if key == "promised_days":
        most = sheet.promised_limit.count
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            return _("承诺只能改短，写1到%(most)s之间的整数。", most=most)
        return ""
    if key == "faq":
        return _questions_trouble(value)
    if not isinstance(value, str) or len(value) > LONGEST:
        return _("最多写%(most)s个字。", most=LONGEST)
    if key == "phone":
        wrong = phone_trouble(value.strip())
        return wrong.words if wrong else ""
    return ""


def _questions_trouble(value: Any) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return _("一问一答地写。")
    if len(_questions(value)) > MOST_QUESTIONS:
        return _("最多写%(most)s个问题。", most=MOST_QUESTIONS)
    for one in value:
        question, answer = str(one.get("question", "")), str(one.get("answer", ""))
        if bool(question.strip()) != bool(answer.strip()):
            return _("有问就要有答，有答就要有问。")
        if len(question) > LONGEST or len(answer) > LONGEST_ANSWER:
            return _("问题最多%(q)s个字，回答最多%(a)s个字。", q=LONGEST, a=LONGEST_ANSWER)
    return ""


def _questions(value: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    rows = ({part: str(one.get(part, "")).strip() for part in ("question", "answer")}
            for one in value)  # fmt: skip
    return [row for row in rows if row["question"]]
