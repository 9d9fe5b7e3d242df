"""The number of a case (办件编号): short enough to say on the telephone."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from jointhall.kernel.db import tenant_of
from jointhall.kernel.pinyin import first_letters
from jointhall.kernel.plain import run
from jointhall.kernel.words import _
from jointhall.records.void_numbers import Counter, numbered_by


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """The first letters of a place's name without its kind: 花石镇 → HS."""
    bare = name[:-2] if name.endswith("街道") else name.rstrip("镇乡县区市")
    letters = first_letters(bare or name).upper()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())[:4] or "X"


async def next_number(session: AsyncSession, place_name: str, day: date) -> str:
    """The next number of the day, `HS20261122-0007`; kept locked until the commit, so ask late."""
    rows = await run(session, _NEXT, tenant_of(session), day)
    return _of_day(place_name, day, f"{rows[0]['last']:04d}")


def _of_day(place_name: str, day: date, numbers: str) -> str:
    return f"{initials(place_name)}{day:%Y%m%d}-{numbers}"


def tidy(said: str) -> str:
    """A number as people type it: full-width, spaced, in small letters, without its dash."""
    plain = said.translate(_FULL_WIDTH).upper()
    kept = "".join(letter for letter in plain if letter.isalnum())
    letters = kept.rstrip("0123456789")
    digits = kept[len(letters) :]
    return f"{letters}{digits[:8]}-{digits[8:]}" if len(digits) > 8 else kept


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

_NEXT = """
    insert into case_numbers as n (tenant_id, day, last) values ($1, $2, 1)
    on conflict (tenant_id, day) do update set last = n.last + 1
    returning last
    """

numbered_by(
    Counter(
        "case_numbers", lambda: _("办件"), lambda day: {"day": day.isoformat()},
        lambda place, key, numbers: _of_day(
            place.name, date.fromisoformat(key["day"]), numbers
        ),
        digits=4,
    )
)  # fmt: skip
numbered_by(
    Counter(
        "notice_numbers", lambda: _("公示"), lambda day: {"year": day.year},
        lambda place, key, numbers: f"{initials(place.name)}GS{key['year']}-{numbers}",
        digits=3,
    )
)  # fmt: skip
