"""Where a case stands, said in plain words for every way it can stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from jointhall.cases.models import Case
from jointhall.cases.progress import Progress, Seen, line_of, progress_of
from jointhall.cases.steps import Step, Task
from jointhall.kernel.clock import BEIJING
from jointhall.kernel.clock.calendar import national_calendar
from jointhall.kernel.ids import new_id
from jointhall.service_items.library import library
from jointhall.service_items.sheets import Sheet
from jointhall.web.stations import Fork, Station

TENANT, COUNTY, NEIGHBOUR = new_id(), new_id(), new_id()
MONDAY = date(2026, 11, 16)
OFFICES = {
    "zhengwu": "便民服务中心", "ziran": "自然资源所", "lingdao": "镇领导",
    "xian_ziran": "县自然资源局", "minzheng": "社会事务办",
}  # fmt: skip


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=BEIJING)


def sheet(code: str = "facility_farmland") -> Sheet:
    found = library().sheet(code)
    assert found is not None
    return found


def a_case(status: str = "submitted", **also: object) -> Case:
    given = {
        "tenant_id": TENANT, "id": new_id(), "number": "HS20261116-0001", "status": status,
        "office": "zhengwu", "step_code": "", "outcome": "", "filed_at": at(MONDAY),
        "updated_at": at(MONDAY), "accepted_at": None, "decided_at": None, "closed_at": None,
        "due_on": None,
    }  # fmt: skip
    return Case(**given | also)


def under_review(**also: object) -> Case:
    return a_case(
        "under_review", step_code="joint_check", accepted_at=at(MONDAY), due_on=date(2026, 11, 30),
        **also,
    )  # fmt: skip


def a_step(case: Case, status: str = "open") -> Step:
    return Step(
        tenant_id=TENANT, id=new_id(), case_id=case.id, seq=1, code="joint_check",
        name="联合核查", status=status, opened_at=at(MONDAY), finished_at=None,
    )  # fmt: skip


def a_task(step: Step | None, name: str, peer_id: UUID | None = None, **also: object) -> Task:
    given = {
        "tenant_id": TENANT, "id": new_id(), "step_id": step.id if step else None,
        "key": name, "kind": "review", "words": "看看地", "office": "ziran", "peer_id": peer_id,
        "party_name": name, "party_phone": "0731-5555 0104", "opened_at": at(MONDAY),
        "due_on": date(2026, 11, 23), "status": "open", "vote": None, "opinion": "",
        "answered_at": None, "answered_by": "",
    }  # fmt: skip
    return Task(**given | also)


def three(step: Step, **neighbour: object) -> list[Task]:
    return [
        a_task(step, "花石镇", status="done", vote="agree", answered_at=at(date(2026, 11, 18)),
               answered_by="欧阳静", opinion="没有问题"),
        a_task(step, "茶恩寺镇", NEIGHBOUR, **neighbour),
        a_task(step, "湘潭县", COUNTY, office="xian_ziran"),
    ]  # fmt: skip


def seen(case: Case, today: date = MONDAY, **also: object) -> Seen:
    given = {
        "case": case, "sheet": sheet(), "today": today, "calendar": national_calendar(),
        "here": "花石镇", "offices": OFFICES, "county_id": COUNTY,
    }  # fmt: skip
    return Seen(**given | also)  # type: ignore[arg-type]


def names(progress: Progress) -> list[str]:
    return [
        "、".join(party.name for party in stop.parties) if isinstance(stop, Fork) else stop.name
        for stop in progress.line.stations
    ]


def states(progress: Progress) -> list[str]:
    return [stop.state for stop in progress.line.stations]


def test_a_case_just_sent_waits_to_be_accepted_and_says_by_when() -> None:
    expected = {"joint_check": ("自然资源所", "茶恩寺镇", "县自然资源局")}
    told = progress_of(seen(a_case(), expected=expected))
    assert told.heading == "等便民服务中心受理"
    assert told.lines[0] == "现在不用您做什么。"
    assert "11月23日（周一）" in told.lines[1]
    assert names(told) == ["提交", "受理", "3 家同时看", "决定", "送达"]
    assert states(told) == ["done", "now", "coming", "coming", "coming"]
    assert told.day_cells is None


def test_three_are_asked_at_once_and_each_has_its_days() -> None:
    case = under_review()
    step = a_step(case)
    told = progress_of(seen(case, date(2026, 11, 19), steps=[step], tasks=three(step)))
    assert told.heading == "还等 2 家答复"
    fork = told.line.stations[2]
    assert isinstance(fork, Fork)
    own, other, county = fork.parties
    assert (own.word, own.light, own.day_words) == ("已同意", "done", "给 5 天，用了 2 天")
    assert own.lines == ("11月18日（周三）答复", "自然资源所　欧阳静")
    assert (other.name, other.word, other.day_words) == ("茶恩寺镇", "按时", "第 3 天，共 5 天")
    assert other.phone == "0731-5555 0104"
    assert county.name == "县自然资源局", "the county speaks through its bureau"
    assert told.day_words == "今天是第 3 个工作日，共 10 个"
    assert told.day_cells is not None
    assert (told.day_cells.used, told.day_cells.today) == (2, True)


@pytest.mark.parametrize(
    ("today", "light", "word"),
    [
        (date(2026, 11, 19), "ok", "按时"),
        (date(2026, 11, 20), "soon", "只剩 1 天"),
        (date(2026, 11, 23), "soon", "今天到期"),
        (date(2026, 11, 24), "late", "已超期 1 天"),
        (date(2026, 11, 26), "late", "已超期 3 天"),
    ],
)
def test_lateness_has_its_word_and_only_it_is_red(today: date, light: str, word: str) -> None:
    case = under_review()
    step = a_step(case)
    told = progress_of(seen(case, today, steps=[step], tasks=three(step)))
    fork = told.line.stations[2]
    assert isinstance(fork, Fork)
    assert (fork.parties[1].light, fork.parties[1].word) == (light, word)
    assert fork.parties[0].light == "done"


def test_on_a_day_off_no_day_is_counted_as_today() -> None:
    case = under_review()
    told = progress_of(seen(case, date(2026, 11, 21), steps=[], tasks=[]))
    assert told.day_words == "已过 4 个工作日，共 10 个"
    assert told.day_cells is not None
    assert not told.day_cells.today


def test_a_refusal_shows_its_reason_to_the_applicant_and_not_to_anybody() -> None:
    case = under_review()
    step = a_step(case, "refused")
    no = {"status": "done", "vote": "refuse", "opinion": "占了林地", "answered_at": at(MONDAY),
          "answered_by": "彭立新"}  # fmt: skip
    mine = line_of(seen(case, steps=[step], tasks=three(step, **no)))
    fork = mine.stations[2]
    assert isinstance(fork, Fork)
    assert fork.parties[1].word == "不同意"
    assert "理由：占了林地" in fork.parties[1].lines
    anybody = line_of(seen(case, steps=[step], tasks=three(step, **no), is_open_to_all=True))
    assert "占了林地" not in str(anybody)
    assert "彭立新" not in str(anybody)
    assert "欧阳静" not in str(anybody)


def test_when_all_have_answered_the_head_decides() -> None:
    case = under_review()
    step = a_step(case, "agreed")
    yes = {"status": "done", "vote": "agree", "answered_at": at(date(2026, 11, 19))}
    decide = a_task(None, "花石镇", kind="decide", office="lingdao", due_on=date(2026, 11, 24))
    tasks = [*three(step, **yes), decide]
    told = progress_of(seen(case, date(2026, 11, 20), steps=[step], tasks=tasks))
    assert told.heading == "等县自然资源局答复"
    tasks[2].status, tasks[2].vote, tasks[2].answered_at = "done", "agree", at(MONDAY)
    told = progress_of(seen(case, date(2026, 11, 20), steps=[step], tasks=tasks))
    assert told.heading == "意见齐了，等镇领导决定"
    assert states(told)[2:] == ["done", "now", "coming"]
    assert told.line.stations[3] == Station("决定", "now", ("镇领导", "最迟11月24日（周二）"))


def test_a_late_case_says_whose_fault_it_is() -> None:
    told = progress_of(seen(under_review(), date(2026, 12, 2)))
    assert told.tone == "late"
    assert "是我们的责任" in told.lines[1]
    assert told.day_words == "承诺 10 个工作日，今天是第 12 个"


def test_a_correction_stops_the_line_and_asks_the_applicant() -> None:
    told = progress_of(seen(a_case("correction_asked")))
    assert told.heading == "还差一点，请您补一补"
    assert told.tone == "soon"
    assert states(told)[1] == "stopped"


@pytest.mark.parametrize(
    ("status", "word"),
    [("not_accepted", "不予受理"), ("withdrawn", "已撤回"), ("passed_on", "已转送")],
)
def test_what_ended_before_acceptance_has_no_stations_ahead(status: str, word: str) -> None:
    told = progress_of(seen(a_case(status, closed_at=at(MONDAY))))
    assert names(told) == ["提交", word]
    assert states(told) == ["done", "stopped"]


def test_what_was_withdrawn_on_the_way_keeps_the_way_it_went() -> None:
    case = under_review()
    case.status, case.closed_at = "withdrawn", at(date(2026, 11, 18))
    step = a_step(case)
    tasks = three(step, status="withdrawn")
    told = progress_of(seen(case, date(2026, 11, 18), steps=[step], tasks=tasks))
    assert told.heading == "您撤回了这件申请"
    assert names(told)[-1] == "已撤回"
    fork = told.line.stations[2]
    assert isinstance(fork, Fork)
    assert fork.parties[1].word == "不用答了"
    assert told.day_cells is None


def test_a_granted_case_says_what_it_means() -> None:
    decided = at(date(2026, 11, 24))
    case = under_review()
    case.status, case.outcome, case.decided_at = "granted", "granted", decided
    told = progress_of(seen(case))
    assert told.heading == "准予备案"
    assert states(told)[-2:] == ["done", "now"]
    case.status = "delivered"
    case.status, case.closed_at = "closed", decided + timedelta(hours=1)
    told = progress_of(seen(case))
    assert told.tone == "ok"
    assert "可以按备案的位置" in told.lines[0]
    assert states(told)[-1] == "done"


def test_a_step_for_one_office_is_a_plain_station() -> None:
    case = under_review()
    case.step_code = "village_check"
    step = a_step(case)
    step.code, step.name = "village_check", "村级核实"
    task = a_task(step, "花石镇", office="minzheng")
    told = progress_of(seen(case, sheet=sheet("old_age_allowance"), steps=[step], tasks=[task]))
    assert told.heading == "社会事务办正在看"
    stop = told.line.stations[2]
    assert isinstance(stop, Station)
    assert (stop.name, stop.state) == ("村级核实", "now")


def test_more_than_five_are_told_in_a_number() -> None:
    case = under_review()
    step = a_step(case)
    tasks = [a_task(step, f"第{n}镇", new_id()) for n in range(7)]
    told = progress_of(seen(case, steps=[step], tasks=tasks))
    stop = told.line.stations[2]
    assert isinstance(stop, Station)
    assert stop.lines == ("问了 7 家，已答 0 家",)
    assert told.heading == "还等 7 家答复"


def test_a_step_that_asked_nobody_is_not_on_the_line() -> None:
    case = under_review()
    decide = a_task(None, "花石镇", kind="decide", office="lingdao")
    told = progress_of(seen(case, steps=[], tasks=[decide]))
    assert names(told) == ["提交", "受理", "决定", "送达"]
