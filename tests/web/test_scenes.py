"""A township looks like itself: drawn from data, always the same, never like another."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from bs4 import BeautifulSoup

from jointhall.web.emblems import SIGNS, emblem_svg
from jointhall.web.faces import LANDS, PLANTS, WATERS, default_face
from jointhall.web.scenes import MOTIFS, motif_name, scene_svg

CODE = "430321104000"
TOWNSHIPS = [f"4303211{number:02d}000" for number in range(17)]
MOST_BYTES = 8 * 1024


def drawn(motifs: list[str], code: str = CODE) -> str:
    return str(scene_svg({"motifs": motifs}, code, 1280, 340))


def test_a_scene_is_the_same_every_time() -> None:
    first = drawn(["tea", "lake", "lotus"])
    scene_svg({"motifs": ["peaks"]}, "430321999000", 360, 190)
    assert drawn(["tea", "lake", "lotus"]) == first


def test_the_same_motifs_fall_differently_elsewhere() -> None:
    one, other = (drawn(["tea", "lake", "lotus"], code) for code in TOWNSHIPS[:2])
    assert re.sub(r"s\d{9}w\d+", "", one) != re.sub(r"s\d{9}w\d+", "", other)


@pytest.mark.parametrize("code", TOWNSHIPS)
def test_every_township_has_a_light_scene(code: str) -> None:
    scene = str(scene_svg(default_face(code), code, 1280, 340))
    assert 1_500 < len(scene.encode()) <= MOST_BYTES


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_changes_the_picture(motif: str) -> None:
    rest = ["hills"] if motif != "hills" else ["tea"]
    assert drawn([*rest, motif]) != drawn(rest)
    assert motif_name(motif)


def test_three_motifs_of_any_kind_stay_light() -> None:
    for land in LANDS:
        for water in WATERS:
            for plant in PLANTS:
                assert len(drawn([land, water, plant]).encode()) <= MOST_BYTES, (land, water, plant)


def test_no_two_townships_share_a_scene() -> None:
    scenes = [
        re.sub(r"s\d{9}w\d+", "", str(scene_svg(default_face(code), code, 1280, 340)))
        for code in TOWNSHIPS
    ]
    assert all(one != other for one, other in combinations(scenes, 2))


def test_a_scene_carries_no_style_and_no_colour() -> None:
    for code in TOWNSHIPS:
        scene = str(scene_svg(default_face(code), code, 1280, 340))
        assert "style=" not in scene
        assert "#" not in re.sub(r'(href="|url\()#s\w+', "", scene)


def test_what_a_scene_points_to_is_in_it_once() -> None:
    scene = BeautifulSoup(drawn(["orchard", "village", "lotus"]), "html.parser")
    ids = [tag["id"] for tag in scene.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for use in scene.find_all("use"):
        assert str(use["href"])[1:] in ids


def test_a_phone_sees_the_middle_and_a_desk_the_whole() -> None:
    narrow = str(scene_svg({"motifs": ["river"]}, CODE, 360, 190))
    wide = str(scene_svg({"motifs": ["river"]}, CODE, 1280, 340))
    assert 'viewBox="379 0 682 360"' in narrow
    assert 'viewBox="42 0 1355 360"' in wide
    assert 'preserveAspectRatio="xMidYMax slice"' in narrow


def test_unknown_motifs_are_left_out() -> None:
    assert drawn(["dragon", "river"]) == drawn(["river"])


def test_every_motif_has_an_emblem() -> None:
    assert set(MOTIFS) <= set(SIGNS)


def test_an_emblem_shows_the_motif_or_the_first_character() -> None:
    lotus = emblem_svg({"motifs": ["river", "lotus"]}, "花石镇")
    assert SIGNS["lotus"] in lotus
    assert ">花<" in emblem_svg({"emblem": "character"}, "花石镇")
    assert ">茶<" in emblem_svg({}, "茶恩寺镇")


def test_a_name_cannot_bring_markup_into_its_emblem() -> None:
    assert "<script" not in emblem_svg({}, "<script>")
    assert "&lt;" in emblem_svg({}, "<script>")
