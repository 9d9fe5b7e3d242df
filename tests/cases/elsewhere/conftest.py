"""A hall for each test, with somebody at the neighbour's window too."""

from __future__ import annotations

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.halls import Hall, a_hall
from tests.builders.people import SignedInOfficer, an_officer


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    return await a_hall(tools)


@pytest.fixture
async def window(hall: Hall) -> SignedInOfficer:
    """Who sits at the window of the township it does not belong to."""
    return await an_officer(
        hall.tools, hall.there, name="罗建英", roles=["counter"], offices=["zhengwu"]
    )
