"""Every bad row is told with its number, its field, its reason and how to mend it."""

from __future__ import annotations

from uuid import UUID

import pytest

from jointhall.tenancy.onboarding import Plan, Slip, plan_for
from jointhall.tenancy.queries import Known
from jointhall.tenancy.sheet_in import SheetRow
from jointhall.web.faces import default_face, is_readable

COUNTY = "430321000000"
SOMEONE = UUID(int=1)


def _plan(*rows: dict[str, str], known: tuple[Known, ...] = ()) -> Plan:
    numbered = [SheetRow(number, cells) for number, cells in enumerate(rows, 2)]
    return plan_for(numbered, county_code=COUNTY, county_name="湘潭县", known=known)


def _known(code: str = "430321107000", name: str = "花石镇", slug: str = "huashi") -> Known:
    return Known(
        SOMEONE, SOMEONE, "township", code, slug, name, "0731-5555 0107", "", "", default_face(code)
    )


def _only_slip(plan: Plan) -> Slip:
    (slip,) = plan.refused
    assert not plan.may_be_confirmed
    return slip


def test_a_bare_row_becomes_a_whole_township() -> None:
    (new,) = _plan({"code": "430321107000", "name": "花石镇"}).create
    assert new.slug == "huashi"
    assert new.face == default_face("430321107000")
    assert is_readable(new.face["colour"])
    assert new.row == 2


def test_wide_digits_and_stray_spaces_are_mended_and_said() -> None:
    plan = _plan(
        {
            "code": " ４３０３２１１０７０００",
            "name": " 花 石 镇　",
            "phone": "０７３１－５５５５　０１０７",
            "colour": "1B5A4B",
            "villages": "罗汉村、 天马村；罗汉村",
        }
    )
    (new,) = plan.create
    assert (new.code, new.name, new.phone) == ("430321107000", "花石镇", "0731-5555 0107")
    assert new.face["colour"] == "#1b5a4b"
    assert new.villages == ("罗汉村", "天马村")
    assert {one.field for one in plan.mended} == {"code", "name", "phone", "colour"}
    assert plan.mended[0].row == 2
    assert plan.mended[0].now == "430321107000"


def test_nine_digits_are_enough() -> None:
    (new,) = _plan({"code": "430321107", "name": "花石镇"}).create
    assert new.code == "430321107000"


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"code": ""}, "code", "没有填区划代码"),
        ({"code": "4.30321E+11"}, "code", "科学计数"),
        ({"code": "43032110700"}, "code", "12 位数字"),
        ({"code": "430302107000"}, "code", "不在湘潭县"),
        ({"code": "430321000000"}, "code", "县的代码"),
        ({"code": "430321107201"}, "code", "村（社区）的代码"),
        ({"code": "430321205000"}, "code", "镇的代码"),
        ({"code": "430321105000", "name": "锦石乡"}, "code", "乡的代码"),
        ({"code": "430321107000", "name": "花石街道"}, "code", "街道的代码"),
        ({"code": "430321107000", "name": "花石"}, "code", "看不出"),
        ({"name": ""}, "name", "没有填名称"),
        ({"name": "<b>花石</b>镇"}, "name", "不该有的符号"),
        ({"slug": "花石"}, "slug", "小写字母"),
        ({"phone": "5555"}, "phone", "不像能打通"),
        ({"phone": "73155550107"}, "phone", "丢了区号前面的 0"),
        ({"colour": "绿"}, "colour", "不是颜色的写法"),
        ({"colour": "#ffee88"}, "colour", "太浅"),
        ({"accent": "#ffee88"}, "accent", "太浅"),
        ({"motifs": "荷花、火山"}, "motifs", "没有叫“火山”的景物"),
        ({"motifs": "荷花、河、湖、石桥、老街"}, "motifs", "画不下"),
        ({"villages": "这是一整段不小心贴到村那一列里的很长的说明文字"}, "villages", "太长"),
    ],
)
def test_every_refusal(cells: dict[str, str], field: str, reason: str) -> None:
    slip = _only_slip(_plan({"code": "430321107000", "name": "花石镇"} | cells))
    assert (slip.row, slip.field) == (2, field)
    assert reason in slip.reason
    assert slip.mend


def test_a_pale_colour_comes_with_one_that_reads() -> None:
    slip = _only_slip(_plan({"code": "430321107000", "name": "花石镇", "colour": "#ffee88"}))
    suggested = next(word for word in slip.mend.split() if word.startswith("#"))
    assert is_readable(suggested)


@pytest.mark.parametrize(
    ("second", "field"),
    [
        ({"code": "430321107000", "name": "茶恩寺镇"}, "code"),
        ({"code": "430321104000", "name": "花石镇"}, "name"),
        ({"code": "430321104000", "name": "茶恩寺镇", "slug": "huashi"}, "slug"),
    ],
)
def test_twice_in_one_sheet_points_at_the_first(second: dict[str, str], field: str) -> None:
    first = {"code": "430321107000", "name": "花石镇", "slug": "huashi"}
    slip = _only_slip(_plan(first, second))
    assert (slip.row, slip.field) == (3, field)
    assert "第 2 行" in slip.reason


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"code": "430321107000", "name": "莲花镇"}, "code"),
        ({"code": "430321108000", "name": "花石镇"}, "name"),
        ({"code": "430321108000", "name": "青山桥镇", "slug": "huashi"}, "slug"),
    ],
)
def test_what_somebody_has_already(cells: dict[str, str], field: str) -> None:
    assert _only_slip(_plan(cells, known=(_known(),))).field == field


def test_one_already_here_stays_as_it_is_and_its_differences_are_told() -> None:
    plan = _plan(
        {"code": "430321107000", "name": "花石镇", "phone": "0731-5555 0999"}, known=(_known(),)
    )
    assert plan.create == ()
    (there,) = plan.unchanged
    assert (there.row, there.slug, there.differs) == (2, "huashi", ("phone",))


def test_a_short_name_is_found_beside_those_taken() -> None:
    other_county = _known("430302107000", "花石镇", "huashi")
    plan = _plan(
        {"code": "430321107000", "name": "花石镇"},
        {"code": "430321201000", "name": "花石乡", "slug": "huashi-zhen"},
        known=(other_county,),
    )
    assert [new.slug for new in plan.create] == ["huashi-430321", "huashi-zhen"]


def test_a_formula_is_refused_once_with_its_cure() -> None:
    row = SheetRow(5, {"code": "=A1", "name": "花石镇"}, formulas=("code",))
    plan = plan_for([row], county_code=COUNTY, county_name="湘潭县", known=())
    slip = _only_slip(plan)
    assert (slip.row, slip.field) == (5, "code")
    assert "公式" in slip.reason


def test_all_slips_of_a_row_are_told_at_once() -> None:
    plan = _plan({"code": "1", "name": "", "colour": "x"})
    assert [slip.field for slip in plan.refused] == ["code", "name", "colour"]
    assert plan.bad_rows == 1
