"""The county's first page with two townships, with sixty, with three thousand."""

from __future__ import annotations

from uuid import UUID

from jointhall.front.townships import MOST_PAIRS, face_class, faces_css, shelf_of
from jointhall.kernel.ids import new_id
from jointhall.web.faces import default_face
from jointhall.web.place import Place

COUNTY = new_id()


def a_place(number: int, name: str = "", status: str = "live", **face: str) -> Place:
    code = f"430321{number % 900 + 100}000"
    return Place(
        tenant_id=UUID(int=number + 1), county_id=COUNTY, kind="township", division_code=code,
        slug=f"t{number}", name=name or f"第{number}镇", county_name="湘潭县", phone="",
        hours="", address="", status=status, host=None, content_version=1, policy_version=1,
        face=face or default_face(code),
    )  # fmt: skip


def test_few_townships_all_show_their_faces() -> None:
    kinds = (("花石镇", "live"), ("茶恩寺镇", "trial"), ("石鼓镇", "read_only"))
    places = [a_place(n, *kind) for n, kind in enumerate(kinds, 1)]
    shelf = shelf_of(places, letter="", name="")
    assert [card.place.name for card in shelf.cards] == ["花石镇", "茶恩寺镇", "石鼓镇"]
    assert [card.status for card in shelf.cards] == ["", "试运行", "只能查，暂不收件"]
    assert shelf.has_faces
    assert shelf.letters == ()


def test_three_thousand_are_filed_under_their_letters() -> None:
    places = [a_place(n, f"{'花石茶云白乌'[n % 6]}{n}镇") for n in range(3000)]
    shelf = shelf_of(places, letter="H", name="")
    assert shelf.total == 3000
    assert not shelf.has_faces
    assert {card.place.name[0] for card in shelf.cards} == {"花"}
    assert len(shelf.cards) == 300
    assert ("H", 500, True) in shelf.letters
    assert shelf_of(places, letter="nothing", name="").cards, "a wrong letter shows the first"


def test_many_are_found_by_name_or_sound() -> None:
    places = [a_place(n, f"第{n}镇") for n in range(400)] + [a_place(900, "花石镇")]
    for said in ("花石", "huashi", " 石镇 "):
        shelf = shelf_of(places, letter="", name=said)
        assert [card.place.name for card in shelf.cards] == ["花石镇"]
        assert shelf.has_faces
    assert shelf_of(places, letter="", name="没有").cards == ()


def test_equal_colours_share_one_rule() -> None:
    places = [a_place(n) for n in range(3000)]
    css = faces_css(places)
    assert css.count("--accent") <= 2 * MOST_PAIRS
    assert f".{face_class(places[0])}{{" in css
    alike = [a_place(n, colour="#1b5a4b", accent="#a63c63") for n in (1, 2)]
    assert face_class(alike[0]) == face_class(alike[1])
    assert face_class(alike[0]) != face_class(a_place(3, colour="#28497c", accent="#a63c63"))


def test_a_colour_that_is_not_one_puts_nothing_into_the_stylesheet() -> None:
    css = faces_css([a_place(1, colour="red}body{display:none", accent="#a63c63")])
    assert "display" not in css
