"""Copies of all files beside the backups of the database, and the way back to what is missing.

Each paper and letter is held against its SHA-256 in the database, whatever store it lies in.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from jointhall.kernel.clock import now
from jointhall.kernel.files import FolderStore, StoreRefused
from jointhall.kernel.ticking import each
from jointhall.kernel.tools import Tools

from .models import Document

PART, GONE = ".part", ".gone"


@dataclass(slots=True)
class Brought:
    """What became of the files of a database that went back: whole, brought back, or missing."""

    whole: int = 0
    brought: int = 0
    missing: list[str] = field(default_factory=list)


@each("documents.copies", seconds=60)
async def keep_copies(tools: Tools) -> None:
    """Copies what came since the last time, once the first backup has said where to."""
    folder: Path | None = tools.outside.get("copies")
    if folder is None or not isinstance(tools.files, FolderStore):
        return
    if await asyncio.to_thread(folder.exists):
        await asyncio.to_thread(copy_new, tools.files.root, folder)


def copy_new(store: Path, folder: Path) -> int:
    """Copies every file of the store that has no copy yet; a file never changes once it is kept."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copied = 0
    for place in _files_in(store):
        copy = folder / place.relative_to(store)
        if not copy.exists():
            copied += _copy(place, copy)
    return copied


def forget_erased(store: Path, folder: Path, *, after: timedelta) -> int:
    """Drops copies of what was erased from the store so long ago (个人信息保护法 art 47)."""
    before, dropped = (now() - after).timestamp(), 0
    for copy in _files_in(folder):
        if copy.suffix == GONE:
            if copy.stat().st_mtime < before:
                copy.unlink()
                dropped += 1
        elif not (store / copy.relative_to(folder)).exists():
            gone = copy.with_suffix(GONE)
            copy.rename(gone)
            os.utime(gone)  # from today on, not from the day it was made
    return dropped


async def bring_back(
    tools: Tools, folder: Path | None, *, progress: Callable[[int, int], None]
) -> Brought:
    """Reads every file the database knows; what is gone or spoilt comes back from its copy."""
    told = Brought()
    places = await tools.outside["directory"].everyone()
    for done, place in enumerate(places, 1):
        async with tools.database.transaction(place.standing(), read_only=True) as session:
            asked = select(Document.store_key, Document.sha256).order_by(Document.store_key)
            known = (await session.execute(asked)).all()
        for key, sha256 in known:
            if await _sha256(tools, place.tenant_id, key) == sha256:
                told.whole += 1
            elif (
                await asyncio.to_thread(_from_copy, tools, folder, key)
                and await _sha256(tools, place.tenant_id, key) == sha256
            ):
                told.brought += 1
            else:
                told.missing.append(key)
        progress(done, len(places))
    return told


async def _sha256(tools: Tools, tenant_id: UUID, key: str) -> str:
    digest = hashlib.sha256()
    try:
        async with tools.files.open(tenant_id, key) as pieces:
            async for piece in pieces:
                digest.update(piece)
    except (StoreRefused, OSError):
        return ""
    return digest.hexdigest()


def _from_copy(tools: Tools, folder: Path | None, key: str) -> bool:
    if folder is None or not isinstance(tools.files, FolderStore):
        return False
    place = tools.files.place(key)
    copy = folder / place.relative_to(tools.files.root)
    for one in (copy, copy.with_suffix(GONE)):
        if one.exists():
            _copy(one, place)
            return True
    return False


def _copy(place: Path, copy: Path) -> bool:
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = copy.with_suffix(PART)
    try:
        shutil.copy2(place, part)
    except FileNotFoundError:
        return False  # erased a moment ago
    part.replace(copy)
    return True


def _files_in(folder: Path) -> Iterator[Path]:
    for place in folder.rglob("*"):
        if place.suffix != PART and place.is_file():
            yield place
