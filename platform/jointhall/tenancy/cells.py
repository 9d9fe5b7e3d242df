"""What may stand in a cell of the sheet, or in a field of the form, and what may not."""

from __future__ import annotations

import re

from jointhall.kernel.words import _
from jointhall.web.faces import is_colour, is_readable, nearest_readable
from jointhall.web.scenes import MOTIFS, motif_name

from .mending import several
from .trouble import Trouble

_LANDLINE = r"\(?0\d{2,3}\)?[- ]?\d{3,4}[- ]?\d{4}"
_MOBILE = r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_SERVICE = r"[48]00[- ]?\d{3,4}[- ]?\d{3,4}|1\d{4}"
_PHONE = re.compile(f"({_LANDLINE}|{_MOBILE}|{_SERVICE})([- 转]\\d{{1,5}})?")
MOST_MOTIFS = 4
MOST_VILLAGES = 200


def motif_keys(said: str) -> list[str]:
    """The motifs a cell names, in Chinese or by key; unknown ones are left out."""
    named = {motif_name(motif): motif for motif in MOTIFS} | {motif: motif for motif in MOTIFS}
    return [named[one] for one in several(said) if one in named]


def phone_trouble(phone: str) -> Trouble | None:
    """Why nobody could call this number."""
    if not phone or _PHONE.fullmatch(phone):
        return None
    if re.fullmatch(r"[1-9]\d{9,10}", phone) and _PHONE.fullmatch(f"0{phone}"):
        return Trouble(
            _("电话“%(phone)s”像是丢了区号前面的 0。", phone=phone),
            _("改成 0%(phone)s，并把这一列设成“文本”。", phone=phone),
        )
    return Trouble(
        _("“%(phone)s”不像能打通的电话。", phone=phone[:30]),
        _("写区号和号码，比如 0731-5555 0107；手机写 11 位。"),
    )


def colour_trouble(colour: str) -> Trouble | None:
    """Why a township cannot wear this colour, with the nearest one that reads well."""
    if not colour:
        return None
    if not is_colour(colour):
        return Trouble(
            _("“%(colour)s”不是颜色的写法。", colour=colour[:30]),
            _("写成 # 加 6 位，比如 #1b5a4b；空着也行，会按区划配一套。"),
        )
    if not is_readable(colour):
        return Trouble(
            _("颜色 %(colour)s 太浅，字会看不清。", colour=colour),
            _("改成相近的 %(better)s 就够清楚。", better=nearest_readable(colour)),
        )
    return None


def motifs_trouble(said: str) -> Trouble | None:
    """Why its scene cannot be drawn from these."""
    asked = several(said)
    names = {motif_name(motif) for motif in MOTIFS} | set(MOTIFS)
    unknown = [one for one in asked if one not in names]
    if unknown:
        return Trouble(
            _("没有叫“%(motif)s”的景物。", motif=unknown[0][:20]),
            _("可以用：%(all)s。", all="、".join(motif_name(motif) for motif in MOTIFS)),
        )
    if len(asked) > MOST_MOTIFS:
        return Trouble(
            _("景物写了 %(n)s 样，画不下。", n=len(asked)), _("最多 %(n)s 样。", n=MOST_MOTIFS)
        )
    return None


def villages_trouble(said: str) -> Trouble | None:
    """Why these are not the names of its villages."""
    villages = several(said)
    if len(villages) > MOST_VILLAGES:
        return Trouble(_("村太多了：%(n)s 个。", n=len(villages)), _("看看是不是贴错了列。"))
    long = next((one for one in villages if len(one) > 20), None)
    if long is not None:
        return Trouble(
            _("村名“%(name)s…”太长。", name=long[:12]), _("村和村之间用顿号隔开：日华村、罗汉村。")
        )
    return None
