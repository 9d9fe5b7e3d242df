"""One proposes, another one signs; until then nothing is decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.kernel.refusals import Refusal
from jointhall.kernel.tools import Tools
from tests.builders.sheets_signed import a_signed_township, decides, says, standing, text


async def test_a_decision_needs_two_where_the_sheet_says_so(tools: Tools, tmp_path: Path) -> None:
    signed = await a_signed_township(
        tools, tmp_path, text("一家同意即可", two=True, passes_on=True)
    )
    case = await signed.filed()
    await says(signed, case, "minzheng")
    await says(signed, case, "ziran")
    held, steps, tasks = await standing(signed, case)
    assert [step.status for step in steps] == ["agreed"] * 3
    passed = next(task for task in tasks if task.step_id == steps[2].id)
    assert (passed.status, passed.answered_by) == ("done", "彭玉莲")
    await decides(signed, case, by="lingdao")
    with pytest.raises(Refusal, match="要另一位负责人签"):
        await decides(signed, case, by="lingdao")
    held, _steps, _tasks = await standing(signed, case)
    assert held.status == "under_review"
    await decides(signed, case, "refused", by="second")
    held, _steps, _tasks = await standing(signed, case)
    assert held.status == "under_review"
    await decides(signed, case, "refused", by="lingdao")
    held, _steps, _tasks = await standing(signed, case)
    assert (held.status, held.outcome) == ("refused", "refused")
