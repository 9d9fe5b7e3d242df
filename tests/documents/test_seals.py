"""A sealed letter shows who sealed it, and every change to it."""

from __future__ import annotations

import io
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pikepdf
import pytest

from jointhall.documents import keys
from jointhall.documents.keys import SealKey, SealKeys
from jointhall.documents.letters import render
from jointhall.documents.seals import SealReport, sign, verify
from tests.builders.letters import a_letter

COUNTY, TOWN = uuid4(), uuid4()
NAME = "湘潭县花石镇人民政府"


def seal_from(folder: SealKeys, town: UUID = TOWN, name: str = NAME) -> SealKey:
    return folder.seal_of(county_id=COUNTY, county_name="湘潭县", tenant_id=town, tenant_name=name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SealKeys:
    return SealKeys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def sealed(folder: SealKeys) -> bytes:
    return sign(render(a_letter()), seal_from(folder), reason="设施农业用地备案通知书")


def test_a_sealed_letter_is_valid_and_names_who_sealed_it(folder: SealKeys, sealed: bytes) -> None:
    report = verify(sealed, folder.authorities())
    assert report.valid
    assert report.signer == NAME
    assert report.sealed_at is not None
    assert abs(report.sealed_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_it_is_pades_with_the_right_kind_of_signature(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        value = opened.Root.AcroForm.Fields[0].V
        assert value.SubFilter == "/ETSI.CAdES.detached"


def test_a_letter_without_seal_is_told_as_such(folder: SealKeys) -> None:
    assert verify(render(a_letter()), folder.authorities()) == SealReport(sealed=False)
    assert verify(b"not a letter", folder.authorities()) == SealReport(sealed=False)
    assert verify(b"", folder.authorities()) == SealReport(sealed=False)


def test_every_changed_byte_is_found(folder: SealKeys, sealed: bytes) -> None:
    """One byte in each of forty places over the whole file."""
    end = sealed.index(b"/Contents <") if b"/Contents <" in sealed else len(sealed)
    places = range(20, min(end, len(sealed)) - 20, len(sealed) // 40)
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 0x01
        assert not verify(bytes(changed), folder.authorities()).valid, place


def test_something_added_behind_the_seal_is_found(folder: SealKeys, sealed: bytes) -> None:
    report = verify(sealed + b"\n% added", folder.authorities())
    assert report.sealed
    assert not report.intact
    with pikepdf.open(io.BytesIO(sealed)) as opened:
        opened.docinfo["/Title"] = "another"
        out = io.BytesIO()
        opened.save(out)
    assert not verify(out.getvalue(), folder.authorities()).valid


def test_a_seal_cut_by_a_stranger_is_not_known(folder: SealKeys, tmp_path: Path) -> None:
    stranger = SealKeys(tmp_path)
    forged = sign(render(a_letter()), seal_from(stranger), reason="x")
    report = verify(forged, folder.authorities())
    assert report.intact
    assert not report.known
    assert not report.valid


def test_keys_are_kept_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    first = seal_from(SealKeys(tmp_path))
    again = seal_from(SealKeys(tmp_path))
    assert first.pair.certificate == again.pair.certificate
    made = list((tmp_path / str(COUNTY)).glob("*.key"))
    assert len(made) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o600}


def test_each_township_has_its_own_seal(folder: SealKeys) -> None:
    one, other = seal_from(folder), seal_from(folder, uuid4(), "湘潭县射埠镇人民政府")
    assert one.pair.certificate.serial_number != other.pair.certificate.serial_number
    assert one.authority == other.authority
    assert other.pair.name == "湘潭县射埠镇人民政府"


def test_a_township_that_was_renamed_gets_a_new_seal(tmp_path: Path) -> None:
    before = seal_from(SealKeys(tmp_path))
    after = seal_from(SealKeys(tmp_path), name="湘潭县花石街道办事处")
    assert after.pair.name == "湘潭县花石街道办事处"
    old = sign(render(a_letter()), before, reason="x")
    assert verify(old, SealKeys(tmp_path).authorities()).valid


def test_a_seal_is_renewed_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = seal_from(SealKeys(tmp_path))
    monkeypatch.setattr(keys, "RENEW_BEFORE", timedelta(days=365 * 6))
    second = seal_from(SealKeys(tmp_path))
    assert first.pair.certificate != second.pair.certificate
    assert first.authority == second.authority


def test_many_at_the_very_first_use_get_the_same_seal(tmp_path: Path) -> None:
    found: list[SealKey] = []
    crowd = [
        threading.Thread(target=lambda: found.append(seal_from(SealKeys(tmp_path))))
        for _ in range(12)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len({seal.pair.certificate.serial_number for seal in found}) == 1
    assert len({seal.authority.serial_number for seal in found}) == 1
