"""Elder mode, chosen on the first page and kept: large words, large things to hit."""

from __future__ import annotations

import pytest

from tests.builders.walk import Walk
from tests.journeys.conftest import Walks
from tests.journeys.filling_in import PHOTO, allowance, answer_all
from tests.journeys.signing_in import a_phone, sign_in_resident

SMALLEST = 18
LEAST_CONTROL = 60


@pytest.mark.parametrize("size", ["phone", "desk"])
async def test_the_whole_way_in_large_letters(walk: Walks, size: str) -> None:
    phone = a_phone()
    answers = allowance(phone)
    async with walk(size) as elder:
        await elder.go("/t/huashi/")
        await elder.press("长辈版", within="header")
        await _large(elder, "elder-home")
        await elder.press("高龄津贴")
        await _large(elder, "elder-guide")
        await elder.press("开始办")
        await _large(elder, "elder-sign-in")
        await sign_in_resident(elder, phone)
        await _large(elder, "elder-begin")
        await elder.submit()
        await _large(elder, "elder-question-choice")
        await answer_all(elder, answers, until="card_photo")
        await _large(elder, "elder-question-photo")
        await elder.page.locator("input[type=file]").set_input_files(PHOTO)
        await elder.submit()
        await answer_all(elder, answers)
        await _large(elder, "elder-check")
        await elder.submit()
        await _large(elder, "elder-receipt")
        await elder.go("/t/huashi/cases")
        await _large(elder, "elder-cases")
        await elder.press("退出长辈版", within="header")
        assert not await elder.page.locator("html.elder").count()


async def _large(elder: Walk, name: str) -> None:
    assert await elder.page.locator("html.elder").count(), "elder mode is kept"
    small = await elder.page.evaluate(_SMALL, [SMALLEST, LEAST_CONTROL])
    assert not small, f"{name}: " + "; ".join(small)
    await elder.look(name, ways=("normal", "high contrast"))


_SMALL = """([type, control]) => {
  const shown = (one) => one.getClientRects().length && !one.closest(".vh, .skip, svg, [hidden]");
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), told = new Set();
  while (words.nextNode()) {
    const one = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !shown(one)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < type) told.add(size + "px " + words.currentNode.data.trim().slice(0, 20));
  }
  for (const one of document.querySelectorAll("main .btn, main .input, main .choice, main .tile")) {
    const box = one.getBoundingClientRect();
    if (shown(one) && box.height < control - 0.5)
      told.add(Math.round(box.height) + "px high: " + (one.textContent || one.id).slice(0, 20));
  }
  return [...told].slice(0, 8);
}"""
