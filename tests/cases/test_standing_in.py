"""An officer acts for the offices they hold posts in, by that office's name."""

from __future__ import annotations

from uuid import uuid4

import pytest

from jointhall.cases.standing_in import Desk
from jointhall.kernel.refusals import NotAllowed
from jointhall.web.viewer import Viewer

VIEWER = Viewer("officer", uuid4(), name="周晓岚", office="自然资源所")
DESK = Desk(
    VIEWER,
    frozenset({"ziran", "cun_rihua"}),
    {"ziran": "自然资源所", "cun_rihua": "日华村", "minzheng": "社会事务办"},
)


def test_the_history_names_the_office_the_officer_acts_for() -> None:
    assert DESK.actor("cun_rihua").office == "日华村"
    assert DESK.actor("ziran").office == "自然资源所"
    assert DESK.actor("shui_li").office == "自然资源所"
    assert DESK.actor("ziran").id == VIEWER.id


def test_another_offices_matter_is_refused_by_its_name() -> None:
    DESK.must_answer_for("cun_rihua")
    with pytest.raises(NotAllowed, match="归社会事务办办") as refused:
        DESK.must_answer_for("minzheng")
    assert refused.value.status == 403
    assert refused.value.what_next


def test_what_no_office_here_has_lies_with_whoever_may() -> None:
    assert DESK.answers_for("shui_li")
    assert not Desk(VIEWER, frozenset(), DESK.names).answers_for("ziran")
