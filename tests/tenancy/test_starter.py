"""The starter pack and the demo county hold together: nothing named that is not there."""

from __future__ import annotations

from typing import Any

import pytest

from jointhall.kernel.yaml_files import read_yaml
from jointhall.seeding.acts import ACTS, APPLICANT
from jointhall.service_items.library import Library, modules_folder
from jointhall.service_items.questions.id_number import check_character
from jointhall.tenancy.onboarding import Plan, plan_for
from jointhall.tenancy.sheet_in import read_sheet
from jointhall.tenancy.standing_pages import PLACES
from jointhall.tenancy.starter import starter, tenants_folder

DEMO = tenants_folder() / "demo" / "xiangtan"


@pytest.mark.parametrize("kind", ["county", "township"])
def test_the_pack_has_offices_roles_and_pages(kind: str) -> None:
    pack = starter(kind)
    assert len({office.code for office in pack.offices}) == len(pack.offices)
    assert {page.slug for page in pack.pages} == {"about", "accessibility", "help", "privacy"}
    assert pack.role("counter") is not None
    assert pack.role("nobody") is None


def test_pages_leave_only_known_places_open() -> None:
    import re

    for page in starter("township").pages:
        assert set(re.findall(r"\{(\w+)\}", page.title + page.body)) <= set(PLACES)


def test_nobody_both_receives_and_decides_by_role() -> None:
    for kind in ("county", "township"):
        for role in starter(kind).roles:
            assert not {"case:accept", "case:decide"} <= set(role.may)


def demo_plan() -> Plan:
    sheet = read_sheet("townships.csv", (DEMO / "townships.csv").read_bytes())
    county = read_yaml(DEMO / "county.yaml")
    return plan_for(sheet.rows, county_code=county["code"], county_name=county["name"], known=())


def test_the_demo_county_has_its_seventeen_townships() -> None:
    plan = demo_plan()
    assert plan.refused == ()
    assert len(plan.create) == 17
    assert {new.slug for new in plan.create} >= {"huashi", "chaensi", "jinshi"}


def test_demo_officers_stand_in_offices_that_exist() -> None:
    slugs = {new.slug for new in demo_plan().create} | {"county"}
    logins = set()
    for officer in read_yaml(DEMO / "officers.yaml"):
        kind = "county" if officer["tenant"] == "county" else "township"
        offices = {office.code for office in starter(kind).offices}
        assert officer["tenant"] in slugs
        assert {post["office"] for post in officer["posts"]} <= offices
        assert all(starter(kind).role(role) for role in officer["roles"])
        logins.add((officer["tenant"], officer["login"]))
    assert len(logins) == len(read_yaml(DEMO / "officers.yaml"))


def test_every_office_of_the_two_townships_and_the_county_is_manned() -> None:
    manned: dict[str, set[str]] = {}
    for officer in read_yaml(DEMO / "officers.yaml"):
        posts = {post["office"] for post in officer["posts"]}
        manned.setdefault(officer["tenant"], set()).update(posts)
    for tenant, kind in [("county", "county"), ("huashi", "township"), ("chaensi", "township")]:
        assert manned[tenant] == {office.code for office in starter(kind).offices}


def test_demo_residents_can_be_typed_in() -> None:
    for resident in read_yaml(DEMO / "residents.yaml"):
        number = str(resident["id_number"])
        assert check_character(number) == number[-1]
        assert str(resident["phone"]).startswith("1380000")


def test_demo_cases_name_real_items_people_and_questions() -> None:
    residents = {one["key"] for one in read_yaml(DEMO / "residents.yaml")}
    logins = {one["login"] for one in read_yaml(DEMO / "officers.yaml")}
    for case in read_yaml(DEMO / "cases.yaml"):
        assert case["resident"] in residents, case["key"]
        _assert_answers_fit(case)
        assert case["steps"][0]["act"] == "submit"
        for step in case["steps"]:
            assert step["act"] in {"submit", *ACTS}
            assert step["act"] == "submit" or step["by"] in logins | {APPLICANT}


def _assert_answers_fit(case: dict[str, Any]) -> None:
    sheet = Library(modules_folder()).sheet(case["item"])
    assert sheet is not None, case["item"]
    assert set(case["answers"]) <= {question.code for question in sheet.form}
