"""What the tests of versions share."""

from __future__ import annotations

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.halls import Hall, a_hall


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    """A township that handles cases, its neighbour, their county, and officers at their desks."""
    return await a_hall(tools)
