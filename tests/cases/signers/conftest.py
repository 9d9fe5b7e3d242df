"""A township whose offices are asked one after another, together, and once more."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.sheets_signed import Signed, a_signed_township


@pytest.fixture
async def signed(tools: Tools, tmp_path: Path) -> Signed:
    return await a_signed_township(tools, tmp_path)
