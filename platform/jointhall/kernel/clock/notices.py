"""Holiday notices (节假日安排通知): what the State Council says each year, as data."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jointhall.kernel.words import _

NOTICES = Path(__file__).parent / "notices"
LONGEST_NAME = 40


class BadNotice(ValueError):
    """A notice that cannot be read, with every fault in words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class DayNotice:
    """One day the notice names: off, or worked although it is a weekend (调休上班)."""

    day: date
    off: bool
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's notice and where it was published."""

    year: int
    sources: tuple[str, ...]
    days: tuple[DayNotice, ...]

    def as_json(self) -> str:
        """As `read_notice` reads it again."""
        days = [{"date": one.day.isoformat(), "name": one.name, "off": one.off}
                for one in self.days]  # fmt: skip
        told = {"year": self.year, "notice": list(self.sources), "days": days}
        return json.dumps(told, ensure_ascii=False)


def published_notices() -> tuple[Notice, ...]:
    """The notices the platform is delivered with, oldest first."""
    return tuple(read_notice(path.read_bytes()) for path in sorted(NOTICES.glob("*.json")))


def read_notice(content: bytes | str) -> Notice:
    """Read a notice from JSON: {"year", "notice": [url], "days": [{"date", "name", "off"}]}."""
    try:
        sheet = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadNotice([_("这不是 JSON 文件，读不出来。")]) from error
    if not isinstance(sheet, dict):
        raise BadNotice([_("文件最外层要写成 {…}，里面有 year 和 days。")])
    faults: list[str] = []
    year = sheet.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2100:
        raise BadNotice([_("year 要写年份，例如 2027。")])
    rows = sheet.get("days")
    if not isinstance(rows, list) or not rows:
        raise BadNotice([_("days 要写出放假和调休上班的每一天。")])
    days: dict[date, DayNotice] = {}
    for number, row in enumerate(rows, start=1):
        named = _day_in(row, number, year, faults)
        if named is None:
            continue
        if named.day in days:
            faults.append(_("第 %(n)s 行：%(day)s 写了两次。", n=number, day=named.day.isoformat()))
        days[named.day] = named
    if faults:
        raise BadNotice(faults)
    return Notice(year, _sources(sheet.get("notice")), tuple(days[day] for day in sorted(days)))


def _sources(value: Any) -> tuple[str, ...]:
    links = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(
        link for link in links if isinstance(link, str) and link.startswith(("https://", "http://"))
    )


def _day_in(row: Any, number: int, year: int, faults: list[str]) -> DayNotice | None:
    if not isinstance(row, dict):
        faults.append(_("第 %(n)s 行：要写成 {…}。", n=number))
        return None
    try:
        day = date.fromisoformat(row.get("date"))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        faults.append(_("第 %(n)s 行：date 要写成 2027-01-01 这样。", n=number))
        return None
    # A notice may move the last days of the year before it: New Year 2023 began on 2022-12-31.
    if day.year not in (year - 1, year) or (day.year == year - 1 and day.month != 12):
        faults.append(
            _("第 %(n)s 行：%(day)s 不在 %(year)s 年。", n=number, day=day.isoformat(), year=year)
        )
        return None
    name, off = row.get("name"), row.get("off")
    if not isinstance(off, bool):
        faults.append(_("第 %(n)s 行：off 要写 true（放假）或 false（上班）。", n=number))
        return None
    if not isinstance(name, str) or not 0 < len(name.strip()) <= LONGEST_NAME:
        faults.append(_("第 %(n)s 行：name 要写节日名，不超过 40 个字。", n=number))
        return None
    return DayNotice(day, off, name.strip())
