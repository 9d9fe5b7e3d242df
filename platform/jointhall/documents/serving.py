"""Files on their way out: saved, or shown in place under a policy that lets nothing run."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

from litestar.response import Stream

from jointhall.kernel.files import FileStore, NoSuchFile
from jointhall.kernel.files.disposition import attachment, inline
from jointhall.kernel.refusals import NotHere
from jointhall.kernel.tools import Tools
from jointhall.kernel.words import _

# A browser's own PDF view does not open inside a sandbox, and our PDFs hold nothing that acts.
SHOWN_AS = {
    "image/jpeg": "default-src 'none'; sandbox",
    "image/png": "default-src 'none'; sandbox",
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
}


async def sent(
    tools: Tools,
    tenant_id: UUID,
    store_key: str,
    *,
    name: str,
    media_type: str,
    in_place: bool = False,
) -> Stream:
    """The file as an answer; `in_place` shows pictures and PDFs, everything else is saved."""
    try:
        known = await tools.files.stat(tenant_id, store_key)
    except NoSuchFile as gone:
        raise NotHere(_("这份文件已经不在了。")) from gone
    shown = in_place and media_type in SHOWN_AS
    headers = {
        "Content-Disposition": inline(name) if shown else attachment(name),
        "Content-Length": str(known.size),
        "Content-Security-Policy": SHOWN_AS[media_type] if shown else "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if shown and media_type == "application/pdf":
        headers["X-Frame-Options"] = "SAMEORIGIN"
    return Stream(
        _pieces(tools.files, tenant_id, store_key), media_type=media_type, headers=headers
    )


async def _pieces(store: FileStore, tenant_id: UUID, key: str) -> AsyncIterator[bytes]:
    async with store.open(tenant_id, key) as stream:
        async for piece in stream:
            yield piece
