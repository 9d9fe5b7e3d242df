"""What the tests of cases share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.by_the_table import only_by_the_table
from tests.builders.crossing import Scene, a_scene
from tests.builders.sheets_noticed import a_noticed_scene


@pytest.fixture(scope="session", autouse=True)
def by_the_table() -> Iterator[None]:
    """Every test of cases proves that nothing goes another way than the tables say."""
    with only_by_the_table():
        yield


@pytest.fixture
async def scene(tools: Tools, tmp_path: Path) -> Scene:
    """Two townships and their county."""
    return await a_scene(tools, tmp_path)


@pytest.fixture
async def noticed(tools: Tools, tmp_path: Path) -> Scene:
    """Two townships and their county, which offers a relief with a visit and a notice."""
    return await a_noticed_scene(tools, tmp_path)
