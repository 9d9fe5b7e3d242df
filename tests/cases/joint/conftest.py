"""What the tests of working together share."""

from __future__ import annotations

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.halls import Hall, a_hall


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    """A county with two townships and an officer at every desk."""
    return await a_hall(tools)
