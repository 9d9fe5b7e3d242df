"""A township goes live with two safe sign-ins, and with people where cases begin and end."""

from __future__ import annotations

from jointhall.kernel.tools import Tools
from jointhall.people.models import Officer
from jointhall.tenancy.checklist import Checked, checklist
from jointhall.web.place import Place
from tests.builders.people import an_officer
from tests.builders.tenancy import a_county, a_township

SAFE, MANNED = "至少两位工作人员绑定了动态码", "窗口和领导的岗位上有人"


async def lines(tools: Tools, place: Place, asker: Place) -> dict[str, Checked]:
    async with tools.database.transaction(asker.standing(), read_only=True) as session:
        return {line.name: line for line in await checklist(session, place)}


async def test_two_safe_sign_ins(tools: Tools) -> None:
    county = await a_county(tools.database)
    place = await a_township(tools.database, county)
    await an_officer(tools, place)
    async with tools.database.transaction(place.standing()) as session:
        session.add(Officer(tenant_id=place.tenant_id, login="new", name="新人"))
    one = (await lines(tools, place, county))[SAFE]
    assert (one.done, one.have) == (False, "1 人")
    assert one.href == f"{place.prefix}/workbench/officers"
    await an_officer(tools, place)
    assert (await lines(tools, place, place))[SAFE].done


async def test_people_where_cases_begin_and_end(tools: Tools) -> None:
    county = await a_county(tools.database)
    place = await a_township(tools.database, county)
    await an_officer(tools, place, offices=["zhengwu"])
    before = (await lines(tools, place, county))[MANNED]
    assert not before.done
    assert "镇领导" in before.have
    assert "便民服务中心" not in before.have
    await an_officer(tools, place, offices=["lingdao"])
    assert (await lines(tools, place, county))[MANNED].done
