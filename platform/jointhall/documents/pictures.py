"""Pictures are decoded and made anew: turned upright, made smaller, without place or camera."""

from __future__ import annotations

import contextlib
import io
import threading
from dataclasses import dataclass

import pillow_heif
from PIL import ExifTags, Image, ImageOps

from ..kernel.words import _
from .unfit import Unfit

MAX_PIXELS = 50_000_000
LARGE = 16_000_000
LONGEST_SIDE = 3000
LARGEST_PNG = 4 * 1024 * 1024

# Our own cap is checked before decoding; Pillow's would only warn.
Image.MAX_IMAGE_PIXELS = None
pillow_heif.register_heif_opener(thumbnails=False)

# A JPEG of two pictures (3D and depth cameras) is called MPO by Pillow.
FORMATS = {"JPEG": ("JPEG", "MPO"), "PNG": ("PNG",), "WEBP": ("WEBP",), "HEIF": ("HEIF",)}

# A large picture takes up to 400 MB for a second or two: one after the other.
_one_large = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """A picture made anew; sides in pixels."""

    media_type: str
    data: bytes
    width: int
    height: int
    changed: tuple[str, ...]


def remake(data: bytes, kind: str) -> Picture:
    """The picture decoded from `data` of this kind and encoded again; raises Unfit."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS[kind]) as picture:
            wide, high = picture.size
            if wide * high > MAX_PIXELS:
                raise Unfit(
                    _("照片的像素太多（%(wide)d×%(high)d）", wide=wide, high=high),
                    _("请把相机调到普通清晰度再拍一张"),
                )
            had_place = bool(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo))
            # JPEG can be decoded at a fraction of its size, which saves most of the memory.
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            with _one_large if wide * high > LARGE else contextlib.nullcontext():
                small = _made_smaller(picture)
            ImageOps.exif_transpose(small, in_place=True)
            flat = _on_white(small)
    except Unfit:
        raise
    except Exception as broken:
        # A decoder fed with broken or hostile bytes may raise anything.
        raise Unfit(_("照片打不开，可能没有传完整"), _("请重新拍一张再上传")) from broken
    media_type, made = _encode(flat, kind)
    changed = []
    if max(wide, high) > LONGEST_SIDE:
        changed.append(_("照片较大，已缩小，字迹不受影响"))
    if kind not in ("JPEG", "PNG"):
        changed.append(_("照片已转成通用格式"))
    if had_place:
        changed.append(_("照片里记录的拍摄地点已去掉"))
    return Picture(media_type, made, flat.width, flat.height, tuple(changed))


def _made_smaller(picture: Image.Image) -> Image.Image:
    # Made smaller before anything else: every copy of the full size would cost 100 MB and more.
    whole = picture
    if picture.mode not in ("RGB", "L", "RGBA", "LA"):
        seen_through = "transparency" in picture.info or picture.mode == "PA"
        whole = picture.convert("RGBA" if seen_through else "L" if picture.mode == "1" else "RGB")
    whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return whole


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return picture.copy()


def _encode(picture: Image.Image, kind: str) -> tuple[str, bytes]:
    # What the old file said beside its pixels stays behind.
    picture.info = {}
    if kind == "PNG":
        out = io.BytesIO()
        picture.save(out, "PNG", compress_level=6)
        if out.tell() <= LARGEST_PNG:
            return "image/png", out.getvalue()
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=87, progressive=False)
    return "image/jpeg", out.getvalue()
