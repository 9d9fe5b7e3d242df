"""What went to and fro between townships is proved by either side, also after one is no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jointhall.exchange.bundle.verify_bundle import Published, published_in, verify
from jointhall.web.place import Place
from tests.builders.bundles import parts_of, taken
from tests.builders.crossing import OFFICER, Scene
from tests.builders.joint import (
    a_third,
    answers,
    asked,
    asks_back,
    case_of,
    merged,
    seen_at,
    settle,
)
from tests.builders.people import an_officer
from tests.builders.photographed import photographed
from tests.builders.web import a_browser


async def exported(scene: Scene, place: Place, page: str, into: Path) -> tuple[Path, Published]:
    """The bundle somebody of this place takes, and the keys that stand at its door."""
    head = await an_officer(
        scene.tools, place, roles=["decider"], permissions=["exchange:export"],
        offices=["zhengwu", "lingdao", "ziran"],
    )  # fmt: skip
    async with a_browser(scene.tools, place, cookies=head.cookies) as browser:
        bundle = await taken(browser, f"{page}/bundle", into / f"{place.slug}.zip")
        return bundle, published_in((await browser.get("/keys.json")).json())


def envelopes_in(bundle: Path) -> dict[str, dict[str, Any]]:
    """By checksum, which is the same on both sides."""
    told = [json.loads(one) for name, one in parts_of(bundle).items() if "envelopes/" in name]
    return {one["hash"]: one for one in told}


async def test_both_sides_of_a_question_asked_back_hold_the_same_words(
    scene: Scene, tmp_path: Path
) -> None:
    number = await asked(scene)
    await asks_back(scene, scene.there)
    referral = await seen_at(scene, scene.there)
    ours = await exported(scene, scene.here, f"/workbench/cases/{number}", tmp_path)
    theirs = await exported(scene, scene.there, f"/workbench/referrals/{referral.id}", tmp_path)
    assert verify(*ours)["lines"] > verify(*theirs)["lines"] == 0
    here, there = envelopes_in(ours[0]), envelopes_in(theirs[0])
    assert {one["kind"] for one in there.values()} == {"approval.asked", "approval.asked_back"}
    for checksum, copy in there.items():
        assert [here[checksum][said] for said in ("body", "receipt")] == [
            copy[said] for said in ("body", "receipt")
        ]


async def test_photos_of_the_ground_belong_to_the_proof(scene: Scene, tmp_path: Path) -> None:
    number = await asked(scene)
    async with case_of(scene, number) as (_session, case):
        pass
    await photographed(scene.tools, scene.here, case, by=OFFICER)
    bundle, keys = await exported(scene, scene.here, f"/workbench/cases/{number}", tmp_path)
    verify(bundle, keys)
    dossier = json.loads(parts_of(bundle)["dossier.json"])
    assert "现场.jpg" in [paper["name"] for paper in dossier["papers"]]


async def test_what_a_merged_township_signed_is_checked_by_its_key_all_the_same(
    scene: Scene, tmp_path: Path
) -> None:
    third = await a_third(scene)
    number = await asked(scene)
    await merged(scene, scene.there, third)
    assert await scene.tools.outside["directory"].by_id(scene.there.tenant_id) is None
    await answers(scene, third)
    await settle(scene)
    ours = await exported(scene, scene.here, f"/workbench/cases/{number}", tmp_path)
    found = verify(*ours)
    assert {name for name, _key in found["keys"].values()} >= {scene.there.name, third.name}
    senders = {one["from"] for one in envelopes_in(ours[0]).values()}
    assert {str(scene.there.tenant_id), str(third.tenant_id)} <= senders
