"""Putting files away when the store is away, slow or half dead: an answer soon, in any case."""

from __future__ import annotations

import asyncio
import os
import shutil
from uuid import UUID

from jointhall.kernel.files import FolderStore, StoreUnreachable
from jointhall.kernel.tools import Tools

SECONDS_TO_TAKE = 10.0
SECONDS_TO_SAY = 1.5
LEAST_ROOM = 64 * 1024 * 1024
"""With less left on the disk, nobody is asked for files: what is under way gets the rest."""


async def put_away(
    tools: Tools, tenant_id: UUID, key: str, content: bytes, *, media_type: str, sha256: str
) -> None:
    """Puts a file into the store; raises StoreUnreachable when that takes too long or fails."""
    try:
        async with asyncio.timeout(SECONDS_TO_TAKE):
            await tools.files.put(tenant_id, key, content, media_type=media_type, sha256=sha256)
    except TimeoutError as slow:
        raise StoreUnreachable(f"no answer in {SECONDS_TO_TAKE:.0f} s") from slow
    except OSError as broken:
        raise StoreUnreachable(broken.strerror or type(broken).__name__) from broken


async def takes_files(tools: Tools) -> bool:
    """Whether the store would take a file now: asked before somebody is asked for one."""
    try:
        async with asyncio.timeout(SECONDS_TO_SAY):
            await tools.files.ready()
            if isinstance(tools.files, FolderStore):
                return await asyncio.to_thread(_has_room, tools.files)
    except Exception:
        # Each store's library has failures of its own; to the one who asks it is one matter.
        return False
    return True


def _has_room(store: FolderStore) -> bool:
    return os.access(store.root, os.W_OK) and shutil.disk_usage(store.root).free >= LEAST_ROOM
