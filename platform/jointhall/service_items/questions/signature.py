"""A signature written by hand (手写签名): drawn on the screen, or on paper and photographed."""

from typing import ClassVar

from jointhall.kernel.words import _
from jointhall.service_items.asking import Question
from jointhall.service_items.questions.photo import Photo


class Signature(Photo):
    """Kept like a photo, always as a list of one."""

    code = "signature"
    accepts: ClassVar[tuple[str, ...]] = ("image/png", "image/jpeg", "image/webp", "image/heic")
    needs_material = False
    has_own_look = True
    most = 1
    script = "signature.js"

    def missing(self, question: Question) -> str:
        return _("请签名：在框里写，或在纸上签好拍一张照片")
