"""Inspection of what people hand in (材料检查): judged by content, never by name.

Pictures are made anew, so that nothing hidden in them survives; PDFs with active parts are refused
with a plain reason and what to do instead.
"""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..kernel.words import _
from .unfit import Unfit

MAX_SIZE = 20 * 1024 * 1024

PICTURES = {
    "JPEG": (b"\xff\xd8\xff",),
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "WEBP": (b"RIFF",),
}
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}

# Few at a time, apart from the threads that serve everybody else.
_bench = ThreadPoolExecutor(2, thread_name_prefix="inspection")


@dataclass(frozen=True)
class Inspected:
    """A paper fit to be kept. `sha256` is of `data`, in hex; `changed` tells people what was done.

    `width` and `height` in pixels for pictures, `pages` for PDFs.
    """

    media_type: str
    data: bytes
    sha256: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    changed: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return len(self.data)


async def inspect(data: bytes, *, max_size: int = MAX_SIZE) -> Inspected:
    """The paper as it will be kept; raises Unfit with a reason in plain words."""
    return await asyncio.get_running_loop().run_in_executor(
        _bench, lambda: look_through(data, max_size=max_size)
    )


def look_through(data: bytes, *, max_size: int = MAX_SIZE) -> Inspected:
    """What `inspect` does, on the calling thread."""
    if not data:
        raise Unfit(_("这个文件是空的"), _("请重新选一次文件，或重新拍一张照片"))
    if len(data) > max_size:
        raise Unfit(
            _("文件太大：最多 %(most)s", most=size_in_words(max_size)),
            _("照片请用普通清晰度重拍；PDF 请分成几份上传"),
        )
    kind = kind_of(data)
    if kind == "PDF":
        # The readers are loaded when the first paper comes, not while the service starts.
        from .pdfs import read_pdf

        pdf = read_pdf(data)
        return _inspected("application/pdf", pdf.data, pages=pdf.pages, changed=pdf.changed)
    from .pictures import remake

    picture = remake(data, kind)
    return _inspected(
        picture.media_type,
        picture.data,
        width=picture.width,
        height=picture.height,
        changed=picture.changed,
    )


def kind_of(data: bytes) -> str:
    """PDF, JPEG, PNG, WEBP or HEIF, by the first bytes; raises Unfit for anything else."""
    for kind, starts in PICTURES.items():
        if data.startswith(starts) and (kind != "WEBP" or data[8:12] == b"WEBP"):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return "HEIF"
    # The standard lets a PDF begin within the first 1,024 bytes; some scanners need that.
    if b"%PDF-" in data[:1024]:
        return "PDF"
    raise Unfit(_what_it_is(data), _("请拍照上传，或用电脑另存为 PDF 再上传"))


def _what_it_is(data: bytes) -> str:
    start = data[:1024].lstrip().lower()
    if data.startswith(b"PK\x03\x04"):
        if b"word/" in data[:4096] or b"xl/" in data[:4096] or b"ppt/" in data[:4096]:
            return _("这是 Word、Excel 或 PPT 文件，这里不收")
        return _("这是压缩包，这里不收")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _("这是旧版的 Word 或 Excel 文件，这里不收")
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return _("这是压缩包，这里不收")
    if data.startswith((b"MZ", b"\x7fELF", b"#!")):
        return _("这是程序文件，这里不收")
    if data.startswith((b"GIF8", b"BM", b"II*\x00", b"MM\x00*")):
        return _("这种图片格式不常用，这里不收")
    if start.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script")):
        return _("这是网页文件，这里不收")
    if data[4:8] == b"ftyp" or data.startswith((b"ID3", b"OggS", b"\x1a\x45\xdf\xa3")):
        return _("这是视频或录音，这里不收")
    return _("看不出这是照片还是 PDF")


def _inspected(
    media_type: str,
    data: bytes,
    *,
    width: int | None = None,
    height: int | None = None,
    pages: int | None = None,
    changed: tuple[str, ...] = (),
) -> Inspected:
    return Inspected(
        media_type=media_type,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        width=width,
        height=height,
        pages=pages,
        changed=changed,
    )


def size_in_words(size: int) -> str:
    """Bytes as people read them: 830 KB, 2.4 MB."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
