"""An area on the map: its corners, and what it measures."""

import math
from decimal import Decimal

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from jointhall.service_items.questions.map_area import RADIUS, mu_of, square_metres
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["map_area"]
QUESTION = a_question("map_area")
SQUARE = "27.6831, 112.9102\n27.6831, 112.9112\n27.6840, 112.9112\n27.6840, 112.9102"


def parsed(text: str, **also: object) -> dict[str, object]:
    question = a_question("map_area", **also)
    value: dict[str, object] = KIND.parse(question, Raw({"points": [text]}), a_counter())
    return value


def test_a_degree_at_the_equator_measures_what_the_sphere_says() -> None:
    lune = RADIUS**2 * math.radians(1) * math.sin(math.radians(1))
    assert square_metres([(0, 0), (0, 1), (1, 1), (1, 0)]) == pytest.approx(lune, rel=1e-9)


def test_a_parcel_measures_its_sides_whichever_way_round_it_is_walked() -> None:
    value = parsed(SQUARE)
    wide = math.radians(0.001) * RADIUS * math.cos(math.radians(27.68355))
    assert value["mu"] == pytest.approx(wide * math.radians(0.0009) * RADIUS * 3 / 2000, abs=0.01)
    back = "\n".join(reversed(SQUARE.split("\n")))
    assert parsed(back)["mu"] == value["mu"] == 14.78
    assert mu_of([(27.6831, 112.9102), (27.6831, 112.9112), (27.684, 112.9112)]) == 7.39


@pytest.mark.parametrize(
    "typed",
    [
        SQUARE.replace(", ", "，"),
        SQUARE.replace(", ", " "),
        SQUARE.replace(", ", "\t"),
        SQUARE.replace("\n", "\r\n\r\n"),
        "\n".join(f"{n}. {line}" for n, line in enumerate(SQUARE.split("\n"), 1)),
        "\n".join(f"第{n}个角：{line}" for n, line in enumerate(SQUARE.split("\n"), 1)),
        "\n".join(f"({n}) {line}" for n, line in enumerate(SQUARE.split("\n"), 1)),
        SQUARE.replace(", 112", " 东经112").replace("27.", "北纬27."),
        SQUARE + "\n" + SQUARE.split("\n")[0],
        SQUARE + "\n" + SQUARE.split("\n")[3],
    ],
)
def test_corners_are_read_as_people_list_them(typed: str) -> None:
    assert parsed(typed) == parsed(SQUARE)


def test_the_wrong_corner_is_named() -> None:
    with pytest.raises(Unclear, match="第2个角：经度不在国内"):
        parsed("27.1, 112.1\n27.2, 12.2\n27.1, 112.2")


def test_the_sheets_bounds_hold_and_say_what_was_measured() -> None:
    assert parsed(SQUARE, at_least=10, at_most=20)
    with pytest.raises(Unclear, match=r"围起来有14\.78亩。太大了，不能超过10亩"):
        parsed(SQUARE, at_most=10, unit="亩")
    with pytest.raises(Unclear, match="不能少于10000平方米"):
        parsed(SQUARE, at_least=10_000, unit="平方米")


def test_a_tampered_area_is_computed_anew() -> None:
    value = parsed(SQUARE) | {"mu": 9999}
    assert KIND.answer(QUESTION, KIND.typed(QUESTION, value), a_counter()) != value


def test_it_leaves_as_a_polygon_with_a_closed_ring() -> None:
    shown = str(KIND.export(QUESTION, parsed(SQUARE), a_counter()))
    assert shown.startswith("POLYGON((112.910200 27.683100,")
    assert shown.endswith(",112.910200 27.683100))")


def test_it_adds_to_a_sum_in_the_sums_unit() -> None:
    value = parsed(SQUARE)
    assert KIND.adds(QUESTION, value, "亩") == Decimal("14.78")
    assert round(KIND.adds(QUESTION, value, "平方米")) == 9853


def test_its_shape_is_drawn_with_north_above_and_inside_its_frame() -> None:
    corners = [
        tuple(map(float, corner.split(",")))
        for corner in KIND.outline(QUESTION, parsed(SQUARE)).split(" ")
    ]
    assert all(0 <= x <= 160 and 0 <= y <= 100 for x, y in corners)
    (west, south), (east, _south), (_east, north), _last = corners
    assert west < east
    assert north < south
    assert (east - west) / (south - north) == pytest.approx(98.46 / 100.08, abs=0.02)
