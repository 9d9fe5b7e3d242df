"""A hall for each test, and somebody in the county who supervises."""

from __future__ import annotations

import pytest

from jointhall.kernel.tools import Tools
from tests.builders.halls import Hall, a_hall
from tests.builders.people import SignedInOfficer, an_officer


@pytest.fixture
async def hall(tools: Tools) -> Hall:
    return await a_hall(tools)


@pytest.fixture
async def overseer(hall: Hall) -> SignedInOfficer:
    """The county's administrator."""
    return await an_officer(hall.tools, hall.county, name="唐若水", roles=["county_admin"])
