"""A holiday notice in its own words (放假通知原文), read into days; every doubt is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from jointhall.kernel.words import _

from .notices import BadNotice, DayNotice, Notice, read_notice

LONGEST = 20_000
LARGEST_NOTICE = 200_000
LONGEST_SPAN = 15
"""Days; a festival that lasts longer is a slip in what was pasted."""

_YEAR = re.compile(r"(20\d\d)年(?:部分)?节假日")
_FESTIVAL = re.compile(
    r"^[ \t\u3000]*(?:[一二三四五六七八九十\d]+[、.．])?\s*"
    r"(?P<name>[\u4e00-\u9fff、·]{2,20}?)\s*[:：]\s*(?P<said>\S.*)$"
)
_DAY = (
    r"(?:(?P<y{0}>20\d\d)年)?(?:(?P<m{0}>\d{{1,2}})月)?(?P<d{0}>\d{{1,2}})日"
    r"(?:[（(](?P<w{0}>[^）)]*)[）)])?"
)
_SPAN = re.compile(_DAY.format("1") + r"(?:\s*(?:至|到|—|－|-|~|～)\s*" + _DAY.format("2") + r")?")
_HOW_MANY = re.compile(r"共\s*(\d{1,2})\s*天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_PART = re.compile(r"[^。；;]+[。；;]?")
WEEKDAYS = "一二三四五六日"


def read_any(content: bytes) -> Notice:
    """A notice as a file holds it, its own words or JSON, in whatever way plain text is stored.

    Raises BadNotice.
    """
    if len(content) > LARGEST_NOTICE:
        raise BadNotice([_("文件太大了，一年的通知用不了这么多。")])
    text = _decoded(content)
    return read_notice(text) if text.lstrip().startswith("{") else read_text(text)


def _decoded(content: bytes) -> str:
    # Office computers save plain text in GBK or, as "Unicode", in UTF-16.
    is_marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for code in ("utf-16",) if is_marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    raise BadNotice([_("这不是纯文字的文件，请另存为“纯文本（.txt）”再传。")])


def read_text(text: str) -> Notice:
    """Reads the notice as the State Council's office publishes it; raises BadNotice.

    Weekdays and numbers of days that stand in the text are held against the calendar, so that a
    slip in what was pasted is found and not believed.
    """
    text = text.translate(_FULL_WIDTH)
    if len(text) > LONGEST:
        raise BadNotice([_("文字太长了，一份放假通知用不了这么多。")])
    found = _YEAR.search(text)
    if found is None:
        raise BadNotice([_("没有找到“……年部分节假日安排”，请从标题开始贴。")])
    year = int(found[1])
    faults: list[str] = []
    days: dict[date, DayNotice] = {}
    for line in text.splitlines():
        festival = _FESTIVAL.match(line.rstrip())
        if festival is None or not re.search(r"放假|上班|连休", festival["said"]):
            continue
        for day in _festival(festival["name"], festival["said"], year, faults):
            if day.day in days and days[day.day].off is not day.off:
                faults.append(_("%(day)s又说放假又说上班，请核对。", day=day.day.isoformat()))
            days[day.day] = day
    if not days and not faults:
        faults.append(_("没有读出哪一天放假，请贴通知里“一、元旦：……”那几段原文。"))
    if faults:
        raise BadNotice(faults)
    return Notice(year, (), tuple(days[day] for day in sorted(days)))


def _festival(name: str, said: str, year: int, faults: list[str]) -> Iterator[DayNotice]:
    for part in _PART.findall(said):
        if "鼓励" in part:
            continue  # what is only encouraged is no day off
        if "上班" in part:
            for span in _SPAN.finditer(part):
                yield from (DayNotice(day, False, name) for day in _days(span, year, name, faults))
        elif re.search(r"放假|连休", part):
            off: list[date] = []
            for span in _SPAN.finditer(part):
                off += _days(span, year, name, faults)
            said_how_many = _HOW_MANY.search(part)
            if said_how_many is not None and off and len(off) != int(said_how_many[1]):
                faults.append(
                    _("%(name)s写了共 %(n)s 天，读出来是 %(m)s 天，请核对。",
                      name=name, n=said_how_many[1], m=len(off))
                )  # fmt: skip
            yield from (DayNotice(day, True, name) for day in off)


def _days(span: re.Match[str], year: int, name: str, faults: list[str]) -> list[date]:
    """Every day of one span; a second day without a month is in the month of the first."""
    first = _day(span, "1", year, None, name, faults)
    if first is None:
        return []
    if span["d2"] is None:
        return [first]
    last = _day(span, "2", first.year, first.month, name, faults)
    if last is None:
        return []
    if last < first and span["y2"] is None:
        # From December into January, the year being said only once.
        last = date(first.year + 1, last.month, last.day)
    long = (last - first).days + 1
    if not 1 <= long <= LONGEST_SPAN:
        faults.append(
            _("%(name)s从%(first)s到%(last)s，请核对。", name=name, first=first.isoformat(),
              last=last.isoformat())
        )  # fmt: skip
        return []
    return [first + timedelta(days=step) for step in range(long)]


def _day(
    span: re.Match[str], n: str, year: int, month: int | None, name: str, faults: list[str]
) -> date | None:
    said_month = int(span[f"m{n}"]) if span[f"m{n}"] else month
    if said_month is None:
        faults.append(_("%(name)s有一个日子没写几月：%(said)s", name=name, said=span[0]))
        return None
    try:
        day = date(int(span[f"y{n}"] or year), said_month, int(span[f"d{n}"]))
    except ValueError:
        faults.append(_("%(name)s里没有这一天：%(said)s", name=name, said=span[0]))
        return None
    weekday = _WEEKDAY.search(span[f"w{n}"] or "")
    if weekday is not None and WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday():
        faults.append(_("%(day)s不是周%(said)s，请核对。", day=day.isoformat(), said=weekday[1]))
        return None
    return day


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
