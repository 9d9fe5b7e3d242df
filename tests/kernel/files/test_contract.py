"""What both stores promise, asked of each in turn: the folder, and a real S3 server."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID, uuid4

import httpx
import pytest

from infra.radosgw import S3Server, s3_server
from jointhall.kernel.files import (
    FileStore,
    FolderStore,
    LinkRefused,
    NoSuchFile,
    NotAsPromised,
    NotThisTenants,
    Presigned,
    StoreRefused,
    TooLarge,
    new_key,
)
from jointhall.kernel.files.minio_store import MinioStore

HERE, THERE = uuid4(), uuid4()
PDF = "application/pdf"
SOON = timedelta(minutes=5)


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.parts)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[FileStore]:
    made: FileStore
    if request.param == "folder":
        made = FolderStore(tmp_path / "files", secret=b"s" * 32)
    else:
        server: S3Server = request.getfixturevalue("s3")
        made = MinioStore(
            server.url, access_key=server.access_key, secret_key=server.secret_key, bucket="hall"
        )
    await made.ready()
    await made.ready()
    yield made
    await made.close()


async def visit(
    store: FileStore, link: Presigned, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> tuple[bool, bytes, Mapping[str, str]]:
    """Follow a signed address as a browser would: was it allowed, and what came back."""
    sent = link.headers if headers is None else headers
    if isinstance(store, FolderStore):
        token = link.url.removeprefix("/files/")
        try:
            if link.method == "PUT":
                await store.take(token, body, media_type=sent.get("Content-Type", ""))
                return True, b"", {}
            grant = store.grant(token, method=link.method)
            return True, await store.get(grant.tenant_id, grant.key), {"name": grant.filename}
        except StoreRefused:
            return False, b"", {}
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.request(link.method, link.url, content=body, headers=dict(sent))
        return answer.is_success, answer.content, answer.headers


async def stream(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


async def keys(store: FileStore, tenant: UUID, kind: str = "") -> list[str]:
    return [key async for key in store.keys(tenant, kind)]


async def test_what_was_put_comes_back_with_its_facts(store: FileStore) -> None:
    key, body = new_key(HERE, "material"), b"%PDF-1.7 " + bytes(range(256)) * 5000
    put = await store.put(HERE, key, body, media_type=PDF)
    assert await store.get(HERE, key) == body
    known = await store.stat(HERE, key)
    assert known == put
    assert (known.key, known.size, known.media_type) == (key, len(body), PDF)
    assert known.sha256 == hashlib.sha256(body).hexdigest()
    assert known.stored_at.tzinfo is not None


async def test_an_empty_file_and_a_stream_are_kept_as_they_are(store: FileStore) -> None:
    empty, streamed = new_key(HERE, "material"), new_key(HERE, "material")
    await store.put(HERE, empty, b"", media_type=PDF)
    await store.put(HERE, streamed, stream(b"one", b"", b"two"), media_type="image/png")
    assert await store.get(HERE, empty) == b""
    assert await store.get(HERE, streamed) == b"onetwo"
    assert (await store.stat(HERE, streamed)).media_type == "image/png"


async def test_putting_again_replaces_bytes_and_facts_together(store: FileStore) -> None:
    key = new_key(HERE, "letter")
    await store.put(HERE, key, b"a long first edition", media_type=PDF)
    await store.put(HERE, key, b"second", media_type="image/png")
    assert await store.get(HERE, key) == b"second"
    known = await store.stat(HERE, key)
    assert (known.size, known.media_type) == (6, "image/png")


async def test_a_wrong_checksum_keeps_nothing(store: FileStore) -> None:
    key = new_key(HERE, "material")
    with pytest.raises(NotAsPromised):
        await store.put(HERE, key, b"bytes", media_type=PDF, sha256="0" * 64)
    with pytest.raises(NoSuchFile):
        await store.get(HERE, key)
    right = hashlib.sha256(b"bytes").hexdigest()
    assert (await store.put(HERE, key, b"bytes", media_type=PDF, sha256=right)).sha256 == right


async def test_too_many_bytes_keep_nothing_and_leave_the_old_file(store: FileStore) -> None:
    key = new_key(HERE, "material")
    await store.put(HERE, key, b"old", media_type=PDF)
    with pytest.raises(TooLarge):
        await store.put(HERE, key, stream(b"12345", b"678901"), media_type=PDF, max_size=10)
    assert await store.get(HERE, key) == b"old"
    await store.put(HERE, key, b"1234567890", media_type=PDF, max_size=10)


async def test_a_broken_upload_keeps_nothing(store: FileStore) -> None:
    async def torn() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    kind = "torn"
    with pytest.raises(ConnectionResetError):
        await store.put(HERE, new_key(HERE, kind), torn(), media_type=PDF)
    assert await keys(store, HERE, kind) == []


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [(0, None, b"0123456789"), (3, 5, b"345"), (7, None, b"789"), (8, 99, b"89"), (10, None, b"")],
)
async def test_a_range_gives_those_bytes_alone(
    store: FileStore, first: int, last: int | None, wanted: bytes
) -> None:
    key = new_key(HERE, "material")
    await store.put(HERE, key, b"0123456789", media_type=PDF)
    async with store.open(HERE, key, first=first, last=last) as body:
        assert b"".join([piece async for piece in body]) == wanted


async def test_what_is_not_there_says_so(store: FileStore) -> None:
    key = new_key(HERE, "material")
    with pytest.raises(NoSuchFile):
        await store.stat(HERE, key)
    with pytest.raises(NoSuchFile):
        await store.get(HERE, key)
    with pytest.raises(NoSuchFile):
        await store.copy(HERE, key, to_tenant=THERE, to_key=new_key(THERE, "material"))
    with pytest.raises(NoSuchFile):
        await store.confirm(HERE, key, max_size=1, media_type=PDF)


@pytest.mark.parametrize("way", ["delete", "erase"])
async def test_taken_away_once_or_twice_it_is_gone(store: FileStore, way: str) -> None:
    key = new_key(HERE, "material")
    await store.put(HERE, key, b"1", media_type=PDF)
    await store.put(HERE, key, b"2", media_type=PDF)
    await getattr(store, way)(HERE, key)
    await getattr(store, way)(HERE, key)
    with pytest.raises(NoSuchFile):
        await store.get(HERE, key)
    assert key not in await keys(store, HERE)


async def test_a_copy_lives_on_without_its_source(store: FileStore) -> None:
    key, copy = new_key(HERE, "material"), new_key(THERE, "envelope")
    put = await store.put(HERE, key, b"shared", media_type="image/png")
    made = await store.copy(HERE, key, to_tenant=THERE, to_key=copy)
    await store.erase(HERE, key)
    assert await store.get(THERE, copy) == b"shared"
    assert (made.media_type, made.sha256, made.size) == (put.media_type, put.sha256, 6)


async def test_keys_are_listed_by_tenant_and_kind(store: FileStore) -> None:
    tenant, other = uuid4(), uuid4()
    materials = sorted(new_key(tenant, "material") for _ in range(5))
    letter, foreign = new_key(tenant, "letter"), new_key(other, "material")
    for key in [*materials, letter]:
        await store.put(tenant, key, b"x", media_type=PDF)
    await store.put(other, foreign, b"x", media_type=PDF)
    assert sorted(await keys(store, tenant)) == sorted([*materials, letter])
    assert sorted(await keys(store, tenant, "material")) == materials
    assert await keys(store, tenant, "mat") == []
    assert await keys(store, uuid4()) == []


BAD_KEYS = [
    new_key(THERE, "material"),
    f"{HERE}/material/../../{THERE}/material/{uuid4()}",
    f"{HERE}/../{uuid4()}",
    f"{HERE}/material/report.pdf",
    f"{HERE}/material/{uuid4()}/more",
    f"{HERE}/Material/{uuid4()}",
    f"{HERE}//{uuid4()}",
    f"{str(HERE).upper()}/material/{uuid4()}",
    f"{HERE}/material/{uuid4()}\n",
    f"{HERE}/material/{uuid4()}\x00",
    f"/{HERE}/material/{uuid4()}",
    "",
]


@pytest.mark.parametrize("key", BAD_KEYS, ids=map(str, range(len(BAD_KEYS))))
async def test_a_key_of_another_tenant_or_shape_is_refused_everywhere(
    store: FileStore, key: str
) -> None:
    own = new_key(HERE, "material")
    await store.put(HERE, own, b"x", media_type=PDF)
    with pytest.raises(NotThisTenants):
        await store.put(HERE, key, b"x", media_type=PDF)
    for asked in (store.get, store.stat, store.delete, store.erase):
        with pytest.raises(NotThisTenants):
            await asked(HERE, key)
    with pytest.raises(NotThisTenants):
        async with store.open(HERE, key):
            pass
    with pytest.raises(NotThisTenants):
        await store.copy(HERE, key, to_tenant=HERE, to_key=own)
    with pytest.raises(NotThisTenants):
        await store.copy(HERE, own, to_tenant=HERE, to_key=key)
    with pytest.raises(NotThisTenants):
        await store.presigned_put(HERE, key, max_size=1, media_type=PDF, expires=SOON)
    with pytest.raises(NotThisTenants):
        await store.presigned_get(HERE, key, filename="a.pdf", expires=SOON)
    with pytest.raises(NotThisTenants):
        await store.confirm(HERE, key, max_size=1, media_type=PDF)


async def test_a_listing_cannot_climb_out(store: FileStore) -> None:
    for kind in ("../", "/", "material/..", "Ä"):
        with pytest.raises(NotThisTenants):
            await keys(store, HERE, kind)


async def test_a_signed_address_takes_an_upload(store: FileStore) -> None:
    key = new_key(HERE, "incoming")
    link = await store.presigned_put(HERE, key, max_size=10, media_type=PDF, expires=SOON)
    assert (await visit(store, link, b"0123456789"))[0]
    known = await store.confirm(HERE, key, max_size=10, media_type=PDF)
    assert (known.size, known.media_type) == (10, PDF)
    assert await store.get(HERE, key) == b"0123456789"


async def test_an_upload_over_the_size_is_not_kept(store: FileStore) -> None:
    key = new_key(HERE, "incoming")
    link = await store.presigned_put(HERE, key, max_size=10, media_type=PDF, expires=SOON)
    allowed, _, _ = await visit(store, link, b"0123456789a")
    with pytest.raises(TooLarge if allowed else NoSuchFile):
        await store.confirm(HERE, key, max_size=10, media_type=PDF)
    with pytest.raises(NoSuchFile):
        await store.get(HERE, key)


async def test_an_upload_of_another_media_type_is_not_kept(store: FileStore) -> None:
    key = new_key(HERE, "incoming")
    link = await store.presigned_put(HERE, key, max_size=10, media_type=PDF, expires=SOON)
    allowed, _, _ = await visit(store, link, b"<html>", {"Content-Type": "text/html"})
    with pytest.raises(NotAsPromised if allowed else NoSuchFile):
        await store.confirm(HERE, key, max_size=10, media_type=PDF)
    with pytest.raises(NoSuchFile):
        await store.get(HERE, key)


async def test_a_signed_address_gives_a_download_with_its_name(store: FileStore) -> None:
    key = new_key(HERE, "letter")
    await store.put(HERE, key, b"letter", media_type=PDF)
    link = await store.presigned_get(HERE, key, filename="受理通知书.pdf", expires=SOON)
    allowed, body, headers = await visit(store, link)
    assert allowed
    assert body == b"letter"
    if isinstance(store, FolderStore):
        assert headers["name"] == "受理通知书.pdf"
    else:
        assert headers["content-disposition"].startswith("attachment;")
        assert "%E5%8F%97%E7%90%86" in headers["content-disposition"]
        assert "no-store" in headers["cache-control"]


async def test_a_signed_address_ends(store: FileStore) -> None:
    key, second = new_key(HERE, "letter"), timedelta(seconds=1)
    await store.put(HERE, key, b"letter", media_type=PDF)
    get = await store.presigned_get(HERE, key, filename="a.pdf", expires=second)
    put = await store.presigned_put(HERE, key, max_size=10, media_type=PDF, expires=second)
    await asyncio.sleep(2.1)
    assert not (await visit(store, get))[0]
    assert not (await visit(store, put, b"late"))[0]
    assert await store.get(HERE, key) == b"letter"


async def test_a_signed_address_allows_one_method_and_one_key(store: FileStore) -> None:
    key, other = new_key(HERE, "letter"), new_key(HERE, "letter")
    await store.put(HERE, key, b"letter", media_type=PDF)
    await store.put(HERE, other, b"other", media_type=PDF)
    get = await store.presigned_get(HERE, key, filename="a.pdf", expires=SOON)
    turned = Presigned("PUT", get.url, get.expires_at, {"Content-Type": PDF})
    assert not (await visit(store, turned, b"evil"))[0]
    assert not (await visit(store, altered(store, get, key, other)))[0]
    assert await store.get(HERE, key) == b"letter"


def altered(store: FileStore, link: Presigned, key: str, other: str) -> Presigned:
    """The same signature on another key."""
    if not isinstance(store, FolderStore):
        return Presigned(link.method, link.url.replace(key, other), link.expires_at)
    told, seal = link.url.removeprefix("/files/").split(".")
    plain = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
    forged = base64.urlsafe_b64encode(plain.replace(key.encode(), other.encode()))
    return Presigned("GET", f"/files/{forged.rstrip(b'=').decode()}.{seal}", link.expires_at)


async def test_a_signature_with_one_letter_changed_is_refused(store: FileStore) -> None:
    key = new_key(HERE, "letter")
    await store.put(HERE, key, b"letter", media_type=PDF)
    link = await store.presigned_get(HERE, key, filename="a.pdf", expires=SOON)
    if isinstance(store, FolderStore):
        at = link.url.index(".") + 5
        wrong = link.url[:at] + ("A" if link.url[at] != "A" else "B") + link.url[at + 1 :]
    else:
        parts = urlsplit(link.url)
        asked = dict(parse_qsl(parts.query))
        first = asked["X-Amz-Signature"][0]
        asked["X-Amz-Signature"] = ("0" if first != "0" else "1") + asked["X-Amz-Signature"][1:]
        wrong = urlunsplit(parts._replace(query=urlencode(asked)))
    assert not (await visit(store, Presigned("GET", wrong, link.expires_at)))[0]
    assert (await visit(store, link))[0]


async def test_forty_at_once(store: FileStore) -> None:
    made = [new_key(HERE, "crowd") for _ in range(40)]
    await asyncio.gather(
        *(store.put(HERE, key, key.encode() * 500, media_type=PDF) for key in made)
    )
    read = await asyncio.gather(*(store.get(HERE, key) for key in made))
    assert read == [key.encode() * 500 for key in made]


@pytest.mark.parts
async def test_the_bucket_keeps_versions_until_a_file_is_erased(s3: S3Server) -> None:
    store = MinioStore(
        s3.url, access_key=s3.access_key, secret_key=s3.secret_key, bucket="versions"
    )
    await store.ready()
    key = new_key(HERE, "letter")
    await store.put(HERE, key, b"first", media_type=PDF)
    await store.put(HERE, key, b"second", media_type=PDF)
    await store.delete(HERE, key)

    def versions() -> int:
        return len(list(store._client.list_objects("versions", prefix=key, include_version=True)))

    assert versions() == 3
    await store.erase(HERE, key)
    assert versions() == 0
    await store.close()


@pytest.mark.parts
async def test_wrong_keys_are_refused_by_the_server(s3: S3Server) -> None:
    store = MinioStore(s3.url, access_key=s3.access_key, secret_key="wrong" * 8, bucket="hall")
    with pytest.raises(Exception, match=r"SignatureDoesNotMatch|AccessDenied|Forbidden"):
        await store.put(HERE, new_key(HERE, "letter"), b"x", media_type=PDF)
    await store.close()


def test_the_folder_store_wants_a_real_secret(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        FolderStore(tmp_path, secret=b"short")


@pytest.mark.parametrize("token", ["", ".", "a.b", "!.!", "é.é", "e30.e30", "." * 9000])
def test_rubbish_is_no_signed_address(tmp_path: Path, token: str) -> None:
    with pytest.raises(LinkRefused):
        FolderStore(tmp_path, secret=b"s" * 32).grant(token, method="GET")
