"""A county and its townships, made by the real acts; every call makes another one."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from jointhall.kernel.db import Database
from jointhall.kernel.who import SYSTEM
from jointhall.offices import joining as _offices  # noqa: F401  (gives every tenant its offices)
from jointhall.tenancy.actions import confirm, make_county
from jointhall.tenancy.newcomers import Newcomer
from jointhall.web.faces import default_face
from jointhall.web.place import Place

JOINED_ON = date(2026, 11, 16)

_counties = itertools.count(secrets.randbelow(400_000) + 100_000)
_townships = itertools.count(1)
_FIRST = "花茶石云青白乌山锦谭河射"
_SECOND = "石恩鼓湖山水桥潭江口埠寺"


async def a_county(database: Database, *, name: str = "", **also: Any) -> Place:
    """A county, live and complete, under a host of its own: `place.host`."""
    number = next(_counties)
    return await make_county(
        database,
        f"{number}",
        name or f"{_word(number)}县",
        on=also.pop("on", JOINED_ON),
        slug=also.pop("slug", f"county-{number}-{secrets.token_hex(3)}"),
        phone=also.pop("phone", "0731-5555 0100"),
        hours=also.pop("hours", "工作日 8:30–17:30"),
        host=also.pop("host", f"c{number}-{secrets.token_hex(3)}.test"),
        **also,
    )


async def a_township(
    database: Database,
    county: Place,
    *,
    name: str = "",
    slug: str = "",
    phone: str = "0731-5555 0107",
    villages: Sequence[str] = (),
    **also: Any,
) -> Place:
    """A township of this county, in trial and complete: offices, roles, pages, face."""
    (made,) = await townships(
        database, county, [a_newcomer(county, name=name, slug=slug, phone=phone,
                                      villages=tuple(villages), **also)],
    )  # fmt: skip
    return made


async def townships(
    database: Database, county: Place, newcomers: Sequence[Newcomer]
) -> list[Place]:
    """All of these in one transaction, as a confirmed sheet makes them."""
    async with database.transaction(county.standing()) as session:
        return await confirm(session, county, newcomers, who=SYSTEM, on=JOINED_ON)


def a_newcomer(county: Place, **also: Any) -> Newcomer:
    """A township as a checked row describes it; nothing is made."""
    number = next(_townships)
    code = f"{county.division_code[:6]}{100 + number % 900:03d}000"
    given: dict[str, Any] = {
        "code": code,
        "name": f"{_word(number)}{number}镇",
        "slug": f"t{number}-{secrets.token_hex(4)}",
        "face": default_face(code),
        "hours": "工作日 8:30–17:30",
        "address": "集镇老街 12 号",
    }
    return Newcomer(**given | {key: value for key, value in also.items() if value})


def _word(number: int) -> str:
    return _FIRST[number % len(_FIRST)] + _SECOND[number // len(_FIRST) % len(_SECOND)]
