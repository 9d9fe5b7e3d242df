"""A tenant made before the pack grew is given what is new, once, and nothing it took away."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from jointhall.kernel.tools import Tools
from jointhall.tenancy import starter as packs
from jointhall.tenancy.catching_up import catch_up, catch_up_in, tenants_behind
from jointhall.tenancy.joining import pack_of
from jointhall.tenancy.policy import drop_rule, rules_of
from jointhall.tenancy.starter import Starter, StarterOffice, StarterPage, starter
from jointhall.web.place import Place
from tests.builders.tenancy import a_county, a_township


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pack of the next version: one more office, permission, role and page for townships."""
    whole = starter("township")
    counter = whole.role("counter")
    assert counter is not None
    roles = tuple(
        replace(role, may=(*role.may, "journal:read")) if role is counter else role
        for role in whole.roles
    )
    more = Starter(
        offices=(*whole.offices, StarterOffice("shuili", "水利站", "station")),
        roles=(*roles, replace(counter, key="helper", name="帮办员", may=("case:read",))),
        pages=(*whole.pages, StarterPage("rights", "您的权利", "## 您可以\n\n- 问。")),
    )

    def another(kind: str) -> Starter:
        return more if kind == "township" else starter(kind)

    from jointhall.offices import joining as offices
    from jointhall.tenancy import first_rules, standing_pages

    for module in (offices, first_rules, standing_pages, packs):
        monkeypatch.setattr(module, "starter", another)


async def counted(tools: Tools, place: Place, said: str) -> int:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        return int(await session.scalar(text(said)) or 0)


async def allowed(tools: Tools, place: Place) -> set[tuple[str, str]]:
    async with tools.database.transaction(place.standing(), read_only=True) as session:
        rules = await rules_of(session, place.tenant_id)
    return {(one, other) for kind, one, other in rules if kind == "p"}


async def test_a_running_township_gets_what_is_new_and_only_once(
    tools: Tools, request: pytest.FixtureRequest
) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    request.getfixturevalue("grown")
    assert township.tenant_id in {place.tenant_id for place in await tenants_behind(tools)}
    given = await asyncio.gather(*(catch_up_in(tools, township) for _ in range(3)))
    assert sorted(map(len, given)) == [0, 0, 4]
    assert set().union(*given) == {
        "office:shuili", "role:counter:journal:read", "role:helper:case:read", "page:rights",
    }  # fmt: skip
    assert {("counter", "journal:read"), ("helper", "case:read")} <= await allowed(tools, township)
    for said in ("select count(*) from offices where code = 'shuili'",
                 "select count(*) from pages where slug = 'rights'",
                 "select count(*) from journal where act = 'tenant.caught_up'"):  # fmt: skip
        assert await counted(tools, township, said) == 1
    assert township.tenant_id not in {place.tenant_id for place in await tenants_behind(tools)}


async def test_the_new_permission_holds_from_the_next_request(
    tools: Tools, request: pytest.FixtureRequest
) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    said = (
        "select policy_version from tenants where tenant_id = current_setting('hall.tenant')::uuid"
    )
    before = await counted(tools, township, said)
    request.getfixturevalue("grown")
    await catch_up_in(tools, township)
    assert await counted(tools, township, said) == before + 1


async def test_what_a_tenant_took_away_does_not_come_back(
    tools: Tools, request: pytest.FixtureRequest
) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    async with tools.database.transaction(township.standing()) as session:
        await drop_rule(session, ("p", "counter", "calendar:read"))
        await session.execute(text("update pages set body = '我们自己的' where slug = 'about'"))
    request.getfixturevalue("grown")
    await catch_up_in(tools, township)
    assert ("counter", "calendar:read") not in await allowed(tools, township)
    own = "select count(*) from pages where slug = 'about' and body = '我们自己的'"
    assert await counted(tools, township, own) == 1


async def test_what_the_tenant_has_already_stays_its_own(
    tools: Tools, request: pytest.FixtureRequest
) -> None:
    township = await a_township(tools.database, await a_county(tools.database))
    async with tools.database.transaction(township.standing()) as session:
        await session.execute(
            text("insert into offices (tenant_id, id, code, name, kind) values"
                 " (:id, gen_random_uuid(), 'shuili', '水管站', 'station')"),
            {"id": township.tenant_id},
        )  # fmt: skip
    request.getfixturevalue("grown")
    await catch_up_in(tools, township)
    own = "select count(*) from offices where code = 'shuili' and name = '水管站'"
    assert await counted(tools, township, own) == 1


async def test_nobody_is_behind_who_joined_with_this_pack(tools: Tools) -> None:
    county = await a_county(tools.database)
    township = await a_township(tools.database, county)
    behind = {place.tenant_id for place in await tenants_behind(tools)}
    assert not behind & {county.tenant_id, township.tenant_id}
    for place in (county, township):
        assert await catch_up_in(tools, place) == ()
        said = "select jsonb_array_length(given) from starter_given"
        assert await counted(tools, place, said) == len(pack_of(place.kind))


async def test_the_duty_goes_through_everybody_who_is_behind(
    tools: Tools, request: pytest.FixtureRequest
) -> None:
    county = await a_county(tools.database)
    made = [await a_township(tools.database, county) for _ in range(2)]
    request.getfixturevalue("grown")
    await catch_up(tools)
    for place in made:
        said = "select count(*) from journal where act = 'tenant.caught_up'"
        assert await counted(tools, place, said) == 1
