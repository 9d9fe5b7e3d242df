"""An item as one township offers it (本地事项): the sheet, with what the township varies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from jointhall.kernel.refusals import BadForm
from jointhall.kernel.words import _
from jointhall.service_items.sheets import Limit, Sheet
from jointhall.service_items.vocabulary import MAY_VARY

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """A sheet open for application, on its shelf, with the township's own figures in it."""

    sheet: Sheet
    module_name: str
    theme: str
    status: str = "in_use"

    @property
    def code(self) -> str:
        return self.sheet.code

    @property
    def title(self) -> str:
        return self.sheet.title

    @property
    def is_open(self) -> bool:
        return self.status == "in_use"


def varied(sheet: Sheet, variations: Mapping[str, Any]) -> Sheet:
    """The sheet with a township's promised days, place, hours and phone in it."""
    allowed = {key: value for key, value in variations.items() if key in sheet.may_vary}
    window = replace(
        sheet.window,
        **{key: allowed[key] for key in ("place", "hours", "phone") if key in allowed},
    )
    promised = sheet.promised_limit
    if "promised_days" in variations and "promised_limit" in sheet.may_vary:
        promised = Limit(int(variations["promised_days"]), promised.unit)
    return replace(sheet, window=window, promised_limit=promised)


def checked_variations(sheet: Sheet, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a township may vary, as kept; raises BadForm for what it may not."""
    kept: dict[str, Any] = {}
    troubles: dict[str, str] = {}
    for key, value in given.items():
        heading = "promised_limit" if key == "promised_days" else key
        if heading not in sheet.may_vary:
            word = next((w for w, code in MAY_VARY.items() if code == heading), key)
            troubles[key] = _("县里不让乡镇改“%(word)s”。", word=word)
        elif key == "promised_days":
            most = sheet.promised_limit.count
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
                troubles[key] = _("承诺只能改短，写1到%(most)s之间的整数。", most=most)
            else:
                kept[key] = value
        elif not isinstance(value, str) or len(value) > _LONGEST:
            troubles[key] = _("最多写%(most)s个字。", most=_LONGEST)
        elif value.strip():
            kept[key] = value.strip()
    if troubles:
        raise BadForm(troubles)
    return kept
