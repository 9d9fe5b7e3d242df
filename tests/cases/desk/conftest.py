"""A hall for each test: its own county, two townships, an officer at every desk."""

from __future__ import annotations

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.halls import Hall, a_hall


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    return await a_hall(tools)
