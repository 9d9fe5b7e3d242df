"""PDFs are opened and walked: what acts by itself is refused, what nobody sees is left behind."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from ..kernel.words import _
from .unfit import Unfit

MAX_PAGES = 300
MAX_OBJECTS = 300_000

# Limits of the whole process, against files that unpack to gigabytes or nest without end.
pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=200,
    parser_max_nesting=200,
    parser_max_errors=20,
    parser_max_container_size=1_000_000,
    max_stream_filters=4,
    flate_max_memory=96 * 1024 * 1024,
    run_length_max_memory=96 * 1024 * 1024,
    png_max_memory=96 * 1024 * 1024,
    tiff_max_memory=96 * 1024 * 1024,
    dct_max_memory=96 * 1024 * 1024,
)

SCRIPT, LAUNCH, ATTACHED, FORM, MEDIA, SENDS = (
    "script",
    "launch",
    "attached",
    "form",
    "media",
    "send",
)

# As a key of any dictionary, or as the kind of an action (/S) or annotation (/Subtype).
ACTIVE_KEYS = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/EmbeddedFiles": ATTACHED,
    "/EF": ATTACHED,
    "/XFA": FORM,
    "/RichMediaContent": MEDIA,
    "/RichMediaSettings": MEDIA,
}
ACTIVE_KINDS = {
    "/JavaScript": SCRIPT,
    "/Launch": LAUNCH,
    "/GoToE": ATTACHED,
    "/GoToR": LAUNCH,
    "/FileAttachment": ATTACHED,
    "/EmbeddedFile": ATTACHED,
    "/SubmitForm": SENDS,
    "/ImportData": SENDS,
    "/RichMedia": MEDIA,
    "/RichMediaExecute": MEDIA,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/Screen": MEDIA,
    "/3D": MEDIA,
}
KIND_KEYS = ("/S", "/Subtype", "/Type")
SUSPECT = re.compile(
    rb"/(?:"
    + rb"|".join(re.escape(name[1:].encode()) for name in sorted({*ACTIVE_KEYS, *ACTIVE_KINDS}))
    + rb")(?![A-Za-z0-9])"
)


@dataclass(frozen=True)
class Pdf:
    """A PDF fit to be kept."""

    data: bytes
    pages: int
    changed: tuple[str, ...]


def read_pdf(data: bytes) -> Pdf:
    """The PDF without active parts; raises Unfit."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            _check_extent(pages, len(pdf.objects))
            found = next(_active(pdf), None)
            if found is not None:
                raise _refusal(found)
            if _is_signed(pdf) and data.startswith(b"%PDF-"):
                # Any change would break the signature of a licence or a contract.
                return Pdf(data, pages, ())
            changed = (_("PDF 的编辑限制已去掉"),) if pdf.is_encrypted else ()
            out = io.BytesIO()
            pdf.save(out, encryption=False, linearize=False)
            return Pdf(out.getvalue(), pages, changed)
    except Unfit:
        raise
    except pikepdf.PasswordError as locked:
        raise Unfit(_("这个 PDF 要密码才能打开"), _("请去掉密码，或拍照上传")) from locked
    except Exception as broken:
        # The reader fed with broken or hostile bytes may raise anything.
        raise Unfit(_("这个 PDF 已损坏，打不开"), _("请重新导出，或拍照上传")) from broken


def _check_extent(pages: int, objects: int) -> None:
    if pages > MAX_PAGES:
        raise Unfit(
            _("这个 PDF 有 %(pages)d 页，最多收 %(most)d 页", pages=pages, most=MAX_PAGES),
            _("请只留下需要的几页，或分成几份上传"),
        )
    if objects > MAX_OBJECTS:
        raise Unfit(_("这个 PDF 的内容太复杂"), _("请打印成新的 PDF，或拍照上传"))


def _refusal(found: str) -> Unfit:
    reasons = {
        SCRIPT: _("这个 PDF 里带有会自己运行的脚本，不能接收"),
        LAUNCH: _("这个 PDF 会打开电脑上的其他程序或文件，不能接收"),
        ATTACHED: _("这个 PDF 里夹带了别的文件，不能接收"),
        FORM: _("这个 PDF 是可以改动的电子表单，不能接收"),
        MEDIA: _("这个 PDF 里带有视频、录音或三维模型，不能接收"),
        SENDS: _("这个 PDF 会自己往外发送内容，不能接收"),
    }
    return Unfit(reasons[found], _("请用“打印”另存为新的 PDF，或拍照上传"))


def _active(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Kinds of active parts; the quick look at the text is checked by a careful one."""
    for thing in [*pdf.objects, pdf.trailer]:
        told = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
        if SUSPECT.search(told.unparse(resolved=True)):
            yield from _active_in(told, depth=0)


def _active_in(thing: pikepdf.Object, depth: int) -> Iterator[str]:
    if depth > 200:
        yield SCRIPT
    elif isinstance(thing, pikepdf.Dictionary):
        for key, value in thing.items():
            if key in ACTIVE_KEYS:
                yield ACTIVE_KEYS[key]
            elif key in KIND_KEYS and isinstance(value, pikepdf.Name):
                if str(value) in ACTIVE_KINDS:
                    yield ACTIVE_KINDS[str(value)]
            elif isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _active_in(value, depth + 1)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _active_in(value, depth + 1)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    flags = form.get("/SigFlags", 0)
    return bool(int(flags) & 1) if isinstance(flags, int | pikepdf.Object) else False
