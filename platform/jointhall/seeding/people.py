"""The demo county's officers and residents, each made once."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from typing import Any

from sqlalchemy import select

from jointhall.kernel.tools import Tools
from jointhall.kernel.who import NOBODY
from jointhall.offices.actions import give_post
from jointhall.offices.queries import office_coded
from jointhall.people.codes import resident_of_phone
from jointhall.people.models import Officer, Resident
from jointhall.people.passwords import hashed
from jointhall.tenancy.policy import add_rules, policy_changed
from jointhall.web.place import Place
from jointhall.web.visit import speak_as_resident

DEMO_PASSWORD = "lian-ban-da-ting"  # noqa: S105 - printed at the start of the demo


async def make_officers(tools: Tools, place: Place, told: list[dict[str, Any]]) -> None:
    """Officers of one tenant with roles and posts, ready to sign in with the demo password."""
    async with tools.database.transaction(place.standing()) as session:
        there = set(await session.scalars(select(Officer.login)))
        new = [officer for officer in told if officer["login"] not in there]
        if not new:
            return
        password = await hashed(DEMO_PASSWORD)
        for said in new:
            officer = Officer(
                tenant_id=place.tenant_id, login=said["login"], name=said["name"],
                phone=said["phone"],
            )  # fmt: skip
            officer.choose_password(password, now=tools.clock.now())
            officer.enrol(tools.secrets, _demo_second_factor(said["login"]))
            session.add(officer)
            await session.flush()
            who = f"officer:{officer.id}"
            await add_rules(session, [("g", who, role) for role in said["roles"]])
            for post in said["posts"]:
                office = await office_coded(session, post["office"])
                assert office is not None, f"{place.name} has no office coded {post['office']}"
                await give_post(session, office, officer.id, title=post["title"])
        await policy_changed(session)


def _demo_second_factor(login: str) -> str:
    # The same after every new start, so that an authenticator set up once keeps working.
    return b32encode(hashlib.sha256(f"demo {login}".encode()).digest()[:20]).decode()


async def make_resident(tools: Tools, said: dict[str, Any]) -> Resident:
    """A resident as they are after signing in once and saying who they are."""
    async with tools.database.transaction(NOBODY) as session:
        resident = await resident_of_phone(
            session, tools.secrets, phone=said["phone"], now=tools.clock.now()
        )
        await speak_as_resident(session, resident.id)
        resident.introduce(tools.secrets, name=said["name"], id_number=str(said["id_number"]))
    return resident
