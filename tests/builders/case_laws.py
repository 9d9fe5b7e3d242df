"""What must hold of notices and procedures, and of what lies with other tenants (S10)."""

from __future__ import annotations

from jointhall.cases.notices import PublicNotice
from jointhall.service_items.sheets import Sheet
from tests.builders.case_story import Beyond
from tests.builders.signing_world import Look

STANDINGS = {
    "open": {"running", "held"},
    "agreed": {"agreed"},
    "refused": {"refused"},
    "called_off": {"withdrawn"},
}
"""Where a notice may stand while its step is this."""


def notice_must_hold(look: Look, sheet: Sheet) -> None:
    """Every notice hung its days, and ended as its objections say."""
    assert sum(one.is_open for one in look.procedures) <= 1, "two procedures at once"
    assert sum(not one.is_settled for one in look.notices) <= 1, "two notices at once"
    for step in look.steps:
        sheet_step = sheet.step(step.code)
        posted = [one for one in look.notices if one.step_id == step.id]
        assert sheet_step is not None
        assert len(posted) == (sheet_step.notice is not None)
        for notice in posted:
            allowed = STANDINGS.get(step.status, set())
            assert notice.status in allowed, f"a {step.status} step with a {notice.status} notice"
            _as_its_objections_say(notice, look)


def _as_its_objections_say(notice: PublicNotice, look: Look) -> None:
    said = [one.status for one in look.objections if one.notice_id == notice.id]
    assert len(said) == notice.objections, "an objection is lost"
    assert said.count("upheld") == notice.upheld_objections
    if notice.status != "withdrawn":
        assert said.count("open") == notice.open_objections
    if notice.status in ("agreed", "refused"):
        assert notice.taken_down_at is not None
        assert notice.taken_down_at >= notice.ends_at, "taken down before its days were over"
        assert "open" not in said, "ended over an objection nobody answered"
        assert ("upheld" in said) == (notice.status == "refused")
    assert notice.status != "held" or "open" in said, "held by nothing"
    assert (notice.status == "running") == (notice.taken_down_at is None)


def envelopes_must_hold(look: Look, beyond: Beyond) -> None:
    """When everything has arrived: what we think lies with another lies there, and no more."""
    at_the_desk = {one.id for one in beyond.matters if one.status == "open"}
    with_others = {(one.id, one.tenant_id): one for one in beyond.asked}
    for task in look.tasks:
        thread = look.threads.get(task.id)
        is_at_the_desk = thread is not None and thread.is_at_the_desk
        if task.status == "bounced":
            assert thread is not None
            assert is_at_the_desk != thread.waits_for_us, "nobody says what becomes of it"
        assert (task.id in at_the_desk) == (task.status == "bounced" and is_at_the_desk)
        if task.peer_id is None:
            continue
        theirs = with_others[task.id, task.peer_id]
        if task.status == "open":
            assert theirs.status == "open", f"we wait, there it is {theirs.status}"
            assert theirs.round == (thread.round if thread else 1)
        elif task.status == "done":
            assert (theirs.status, theirs.vote) == ("answered", task.vote), "their word was changed"
    waited_for = {(one.id, one.peer_id) for one in look.tasks if one.status == "open"}
    for key, theirs in with_others.items():
        assert theirs.status != "open" or key in waited_for, "somebody is asked in vain"
        if theirs.status == "answered":
            task = next(one for one in look.tasks if one.id == theirs.id)
            thread = look.threads.get(task.id)
            counted = task.status == "done" and task.peer_id == theirs.tenant_id
            assert counted or (thread is not None and thread.late_vote), "a late word is lost"
