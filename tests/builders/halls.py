"""A county with two townships and an officer at every desk a case that crosses them comes to."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

import httpx

from jointhall.cases.models import Case
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders.cases import FARMLAND, a_submitted_case, an_accepted_case, with_parties
from tests.builders.jobs import work_off
from tests.builders.people import SignedInOfficer, an_officer
from tests.builders.tenancy import a_county, a_township
from tests.builders.web import a_browser


@dataclass(frozen=True)
class Hall:
    """`here` handles the case, `there` and the county are asked."""

    tools: Tools
    county: Place
    here: Place
    there: Place
    clerk: SignedInOfficer
    surveyor: SignedInOfficer
    leader: SignedInOfficer
    neighbour: SignedInOfficer
    bureau: SignedInOfficer

    def at(self, officer: SignedInOfficer) -> AbstractAsyncContextManager[httpx.AsyncClient]:
        """A browser at this officer's desk."""
        return a_browser(self.tools, officer.place, cookies=officer.cookies)

    async def filed(self, **also: object) -> Case:
        """A case that crosses into the other township, waiting at the counter."""
        return await a_submitted_case(
            self.tools, self.here, item=FARMLAND, across=[self.there], **also
        )

    async def asked(self, **also: object) -> Case:
        """The same, accepted, with the envelopes delivered and the papers brought."""
        case = await an_accepted_case(
            self.tools, self.here, item=FARMLAND, across=[self.there], **also
        )
        await self.work_off()
        return case

    async def work_off(self) -> None:
        """Everything left for later is done, in all three tenants."""
        await work_off(self.tools, self.here, self.there, self.county)


async def a_hall(tools: Tools) -> Hall:
    """All of it, new."""
    tools = with_parties(tools)
    county = await a_county(tools.database)
    here = await a_township(tools.database, county)
    there = await a_township(tools.database, county)
    return Hall(
        tools,
        county,
        here,
        there,
        clerk=await an_officer(tools, here, name="谭建辉", roles=["counter"], offices=["zhengwu"]),
        surveyor=await an_officer(
            tools, here, name="周晓岚", roles=["reviewer"], offices=["ziran"]
        ),
        leader=await an_officer(tools, here, name="何卫东", roles=["decider"], offices=["lingdao"]),
        neighbour=await an_officer(
            tools, there, name="陈建", roles=["reviewer"], offices=["ziran"]
        ),
        bureau=await an_officer(
            tools, county, name="王础", roles=["bureau_reviewer"], offices=["xian_ziran"]
        ),
    )
