"""Sealed values open where they belong and nowhere else, under either algorithm."""

from __future__ import annotations

import stat
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature

from jointhall.kernel.ids import new_id
from jointhall.kernel.secrets import AES, SM4, Secrets, Unopenable

MASTER = b"a master key of thirty-two bytes"
HERE, THERE = new_id(), new_id()


@pytest.fixture(params=[AES, SM4], ids=["AES", "SM4"])
def secrets(request: pytest.FixtureRequest) -> Secrets:
    return Secrets(MASTER, algorithm=request.param)


@pytest.mark.parametrize("tenant_id", [HERE, None])
@pytest.mark.parametrize("plain", ["", "430321199001011234", "𠮷" * 500])
def test_what_was_sealed_opens_again(secrets: Secrets, tenant_id: UUID | None, plain: str) -> None:
    sealed = secrets.seal_text(tenant_id, "phone", plain)
    assert secrets.open_text(tenant_id, "phone", sealed) == plain
    assert not plain or plain.encode() not in sealed


def test_the_same_value_is_never_sealed_the_same_way(secrets: Secrets) -> None:
    assert len({secrets.seal(HERE, "phone", b"13800138000") for _time in range(50)}) == 50


@pytest.mark.parametrize(
    ("tenant_id", "purpose"), [(THERE, "phone"), (None, "phone"), (HERE, "name"), (HERE, "")]
)
def test_moved_to_another_tenant_or_column_it_does_not_open(
    secrets: Secrets, tenant_id: UUID | None, purpose: str
) -> None:
    sealed = secrets.seal(HERE, "phone", b"13800138000")
    with pytest.raises(Unopenable):
        secrets.open(tenant_id, purpose, sealed)


def test_not_one_bit_may_change(secrets: Secrets) -> None:
    sealed = secrets.seal(HERE, "phone", b"13800138000")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(Unopenable):
            secrets.open(HERE, "phone", bytes(altered))


@pytest.mark.parametrize("length", [0, 1, 2, 13, 20])
def test_what_is_cut_short_does_not_open(secrets: Secrets, length: int) -> None:
    with pytest.raises(Unopenable):
        secrets.open(HERE, "phone", secrets.seal(HERE, "phone", b"13800138000")[:length])


def test_values_of_either_algorithm_open_after_a_change_to_the_other() -> None:
    aes, sm4 = Secrets(MASTER, algorithm=AES), Secrets(MASTER, algorithm=SM4)
    assert sm4.open(HERE, "phone", aes.seal(HERE, "phone", b"1")) == b"1"
    assert aes.open(HERE, "phone", sm4.seal(HERE, "phone", b"1")) == b"1"
    assert aes.seal(HERE, "phone", b"1")[0] != sm4.seal(HERE, "phone", b"1")[0]


def test_another_master_key_opens_nothing(secrets: Secrets) -> None:
    sealed = secrets.seal(HERE, "phone", b"13800138000")
    with pytest.raises(Unopenable):
        Secrets(b"another key of thirty-two bytes!").open(HERE, "phone", sealed)


def test_a_blind_index_is_the_same_each_time_and_tells_purposes_and_keys_apart() -> None:
    one, other = Secrets(MASTER), Secrets(b"another key of thirty-two bytes!")
    made = one.blind_index("phone", "13800138000")
    assert made == Secrets(MASTER).blind_index("phone", "13800138000")
    assert len(made) == 16
    others = {
        one.blind_index("phone", "13800138001"),
        one.blind_index("identity", "13800138000"),
        other.blind_index("phone", "13800138000"),
    }
    assert made not in others
    assert len(others) == 3


def test_each_tenant_signs_with_a_key_of_its_own() -> None:
    secrets = Secrets(MASTER)
    signature = secrets.signing_key(HERE).sign(b"said")
    secrets.signing_key(HERE).public_key().verify(signature, b"said")
    with pytest.raises(InvalidSignature):
        secrets.signing_key(THERE).public_key().verify(signature, b"said")


def test_the_key_in_its_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master"
    sealed = Secrets.from_file(path).seal(HERE, "phone", b"1")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Secrets.from_file(path).open(HERE, "phone", sealed) == b"1"


def test_a_key_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Secrets(b"short")
