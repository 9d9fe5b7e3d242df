"""A point on the map, however telephones and map programs tell it."""

import pytest

from jointhall.service_items.questions import KINDS, Raw, Unclear
from tests.builders.sheets import a_counter, a_question

KIND = KINDS["map_point"]
QUESTION = a_question("map_point")


def parsed(lat: str, lng: str = "", words: str = "") -> dict[str, object]:
    raw = Raw({"lat": [lat], "lng": [lng], "words": [words]})
    value: dict[str, object] = KIND.parse(QUESTION, raw, a_counter())
    return value


@pytest.mark.parametrize(
    ("lat", "lng"),
    [
        ("27.6831", "112.9102"),
        ("27.683100000001", "112.910200"),
        ("北纬27.6831", "东经112.9102度"),
        ("27.6831N", "112.9102 E"),
        ("27°40′59.16″", "112°54′36.72″"),
        ("27度40分59.16秒", "112度54分36.72秒"),
        ("２７．６８３１", "１１２．９１０２"),
        ("27.6831, 112.9102", ""),
        ("27.6831，112.9102", ""),
        ("27.6831 112.9102", ""),
    ],
)
def test_degrees_are_read_as_people_have_them(lat: str, lng: str) -> None:
    assert parsed(lat, lng) == {"lat": 27.6831, "lng": 112.9102}


@pytest.mark.parametrize(
    ("lat", "lng", "part", "words"),
    [
        ("2.9", "112.9", "lat", "不在国内"),
        ("54.1", "112.9", "lat", "不在国内"),
        ("27.6", "72.9", "lng", "不在国内"),
        ("27.6", "136.1", "lng", "不在国内"),
        ("112.9", "27.6", "lat", "写反了"),
        ("-27.6", "112.9", "lat", "写数字"),
        ("27°61′", "112.9", "lat", "写数字"),
        ("1e1", "112.9", "lat", "写数字"),
        ("27.6", "", "lng", "请填经度"),
    ],
)
def test_a_slip_is_told_beside_its_field(lat: str, lng: str, part: str, words: str) -> None:
    with pytest.raises(Unclear) as unclear:
        parsed(lat, lng)
    assert words in unclear.value.troubles[part]


def test_both_wrong_are_told_at_once() -> None:
    with pytest.raises(Unclear) as unclear:
        parsed("x", "y")
    assert set(unclear.value.troubles) == {"lat", "lng"}


def test_it_is_shown_with_what_is_beside_it_and_exported_for_a_map() -> None:
    point = parsed("27.6831", "112.9102", "大樟树旁边")
    assert KIND.show(QUESTION, point, a_counter()) == (
        "大樟树旁边（北纬27.683100，东经112.910200）"
    )
    assert KIND.export(QUESTION, point, a_counter()) == "27.683100,112.910200"
