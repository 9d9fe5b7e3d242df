"""A bundle that was touched anywhere is found out, and the first such place is named."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jointhall.cli import hall as at_the_terminal
from jointhall.documents.keys import SealKey, SealKeys
from jointhall.documents.seals import sign
from jointhall.exchange.bundle.verify_bundle import (
    MANIFEST,
    SIGNATURE,
    Flaw,
    published_in,
    sealed_by,
    verify,
)
from jointhall.kernel.ids import new_id
from jointhall.kernel.secrets import Secrets
from jointhall.kernel.tools import Tools
from jointhall.web.place import Place
from tests.builders import hostile
from tests.builders.bundles import (
    Parts,
    an_answered_case,
    kept,
    packed_again,
    parts_of,
    retold,
    signed_anew,
    taken,
)
from tests.builders.halls import a_hall

ENVELOPES = 2


class Given:
    """One bundle, made once: exporting it takes a second, tampering with it a millisecond."""

    path: Path
    parts: Parts
    maker: Place
    published: dict[str, Any]


@pytest.fixture
async def given(tools: Tools, tmp_path: Path, request: pytest.FixtureRequest) -> Given:
    known: Given | None = getattr(request.module, "_known", None)
    if known is None:
        hall, known = await a_hall(tools), Given()
        case = await an_answered_case(hall)
        async with hall.at(hall.leader) as browser:
            address = f"/workbench/cases/{case.number}/bundle"
            known.path = await taken(browser, address, tmp_path / "bundle.zip")
            known.published = (await browser.get("/keys.json")).json()
        known.parts, known.maker = parts_of(known.path), hall.here
        request.module._known = known
    packed_again(known.parts, tmp_path / "bundle.zip")
    known.path = tmp_path / "bundle.zip"
    return known


def make_seals(folder: Path) -> SealKey:
    return SealKeys(folder).seal_of(
        county_id=new_id(), county_name="湘潭县", tenant_id=new_id(), tenant_name="花石镇"
    )


def envelope(parts: Parts, direction: str) -> str:
    return next(name for name in parts if name.endswith(f"-{direction}.json"))


def question_changed(one: Any) -> None:
    said = json.loads(one["body"])
    said["words"] = "别的事"
    one["body"] = json.dumps(said, ensure_ascii=False)


def set_to(key: str, value: Any) -> Callable[[Any], None]:
    def change(one: Any) -> None:
        one[key] = value

    return change


def flipped(said: str) -> str:
    return ("0" if said[0] != "0" else "1") + said[1:]


def flip(key: str) -> Callable[[Any], None]:
    def change(one: Any) -> None:
        one[key] = flipped(one[key])

    return change


def line(change: Callable[[Any], None]) -> Callable[[Any], None]:
    return lambda history: change(history["lines"][1])


DISHONEST: dict[str, tuple[str, Callable[[Any], None], str]] = {
    "what an envelope says": ("envelopes out", question_changed, "envelope"),
    "when it was sent": (
        "envelopes out", set_to("sent_at", "2020-01-01T00:00:00.000000+00:00"), "envelope",
    ),
    "who signed it": ("envelopes out", flip("signature"), "sender"),
    "its receipt": ("envelopes out", flip("receipt"), "receipt"),
    "the hour it arrived": (
        "envelopes out", set_to("delivered_at", "2020-01-01T00:00:00.000000+00:00"), "receipt",
    ),
    "the receipt of what came": ("envelopes out", set_to("receipt", 3), "receipt"),
    "another matter's envelope": (
        "envelopes out", set_to("thread", "0" * 8 + "-0000-0000-0000-" + "0" * 12), "thread",
    ),
    "a word of the history": ("history.json", line(set_to("words", "没有的事")), "line"),
    "who is named in the history": ("history.json", line(set_to("who_name", "别人")), "line"),
    "a line taken out": ("history.json", lambda told: told["lines"].pop(1), "line"),
    "another case's history": ("history.json", flip("case_id"), "other case"),
    "a paper's checksum": (
        "dossier.json", lambda told: told["papers"][0].update(sha256="0" * 64), "paper",
    ),
    "a paper left out": ("dossier.json", lambda told: told["papers"].clear(), "paper gone"),
    "a letter's checksum": (
        "dossier.json", lambda told: told["letters"][0].update(sha256="0" * 64), "letter",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DISHONEST)
async def test_whoever_made_it_cannot_change_what_others_signed(
    given: Given, secrets: Secrets, tmp_path: Path, what: str
) -> None:
    name, change, key = DISHONEST[what]
    name = envelope(given.parts, "out") if name == "envelopes out" else name
    forged = signed_anew(retold(given.parts, name, change), secrets, given.maker)
    with pytest.raises(Flaw) as found:
        verify(packed_again(forged, tmp_path / "forged.zip"))
    assert found.value.key == key


async def test_a_letter_changed_after_sealing_is_no_letter(
    given: Given, secrets: Secrets, tmp_path: Path
) -> None:
    name = next(one for one in given.parts if one.startswith("letters/"))
    pdf = given.parts[name]
    pdf = pdf[:200] + bytes([pdf[200] ^ 1]) + pdf[201:]

    def told(dossier: Any) -> None:
        letter = next(one for one in dossier["letters"] if one["path"] == name)
        letter["sha256"] = hashlib.sha256(pdf).hexdigest()

    changed = retold({**given.parts, name: pdf}, "dossier.json", told)
    forged = signed_anew(changed, secrets, given.maker)
    with pytest.raises(Flaw) as found:
        verify(packed_again(forged, tmp_path / "forged.zip"))
    assert found.value.key == "seal"


def test_every_length_a_signature_may_have_is_read(tmp_path: Path) -> None:
    """What is kept free after a signature is an odd or an even number of zeros, as it comes."""
    authority = make_seals(tmp_path)
    sealed = [sign(hostile.pdf(), authority, reason="试") for _time in range(8)]
    assert {sealed_by(pdf, [authority.authority]) for pdf in sealed} == {"花石镇"}
    foreign = make_seals(tmp_path / "another")
    assert not any(sealed_by(pdf, [foreign.authority]) for pdf in sealed)
    assert not sealed_by(hostile.pdf(), [authority.authority])
    assert not sealed_by(sealed[0] + b" ", [authority.authority])


async def test_a_bundle_of_keys_nobody_published_is_found_out(given: Given, tmp_path: Path) -> None:
    """Everything in it made anew with keys of one's own: only published keys tell."""
    trusted, issuing = published_in(given.published)
    found = verify(given.path, (trusted, issuing))
    assert found["envelopes"] == ENVELOPES
    assert f"{given.maker.name}人民政府" in found["seals"]
    wrong = {id: flipped(key) for id, key in trusted.items()}
    for published, key in [((wrong, issuing), "key changed"), (({}, issuing), "key unknown"),
                           ((trusted, []), "authority")]:  # fmt: skip
        with pytest.raises(Flaw) as flaw:
            verify(given.path, published)
        assert flaw.value.key == key


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, "dossier.json", "history.json"])
async def test_a_part_taken_out_is_named(given: Given, tmp_path: Path, name: str) -> None:
    less = {one: content for one, content in given.parts.items() if one != name}
    with pytest.raises(Flaw, match="少了"):
        verify(packed_again(less, tmp_path / "less.zip"))


