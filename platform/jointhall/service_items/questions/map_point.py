"""A point on the map (地图点位), in degrees of WGS 84 as telephones tell them."""

import re
from decimal import Decimal

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question, Value
from jointhall.service_items.counter import Counter
from jointhall.service_items.questions.kind import Kind, Raw, Unclear
from jointhall.service_items.questions.short_text import within
from jointhall.service_items.questions.typed import half_width

SOUTH, NORTH, WEST, EAST = 3, 54, 73, 136
"""Within these degrees lies the whole country."""
_PLACES = Decimal("0.000001")
"""A tenth of a metre."""
_DEGREES = re.compile(r"\+?(\d{1,3}(?:\.\d{1,15})?)\s*[°度]?")
_SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s*[°度]\s*(?:(\d{1,2}(?:\.\d{1,10})?)\s*['′分])?\s*"
    r"(?:(\d{1,2}(?:\.\d{1,10})?)\s*(?:[\"″秒]|''|′′))?"
)
_SIDE = re.compile(r"^(?:北纬|东经|[NE])|[NE]$", re.IGNORECASE)


class MapPoint(Kind):
    """Kept as {"lat", "lng", "words"}; the words, which may be left out, say what is beside it."""

    code = "map_point"
    parts = ("lat", "lng", "words")
    fits_column = False
    has_own_look = True
    asks_where = True
    script = "map.js"

    def missing(self, question: Question) -> str:
        return _("请标出位置：点“用我现在的位置”，或填纬度和经度")

    def parse(self, question: Question, raw: Raw, counter: Counter) -> Value:
        lat, lng = raw.text("lat"), raw.text("lng")
        if lat and not lng and (both := _split(lat)):
            lat, lng = both
        troubles: dict[str, str] = {}
        found: dict[str, float] = {}
        for part, said, read in (("lat", lat, latitude), ("lng", lng, longitude)):
            try:
                found[part] = read(said)
            except Unclear as unclear:
                troubles[part] = unclear.words
        words = raw.text("words")
        try:
            within(words, 200)
        except Unclear as unclear:
            troubles["words"] = unclear.words
        if troubles:
            raise Unclear("", troubles=troubles)
        return found | ({"words": words} if words else {})

    def show(self, question: Question, value: Value, counter: Counter) -> str:
        point = shown_point(value["lat"], value["lng"])
        return f"{value['words']}（{point}）" if value.get("words") else point

    def export(self, question: Question, value: Value, counter: Counter) -> str | int | float:
        return f"{value['lat']:.6f},{value['lng']:.6f}"

    def typed(self, question: Question, value: Value) -> Raw:
        numbers = {part: [f"{value[part]:.6f}"] for part in ("lat", "lng")}
        return Raw(numbers | ({"words": [value["words"]]} if value.get("words") else {}))


def latitude(said: str) -> float:
    """Degrees north, within the country, or Unclear."""
    return _degrees(said, SOUTH, NORTH, _("纬度"), "27.683100")


def longitude(said: str) -> float:
    """Degrees east, within the country, or Unclear."""
    return _degrees(said, WEST, EAST, _("经度"), "112.910200")


def shown_point(lat: float, lng: float) -> str:
    return _("北纬%(lat)s，东经%(lng)s", lat=f"{lat:.6f}", lng=f"{lng:.6f}")


def _degrees(said: str, least: int, most: int, name: str, like: str) -> float:
    if not said:
        raise Unclear(_("请填%(name)s，比如 %(like)s", name=name, like=like))
    plain = _SIDE.sub("", half_width(said.replace("′′", "″"))).strip()
    if found := _DEGREES.fullmatch(plain):
        number = Decimal(found[1])
    elif (found := _SEXAGESIMAL.fullmatch(plain)) and _is_base_sixty(found[2], found[3]):
        number = Decimal(found[1]) + Decimal(found[2] or 0) / 60 + Decimal(found[3] or 0) / 3600
    else:
        raise Unclear(_("%(name)s要写数字，比如 %(like)s", name=name, like=like))
    if not least <= number <= most:
        raise Unclear(
            _(
                "%(name)s不在国内，应当在%(least)s到%(most)s之间，请看看是不是和另一个写反了",
                name=name, least=least, most=most,
            )
        )  # fmt: skip
    return float(number.quantize(_PLACES))


def _is_base_sixty(minutes: str | None, seconds: str | None) -> bool:
    return float(minutes or 0) < 60 and float(seconds or 0) < 60


def _split(said: str) -> tuple[str, str] | None:
    """Both numbers pasted into the first field, as map programs copy them."""
    numbers = [each for each in re.split(r"[,，;；\s]+", said) if each]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None
