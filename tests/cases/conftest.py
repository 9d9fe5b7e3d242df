"""What the tests of cases share."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.crossing import Scene, a_scene
from tests.builders.sheets_noticed import a_noticed_scene


@pytest.fixture
async def scene(tools: Tools, tmp_path: Path) -> Scene:
    """Two townships and their county."""
    return await a_scene(tools, tmp_path)


@pytest.fixture
async def noticed(tools: Tools, tmp_path: Path) -> Scene:
    """Two townships and their county, which offers a relief with a visit and a notice."""
    return await a_noticed_scene(tools, tmp_path)
