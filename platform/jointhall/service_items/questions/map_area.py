"""An area on the map (地图范围): its corners in order, and what it measures in mu (亩)."""

import math
import re
from decimal import Decimal
from typing import Any

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear, rows_of
from jointhall.service_items.questions.map_point import latitude, longitude, shown_point
from jointhall.service_items.questions.quantity import MU, bounded, in_unit, plain_number

FEWEST, MOST = 3, 100
_CORNERS = "角"
"""The heading under which a worked example may list them."""
RADIUS = 6_371_007.2
"""The sphere of the same surface as the earth, in metres."""
_LARGEST = 1_500_000
"""In mu, a thousand square kilometres: no township's piece of ground is larger."""
_NUMBERED = re.compile(
    r"^\s*(?:第\d{1,3}(?:个角|个|角|点|号)?[：:、\s]*"
    r"|\d{1,3}\s*(?:[、：:]|\.(?=\s))|[(（]\d{1,3}[)）]|[•*])\s*"
)
"""A number before the corner, as people number lists."""
_COMMAS = re.compile(r"[,，;；、\t]+")
_GAPS = re.compile(r"\s+(?=[\d东eE])")

Corner = tuple[float, float]


class MapArea(Kind):
    """Kept as {"points": [[lat, lng], …], "mu"}; the area is always computed from the corners."""

    code = "map_area"
    parts = ("points",)
    fits_column = False
    has_own_look = True
    asks_where = True
    script = "map.js"

    def missing(self, question: Question) -> str:
        return _("请标出这块地的角：站在每个角上点一下，或一行写一个角的纬度和经度")

    def told(self, question: Question, given: Any) -> Raw:
        if given is None:
            return Raw()
        rows = given.get("points", given.get(_CORNERS, ())) if isinstance(given, dict) else given
        said = [
            ", ".join(str(number) for number in row) if isinstance(row, list | tuple) else str(row)
            for row in rows_of(rows)
        ]
        return Raw({"points": ["\n".join(said)]})

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        corners = corners_of(raw.long_text("points"))
        mu = mu_of(corners)
        if mu <= 0:
            raise Unclear(_("这几个角在一条线上，围不成一块地"), part="points")
        if mu > _LARGEST:
            raise Unclear(
                _("围起来有%(mu)s亩，太大了，请看看有没有哪个角写错", mu=mu), part="points"
            )
        try:
            bounded(in_unit(Decimal(str(mu)), MU, question.unit or MU), question)
        except Unclear as unclear:
            words = _("围起来有%(mu)s亩。%(why)s", mu=plain_number(mu), why=unclear.words)
            raise Unclear(words, part="points") from None
        return {"points": [list(corner) for corner in corners], "mu": mu}

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        told = _(
            "%(count)s个角，约%(mu)s亩", count=len(value["points"]), mu=plain_number(value["mu"])
        )
        corners = (
            f"{number}. {shown_point(*corner)}"
            for number, corner in enumerate(value["points"], start=1)
        )
        return "\n".join((told, *corners))

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        """As WKT, which every map program reads: longitude first, the ring closed."""
        ring = [*value["points"], value["points"][0]]
        return "POLYGON((" + ",".join(f"{lng:.6f} {lat:.6f}" for lat, lng in ring) + "))"

    def outline(self, question: Question, value: Value) -> str:
        """North is up; east and west are as long as they are there."""
        narrows = math.cos(math.radians(value["points"][0][0]))
        ground = [(lng * narrows, -lat) for lat, lng in value["points"]]
        lefts, tops = zip(*ground, strict=True)
        left, top = min(lefts), min(tops)
        wide, high = max(lefts) - left, max(tops) - top
        times = min(150 / wide if wide else math.inf, 90 / high if high else math.inf)
        return " ".join(
            f"{5 + (x - left) * times:.1f},{5 + (y - top) * times:.1f}" for x, y in ground
        )

    def typed(self, question: Question, value: Value) -> Raw:
        return Raw({"points": ["\n".join(f"{lat:.6f}, {lng:.6f}" for lat, lng in value["points"])]})

    def adds(self, question: Question, value: Value, unit: str, column: str = "") -> Decimal:
        return in_unit(Decimal(str(value["mu"])), MU, unit or MU)


def corners_of(text: str) -> list[Corner]:
    """The corners, one a line; Unclear with the number of the line that is wrong."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > MOST:
        words = _("最多%(most)s个角，现在有%(now)s个", most=MOST, now=len(lines))
        raise Unclear(words, part="points")
    corners: list[Corner] = []
    for number, line in enumerate(lines, start=1):
        try:
            corner = _corner(line)
        except Unclear as unclear:
            words = _("第%(number)s个角：%(why)s", number=number, why=unclear.words)
            raise Unclear(words, part="points") from None
        if corner not in corners[-1:]:
            corners.append(corner)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < FEWEST:
        words = _("至少要%(least)s个角，现在有%(now)s个", least=FEWEST, now=len(corners))
        raise Unclear(words, part="points")
    if crosses(corners):
        raise Unclear(_("边线交叉了，请沿着地边，一个角接一个角地写"), part="points")
    return corners


def mu_of(corners: list[Corner]) -> float:
    """The area inside, on the sphere, in mu to two places."""
    return round(square_metres(corners) * 3 / 2000, 2)


def square_metres(corners: list[Corner]) -> float:
    """Chamberlain and Duquette's sum: for parcels, the sphere itself is right to half a percent."""
    total = 0.0
    first_lng = corners[0][1]
    for (lat, lng), (next_lat, next_lng) in zip(corners, corners[1:] + corners[:1], strict=True):
        # Counted from the first corner, so that little is lost in subtracting.
        total += math.radians((next_lng - first_lng) - (lng - first_lng)) * (
            2 + math.sin(math.radians(lat)) + math.sin(math.radians(next_lat))
        )
    return abs(total) * RADIUS * RADIUS / 2


def crosses(corners: list[Corner]) -> bool:
    """Whether two sides that are not neighbours meet."""
    sides = list(zip(corners, corners[1:] + corners[:1], strict=True))
    for one, (a, b) in enumerate(sides):
        for two in range(one + 2, len(sides)):
            if (one, two) != (0, len(sides) - 1) and _meet(a, b, *sides[two]):
                return True
    return False


def _corner(line: str) -> Corner:
    said = _NUMBERED.sub("", line)
    split = (_COMMAS if _COMMAS.search(said) else _GAPS).split(said)
    numbers = [each for each in split if each.strip()]
    if len(numbers) != 2:
        raise Unclear(_("一行写一个角，先纬度，后经度，中间用逗号隔开"))
    return latitude(numbers[0].strip()), longitude(numbers[1].strip())


def _meet(a: Corner, b: Corner, c: Corner, d: Corner) -> bool:
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Corner, b: Corner, c: Corner) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
