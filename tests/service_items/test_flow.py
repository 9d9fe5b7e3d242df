"""Whom a step asks, and that nobody sees more than the sheet lets them."""

import json

from jointhall.service_items.flow import Party, Resolved, Side, resolve
from jointhall.service_items.library import Library, modules_folder
from tests.builders.sheets import FAR, HERE, NEXT, a_counter, a_sheet

FILE = {"id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "name": "安排.pdf"}


def resolved(where: list[str]) -> Resolved:
    sheet = a_sheet()
    answers = {"name": "张三", "size": "small", "seats": 9, "where": where, "plan_file": [FILE]}
    return resolve(sheet, sheet.steps[0], answers, a_counter())


def test_each_township_is_asked_once_and_the_handling_one_only_by_its_own_task() -> None:
    step = resolved([HERE.code, NEXT.code, FAR.code, NEXT.code])
    assert [(ask.key, ask.party) for ask in step.asks] == [
        ("own", Party(Side.OWN, "dangzheng")),
        (f"others@{NEXT.code}", Party(Side.TOWNSHIP, "dangzheng", None, NEXT.code)),
        (f"others@{FAR.code}", Party(Side.TOWNSHIP, "dangzheng", None, FAR.code)),
    ]
    assert step.skipped == ()


def test_without_other_townships_the_task_is_skipped_with_a_reason() -> None:
    step = resolved([HERE.code])
    assert [ask.key for ask in step.asks] == ["own"]
    assert [(each.task, each.reason) for each in step.skipped] == [
        ("others", "没有涉及别的乡镇，不用问")
    ]


def test_each_party_sees_what_the_sheet_lists_and_nothing_more() -> None:
    own, other = resolved([HERE.code, NEXT.code]).asks
    assert own.answers == {"name": "张三", "size": "small"}
    assert own.documents == {"plan": (FILE,)}
    assert other.answers == {"size": "small"}
    assert other.documents == {}
    assert (own.within_days, own.words) == (2, "看场地空不空。")


def test_answers_that_were_not_asked_for_do_not_leave() -> None:
    sheet = a_sheet(("          - size\n决定", "          - size\n          - seats\n决定"))
    answers = {"name": "张三", "size": "small", "seats": 9, "where": [NEXT.code]}
    _own, other = resolve(sheet, sheet.steps[0], answers, a_counter()).asks
    assert other.answers == {"size": "small"}


def test_the_farmland_filing_shows_neighbours_no_personal_data() -> None:
    sheet = Library(modules_folder()).sheet("facility_farmland")
    assert sheet is not None
    secret = {
        "applicant_name": "周秋生",
        "id_number": "430321196505120012",
        "phone": "13812345678",
        "credit_code": "93430321MA4L000115",
    }
    answers = {
        **secret,
        "who": "cooperative",
        "org_name": "某合作社",
        "townships": [HERE.code, NEXT.code],
        "village": "黄荆坪村",
        "agreement_file": [{"id": FILE["id"], "name": "协议.pdf"}],
        "plan_file": [FILE],
    }
    asks = resolve(sheet, sheet.steps[0], answers, a_counter()).asks
    assert [(a.party.side, a.party.office) for a in asks] == [
        (Side.OWN, "ziran"),
        (Side.TOWNSHIP, "ziran"),
        (Side.COUNTY, "xian_ziran"),
    ]
    for ask in asks[1:]:
        sent = json.dumps([ask.answers, ask.documents], ensure_ascii=False)
        assert not any(value in sent for value in secret.values())
        assert "协议.pdf" not in sent
        assert set(ask.documents) <= {"plan", "notice"}
    assert "id_number" not in asks[0].answers
