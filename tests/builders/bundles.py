"""A real bundle to tamper with: a case that two townships answered, exported by the one it is."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from jointhall.cases.models import Case
from jointhall.exchange.bundle.verify_bundle import FORMAT, MANIFEST, SIGNATURE
from jointhall.kernel.secrets import Secrets
from jointhall.web.place import Place
from tests.builders.cases import answered, tasks_here
from tests.builders.halls import Hall
from tests.builders.web import send

Parts = dict[str, bytes]


async def an_answered_case(hall: Hall) -> Case:
    """A case with papers, letters, envelopes both ways and one word of its own house."""
    case = await hall.asked()
    own = [task for task in await tasks_here(hall.tools, hall.here, case) if task.peer_id is None]
    await answered(hall.tools, hall.here, own[0])
    await hall.work_off()
    return case


async def taken(browser: httpx.AsyncClient, path: str, into: Path) -> Path:
    """The bundle at this page, kept in a file."""
    answer = await send(browser, path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return kept(answer.content, into)


def kept(content: bytes, into: Path) -> Path:
    into.write_bytes(content)
    return into


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def packed_again(parts: Parts, into: Path) -> Path:
    with zipfile.ZipFile(into, "w") as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    return into


def retold(parts: Parts, name: str, change: Callable[[Any], None]) -> Parts:
    """The parts with one of them, as data, changed by whoever has no key."""
    told = json.loads(parts[name])
    change(told)
    return {**parts, name: json.dumps(told, ensure_ascii=False).encode()}


def signed_anew(parts: Parts, secrets: Secrets, maker: Place) -> Parts:
    """The same as its own maker would sign it: somebody dishonest with a key."""
    manifest = json.loads(parts[MANIFEST])
    manifest["files"] = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in parts.items()
        if name not in (MANIFEST, SIGNATURE)
    }
    said = json.dumps(manifest, ensure_ascii=False).encode()
    signature = secrets.signing_key(maker.tenant_id).sign(f"{FORMAT}\n".encode() + said)
    return {**parts, MANIFEST: said, SIGNATURE: signature}
