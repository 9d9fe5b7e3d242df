"""What the tests of the course of a case share."""

from __future__ import annotations

from pathlib import Path

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.coursed import a_coursed_scene
from tests.builders.crossing import Scene


@pytest.fixture
async def coursed(tools: Tools, tmp_path: Path) -> Scene:
    """Two townships and their county, which offers a licence with an expert review."""
    return await a_coursed_scene(tools, tmp_path)