async def test_a_part_put_in_is_named(given: Given, tmp_path: Path) -> None:
    more = {**given.parts, "papers/999.pdf": b"%PDF-1.7"}
    with pytest.raises(Flaw, match="多了"):
        verify(packed_again(more, tmp_path / "more.zip"))


async def test_a_hundred_and_fifty_random_changes_are_all_found(
    given: Given, tmp_path: Path
) -> None:
    """A byte of a part changed, cut, doubled: each part at least once, the seed is told."""
    seed = int(os.environ.get("TAMPER_SEED", random.randrange(2**32)))
    dice, names = random.Random(seed), sorted(given.parts)
    for nth in range(150):
        name = names[nth % len(names)]
        content = bytearray(given.parts[name])
        at = dice.randrange(len(content))
        match dice.randrange(3):
            case 0:
                content[at] ^= 1 << dice.randrange(8)
            case 1:
                del content[at : at + dice.randrange(1, 9)]
            case _:
                content[at:at] = bytes([dice.randrange(256)])
        changed = packed_again({**given.parts, name: bytes(content)}, tmp_path / "changed.zip")
        with pytest.raises(Flaw):
            pytest.fail(f"seed {seed}, {nth}: {name} at {at}: {verify(changed)}")


async def test_bytes_of_the_file_itself_change_nothing_unseen(given: Given, tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    dice, whole = random.Random(seed), given.path.read_bytes()
    for _nth in range(40):
        content = bytearray(whole)
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        changed = kept(bytes(content), tmp_path / "changed.zip")
        try:
            verify(changed)
        except Flaw:
            continue
        # What is left are stamps of the archive that say nothing: every part is as it was.
        assert parts_of(changed) == given.parts, f"seed {seed}"


async def test_what_lies_in_the_bundle_checks_it_without_us(given: Given, tmp_path: Path) -> None:
    with zipfile.ZipFile(given.path) as bundle:
        bundle.extract("verify_bundle.py", tmp_path)
    keys = kept(json.dumps(given.published).encode(), tmp_path / "keys.json")
    alone = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
    told = subprocess.run(  # noqa: ASYNC221
        [sys.executable, "-W", "error", "verify_bundle.py", given.path.name, "--keys", keys.name],
        cwd=tmp_path, env=alone, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    assert "都对得上" in told.stdout
    assert "公钥和公布的一样" in told.stdout
    assert "验不出来的" in told.stdout


async def test_the_same_at_our_own_terminal(given: Given, tmp_path: Path) -> None:
    good = CliRunner().invoke(at_the_terminal, ["verify-bundle", str(given.path)])
    assert (good.exit_code, "请把下面的指纹" in good.output) == (0, True)
    broken = packed_again({**given.parts, "dossier.json": b"{}"}, tmp_path / "broken.zip")
    bad = CliRunner().invoke(at_the_terminal, ["verify-bundle", str(broken)])
    assert bad.exit_code == 1
    assert "dossier.json 被改过" in bad.output
    other = CliRunner().invoke(
        at_the_terminal, ["verify-bundle", str(kept(b"no zip", tmp_path / "other.zip"))]
    )
    assert other.exit_code == 1
    no_keys = ["verify-bundle", str(given.path), "--keys", str(given.path)]
    assert CliRunner().invoke(at_the_terminal, no_keys).exit_code == 2
    assert "不是凭证包" in other.output
